// Python is copied: only the package's name is put in, and an import line that grows too long by it is wrapped as ruff wraps it.

const width = 120; // line-length of the generated pyproject.toml

/** The placeholder as a word of its own: `__package__` is Python's. */
const placeholder = /(?<!\w)_package_(?!\w)/g;

export const named = (text: string, name: string): string => text.replace(placeholder, name);

export const withPackage = (text: string, name: string): string =>
  text
    .split('\n')
    .map((line) => (line.includes('_package_') ? wrapped(named(line, name)) : line))
    .join('\n');

function wrapped(line: string): string {
  const [, indent = '', module, names] = /^(\s*)from (\S+) import ([\w, ]+)$/.exec(line) ?? [];
  if (line.length <= width || module === undefined || names === undefined) return line;
  const each = names.split(', ').map((name) => `${indent}    ${name},`);
  return [`${indent}from ${module} import (`, ...each, `${indent})`].join('\n');
}
