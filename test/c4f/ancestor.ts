// Stand-ins for what cookiecutter4fair v1.0.0 generates: our own few lines in the shape that shows each documented defect, no line of its template.
export type Files = Readonly<Record<string, string>>;

const untouched = { name: 'Your name (or your organization/company/team)', orcid: 'Your ORCID', doi: '10.XXXX/XXXX', what: 'A short description of the project.' };

/** Defect 1: `data` runs the word download_data as a program. */
export const makefile: Files = {
  Makefile: 'data: requirements\n\tdownload_data\n\nrequirements:\n\t@true\n\ndownload_data:\n\t@echo fetching\n',
};

/** Defect 2: year, minute, then a whole date with slashes. */
export const date: Files = {
  'CITATION.cff': 'cff-version: 1.2.0\nmessage: Cite this.\ntitle: jets\nauthors:\n  - family-names: Curie\n    given-names: Marie\ndate-released: 2026-25-03/07/26\n',
};

/** Defect 3: the whole name is a family name; licence, repository, abstract, type and keywords are absent. */
export const author: Files = {
  'CITATION.cff': 'cff-version: 1.2.0\nmessage: Cite this.\ntitle: jets\nauthors:\n  - family-names: Marie Curie\n    orcid: https://orcid.org/0000-0002-1825-0097\n',
};

/** Defect 4: the prompts' own words are emitted as answers. */
export const placeholders: Files = {
  'CITATION.cff': `title: project_name\nauthors:\n  - family-names: ${untouched.name}\n    orcid: https://orcid.org/${untouched.orcid}\ndoi: ${untouched.doi}\n`,
  'README.md': `# project_name\n\n${untouched.what}\n\nData: https://doi.org/${untouched.doi}\n`,
};

/** Defect 5: user words are pasted into source text. */
export const quoting = (description: string): Files => ({
  'setup.py': `from setuptools import setup\n\nsetup(name='src', description='${description}')\n`,
  'CITATION.cff': `title: jets\nabstract: ${description}\n`,
});

/** Defect 6: everything under data/ is ignored, and fetching enters data/raw. */
export const ignored: Files = {
  '.gitignore': '/data/\n.env\n',
  'data/raw/.gitkeep': '\n',
  'data/processed/.gitkeep': '\n',
  Makefile: 'download_data:\n\tcd data/raw && echo fetching\n',
};

/** Defect 7: "No license file" leaves one byte; licence names are not SPDX. */
export const licence: Files = {
  LICENSE: '\n',
  'setup.py': "from setuptools import setup\n\nsetup(name='src', license='BSD-3')\n",
};

/** Defect 8: the dataset's address is looked up while make reads its file. */
export const parsing: Files = {
  Makefile: 'SLUG := $(shell curl -Ls -o /dev/null -w %{url_effective} https://doi.org/10.34740/KAGGLE/DSV/2660709)\n\nhelp:\n\t@echo $(SLUG)\n',
};

/** Defect 9: tests of a layout and of packages that are no longer there. */
export const stale: Files = {
  'requirements.txt': 'pytest\n',
  'README.md': 'Raw data lie in data/raw.\n',
  'tests/test_creation.py': "import pathlib2\n\nEXPECTED = ['data/raw', 'data/external', 'data/interim']\n\n\ndef test_folders():\n    assert all(pathlib2.Path(p).exists() for p in EXPECTED)\n",
};

/** Defect 10: what a reusable model needs is not there, Python files are empty, the image's folder bears another project's name. */
export const bare: Files = {
  'README.md': '# jets\n',
  Makefile: 'data:\n\tzenodo_get 10.5281/zenodo.2603256\n',
  Dockerfile: 'FROM python:3.9\nWORKDIR /cookiecutter-data-science\nCOPY . .\n',
  'src/models/train_model.py': '',
};
