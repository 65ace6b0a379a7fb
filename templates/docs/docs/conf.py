"""Sphinx: the names come from pyproject.toml, the pages are Markdown, and a warning is an error in `make docs`."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

_about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
project = _about["name"]
author = ", ".join(one["name"] for one in _about.get("authors", []) if "name" in one)
release = version = _about.get("version", "")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
toc_object_entries = False  # the contents name pages and sections, not every function

html_theme = "alabaster"
html_theme_options = {"page_width": "1080px", "fixed_sidebar": True}
html_show_copyright = False

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_preserve_defaults = True
# Two modules may each have a class of one name, and a type in a signature is known by its name alone.
suppress_warnings = ["ref.python"]


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-docstring", as_written)


def as_written(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Docstrings are prose with `code`, not reStructuredText: lines are kept, no character has a second meaning."""
    title = [f".. rubric:: {name}", ""] if what == "module" else []
    lines[:] = title + [_line(line) for line in lines]


def _line(line: str) -> str:
    words = line.strip()
    pieces = re.split(r"(`+[^`]+`+)", words)
    return "| " + " " * (len(line) - len(line.lstrip())) + "".join(map(_piece, pieces)) if words else ""


def _piece(piece: str) -> str:
    code = len(piece) > 2 and piece.startswith("`") and piece.endswith("`")
    escaped = re.sub(r"([\\*`|_])", r"\\\1", piece.strip("`") if code else piece)
    return rf"\ :code:`{escaped}`\ " if code else escaped
