// Made by scripts/modules.py: the modules that a generated project can import. A package of one of these names would hide it.

const PYTHON =
  'abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 calendar cgi '
  + 'cgitb chunk cmath cmd code codecs codeop collections colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg crypt '
  + 'csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp '
  + 'fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib '
  + 'imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap '
  + 'modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle '
  + 'pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue '
  + 'quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr '
  + 'socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys '
  + 'sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback '
  + 'tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref '
  + 'xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo';

const INSTALLED =
  'absl absl_py aiofiles alabaster alembic annotated_doc annotated_types anyio arff asttokens attr attrs awkward awkward_cpp babel blosc2 build '
  + 'cachetools certifi cffi charset_normalizer chex click cloudpickle colorlog comm conftest contourpy coverage cpuinfo cramjam cryptography cycler '
  + 'databricks databricks_sdk dataclasses_json dateutil debugpy dm_pix docutils dotenv einops equinox etils examples execnet executing fastapi '
  + 'fastjsonschema filelock flatbuffers flax flaxlib_src fonttools fsspec functorch git gitdb gitpython google google_auth h11 h5py hatchling hdf5plugin '
  + 'hf_xet httpcore httpcore2 httpx httpx2 huggingface_hub humanize hypothesis idna imagesize importlib_metadata iniconfig ipykernel ipykernel_launcher '
  + 'ipython ipython_pygments_lexers isympy jax jax2onnx jaxlib jaxtyping jedi jinja2 joblib jsonschema jsonschema_specifications jupyter jupyter_client '
  + 'jupyter_core keras kiwisolver liac_arff lightning lightning_fabric lightning_utilities mako markdown_it markdown_it_py markupsafe marshmallow '
  + 'matplotlib matplotlib_inline mdit_py_plugins mdurl ml_dtypes mlflow mlflow_skinny mpl_toolkits mpmath msgpack mypy_extensions myst_parser namex '
  + 'narwhals nbclient nbformat ndindex nest_asyncio2 netron networkx nodeenv numexpr numpy nvidia onnx onnx_ir onnxruntime onnxscript opentelemetry '
  + 'opentelemetry_api opentelemetry_proto opentelemetry_sdk opentelemetry_semantic_conventions opt_einsum optax optree optuna orbax orbax_checkpoint '
  + 'orbax_export packaging pandas parso pexpect pillow pip platformdirs pluggy prompt_toolkit protobuf psutil ptyprocess pure_eval py py_cpuinfo pyarrow '
  + 'pyasn1 pyasn1_modules pycparser pydantic pydantic_core pygments pylab pyparsing pyright pytest pytest_xdist python_calamine python_dateutil '
  + 'python_dotenv pytorch pyyaml pyzmq referencing requests rich roman_numerals rpds rpds_py ruff safetensors scikit_learn scipy setuptools simplejson '
  + 'skl2onnx sklearn smmap snowballstemmer sphinx sphinxcontrib sphinxcontrib_applehelp sphinxcontrib_devhelp sphinxcontrib_htmlhelp sphinxcontrib_jsmath '
  + 'sphinxcontrib_qthelp sphinxcontrib_serializinghtml sqlalchemy sqlparse stack_data starlette sympy tables tensorflow tensorstore tests tf2onnx '
  + 'threadpoolctl tlz tools toolz torch torchgen tornado tqdm traitlets treescope triton truststore types_pyyaml typing_extensions typing_inspect '
  + 'typing_inspection tzdata uproot urllib3 uvicorn uvloop wadler_lindig wcwidth wheel xdist xxhash yaml zipp zmq';

const names = new Set(`${PYTHON} ${INSTALLED}`.split(' '));

/** Would a package of this name hide a module, Python's own or an installed one? */
export const isModule = (name: string): boolean => names.has(name);
