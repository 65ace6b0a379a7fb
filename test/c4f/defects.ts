// One predicate per documented defect of cookiecutter4fair: looks at a project folder, returns the evidence it found (empty: the defect is not there).
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import spdx from 'spdx-license-list' with { type: 'json' };
import { parseDocument } from 'yaml';

export type Evidence = readonly string[];

export const text = (folder: string, file: string): string => {
  const full = path.join(folder, file);
  return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '';
};

export function files(folder: string): readonly string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(`.git${path.sep}`)).sort();
}

const record = (folder: string): Readonly<Record<string, unknown>> => {
  const parsed: unknown = parseDocument(text(folder, 'CITATION.cff')).toJS();
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
};

/** 1: a recipe line of `make data` whose first word is not a program but another target. */
export function targetRunAsProgram(folder: string): Evidence {
  const targets = new Set([...text(folder, 'Makefile').matchAll(/^([A-Za-z][\w-]*)\s*:(?!=)/gm)].map((match) => match[1]));
  const { stdout, status, stderr } = spawnSync('make', ['-n', 'data'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) return [stderr.trim()];
  const programs = stdout.split('\n').map((line) => line.trim().split(/\s+/)[0] ?? '').filter((word) => word && word !== 'make:');
  return programs.length === 0 ? ['make data runs nothing'] : programs.filter((word) => targets.has(word));
}

/** 2: a release date that is not a day of the calendar, written YYYY-MM-DD. */
export function impossibleDate(folder: string): Evidence {
  const written = String(record(folder)['date-released'] ?? 'no date-released');
  const day = /^\d{4}-\d{2}-\d{2}$/.test(written) ? new Date(`${written}T00:00:00Z`) : new Date(NaN);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written) ? [] : [written];
}

/** 3: a person's whole name as family name; a citation without licence, repository, abstract, type or keywords. */
export function poorCitation(folder: string): Evidence {
  const citation = record(folder);
  const authors = Array.isArray(citation.authors) ? citation.authors : [];
  const whole = authors.filter((author) => author['family-names'] && !author['given-names']).map((author) => `family-names: ${author['family-names']}`);
  const wanted = ['license', 'repository-code', 'abstract', 'type', 'keywords'];
  return [...whole, ...wanted.filter((key) => !citation[key]).map((key) => `no ${key}`), ...(authors.length === 0 ? ['no authors'] : [])];
}

/** 4: words of a prompt where an answer should stand. */
export function placeholderWords(folder: string): Evidence {
  const pattern = /X{4,}|\bYour\b|A short description of the project|\bproject_name\b|\bTODO\b|<%|\{\{\s*cookiecutter/g;
  return files(folder).flatMap((file) => [...text(folder, file).matchAll(pattern)].map((match) => `${file}: ${match[0]}`));
}

const PARSE = `
import ast, json, pathlib, sys, tomllib
for path in sorted(pathlib.Path(".").rglob("*")):
    read = {".py": ast.parse, ".json": json.loads, ".jsonld": json.loads, ".ipynb": json.loads, ".toml": tomllib.loads}.get(path.suffix)
    if read and path.is_file():
        try:
            read(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            print(f"{path}: {error}")
`;

/** 5: a file of a formal language that does not parse, or a citation that lost the description. */
export function brokenSyntax(folder: string, description: string): Evidence {
  const python = execFileSync('python3', ['-c', PARSE], { cwd: folder, encoding: 'utf8' }).split('\n').filter(Boolean);
  const yaml = files(folder).filter((file) => /\.(ya?ml|cff)$/.test(file))
    .flatMap((file) => parseDocument(text(folder, file)).errors.map((error) => `${file}: ${error.message.split('\n')[0]}`));
  const kept = String(record(folder).abstract ?? '').includes(description.split('\n')[0]?.trim() ?? '');
  return [...python, ...yaml, ...(kept ? [] : ['CITATION.cff: the abstract is not the description'])];
}

/** 6: files under data/ that a clone lacks, folders that a recipe enters and a clone lacks. */
export function lostOnCommit(folder: string): Evidence {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'c4f-clone-'));
  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const source = path.join(home, 'source');
    const clone = path.join(home, 'clone');
    fs.cpSync(folder, source, { recursive: true, filter: (from) => path.basename(from) !== '.git' });
    git(source, 'init', '-q');
    git(source, 'add', '-A');
    git(source, 'commit', '-qm', 'all');
    git(home, 'clone', '-q', source, clone);
    const lost = files(source).filter((file) => file.startsWith('data/') && !fs.existsSync(path.join(clone, file)));
    const entered = [...text(folder, 'Makefile').matchAll(/\bcd\s+([\w./-]+)/g)].map((match) => match[1] ?? '').filter((dir) => !fs.existsSync(path.join(clone, dir)));
    return [...lost, ...entered.map((dir) => `cd ${dir}`)];
  } finally {
    fs.rmSync(home, { recursive: true });
  }
}

/** 7: a LICENSE that is no licence, a licence name that is not an SPDX id. */
export function licenceInName(folder: string): Evidence {
  const short = text(folder, 'LICENSE').trim().length < 200 ? ['LICENSE has no text'] : [];
  const named = [
    ...[...text(folder, 'setup.py').matchAll(/license='([^']*)'/g)].map((match) => match[1]),
    ...[...text(folder, 'pyproject.toml').matchAll(/^license\s*=\s*"([^"]*)"/gm)].map((match) => match[1]),
    record(folder).license,
  ].filter((name) => name !== undefined);
  return [...short, ...(named.length === 0 ? ['no licence is named'] : []), ...named.filter((name) => !(String(name) in spdx)).map((name) => `not SPDX: ${String(name)}`)];
}

/** 8: network programs that run while make reads its file. */
export function networkWhileParsing(folder: string): Evidence {
  const shims = fs.mkdtempSync(path.join(os.tmpdir(), 'c4f-shims-'));
  try {
    const log = path.join(shims, 'log');
    for (const name of ['curl', 'wget', 'zenodo_get', 'kaggle', 'cernopendata-client', 'npm', 'npx', 'pip', 'uv']) {
      fs.writeFileSync(path.join(shims, name), `#!/bin/sh\necho "$0 $*" >> "${log}"\n`, { mode: 0o755 });
    }
    const { status, stderr } = spawnSync('make', ['-n', 'help'], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${shims}:${process.env.PATH ?? ''}` } });
    return [...text(shims, 'log').split('\n').filter(Boolean), ...(status === 0 ? [] : [stderr.trim()])];
  } finally {
    fs.rmSync(shims, { recursive: true });
  }
}

const IMPORTS = `
import ast, pathlib, sys
for path in pathlib.Path("tests").rglob("*.py"):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        for name in names:
            if name.split(".")[0] not in sys.stdlib_module_names:
                print(name.split(".")[0])
`;
const DISTRIBUTION: Readonly<Record<string, string>> = { yaml: 'pyyaml', sklearn: 'scikit-learn' }; // import name → name on PyPI where they differ

/** 9: tests that import what is not declared, or expect folders under data/ that nothing else knows. */
export function staleTests(folder: string): Evidence {
  if (!fs.existsSync(path.join(folder, 'tests'))) return ['no tests'];
  const declared = ['pyproject.toml', 'requirements.txt', 'setup.py'].map((file) => text(folder, file)).join('\n').toLowerCase();
  const own = new Set([...files(folder)].filter((file) => file.startsWith('src/') || file.startsWith('tests/')).flatMap((file) => file.split('/').map((part) => part.replace(/\.py$/, ''))));
  const imported = new Set(execFileSync('python3', ['-c', IMPORTS], { cwd: folder, encoding: 'utf8' }).split('\n').filter(Boolean));
  const undeclared = [...imported].filter((name) => !own.has(name) && !declared.includes((DISTRIBUTION[name] ?? name).toLowerCase()));
  const others = files(folder).filter((file) => !file.startsWith('tests/')).map((file) => `${file}\n${text(folder, file)}`).join('\n');
  const tests = files(folder).filter((file) => file.startsWith('tests/')).map((file) => text(folder, file)).join('\n');
  const unknown = [...tests.matchAll(/['"](data\/[a-z]+)['"]/g)].map((match) => match[1] ?? '').filter((dir) => !others.includes(dir));
  return [...undeclared.map((name) => `import ${name}`), ...unknown];
}

/** 10: what a reusable model needs and is not there. */
export function missingParts(folder: string, name: string): Evidence {
  const all = files(folder);
  const sources = all.filter((file) => /^(src|configs)\//.test(file)).map((file) => text(folder, file)).join('\n');
  const parts: Readonly<Record<string, boolean>> = {
    'checksums to verify': /"checksum":\s*"(md5|sha256|sha1|adler32):[0-9a-f]+"/.test(text(folder, 'data/manifest.json')),
    CI: all.some((file) => file.startsWith('.github/workflows/') || file === '.gitlab-ci.yml'),
    tests: all.some((file) => /^tests\/test_\w+\.py$/.test(file)),
    'a model card': text(folder, 'models/README.md').length > 200,
    'machine-readable metadata': ['codemeta.json', 'ro-crate-metadata.json', 'data/croissant.json'].every((file) => all.includes(file)),
    'seed handling': /\bseed/.test(sources),
    'the image under its own name': !/WORKDIR .*cookiecutter/.test(text(folder, 'Dockerfile')) && text(folder, 'Dockerfile').includes(name),
  };
  const empty = all.filter((file) => fs.statSync(path.join(folder, file)).size === 0).map((file) => `${file} is empty`);
  return [...Object.entries(parts).filter(([, there]) => !there).map(([part]) => `lacks ${part}`), ...empty];
}
