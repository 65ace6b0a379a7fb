// A user's words cannot break a file: quotes, shell, HTML, template marks, newlines, umlauts; everything parses and runs.
import assert from 'node:assert/strict';
import { parseDocument } from 'yaml';
import { DESCRIPTION, HOSTILE, TITLE } from '../lib/hostile.mjs';
import { json, make, project, read, files } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { create, good } from '../lib/shell.mjs';
import { folder } from '../lib/work.mjs';

const WORDS = [...HOSTILE, '--dataset', 'cdms', '--offline'];

const PARSE = `
import ast, json, pathlib, sys, tomllib
bad = []
for name in sys.stdin.read().splitlines():
    path = pathlib.Path(name)
    read = {".py": ast.parse, ".json": json.loads, ".jsonld": json.loads, ".ipynb": json.loads, ".toml": tomllib.loads}.get(path.suffix)
    if read:
        try:
            read(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            bad.append(f"{path}: {error}")
print("\\n".join(bad))
`;

/** What does not parse, of every formal language in the repository. */
export async function unparsable(at) {
  const all = files(at);
  const { stdout } = await good(await commonPython(), ['-c', PARSE], { cwd: at, input: all.join('\n') });
  const yaml = all.filter((file) => /\.(ya?ml|cff)$/.test(file)).flatMap((file) => parseDocument(read(at, file)).errors.map(({ message }) => `${file}: ${message}`));
  return [...stdout.split('\n').filter(Boolean), ...yaml];
}

async function words() {
  const at = await project('oneil', WORDS);
  assert.deepEqual(await unparsable(at), []);
  const citation = parseDocument(read(at, 'CITATION.cff')).toJS();
  assert.equal(citation.title, TITLE);
  assert.deepEqual([citation.authors[0]['given-names'], citation.authors[0]['family-names']], ['Jürgen', 'O\'Neil-Müller']);
  assert.equal(json(at, 'codemeta.json').name, TITLE);
  await make(at, ['help']);
  await make(at, ['data-sample', 'train', 'evaluate', 'card', 'DATA=sample', 'CONFIG=smoke']);
  await make(at, ['test']);
  await make(at, ['lint']);
  assert.deepEqual(await unparsable(at), [], 'after the card was written');
  assert.ok(!read(at, 'README.md').includes('uid='), '$(id) was never run');
}

async function named() {
  for (const title of ['日本語', '...', '-rf', 'a\u0000b'.replace('\u0000', '\t'), 'x'.repeat(300), '🎉']) {
    const home = folder('named');
    const { status, stderr } = await create(['--yes', '--offline', '--no-git', `--title=${title}`], { cwd: home, timeout: 20_000 });
    if (status === 0) continue;
    assert.equal(status, 2, `${title}: ${stderr}`);
    assert.equal(stderr.trim().split('\n').length, 2, `${title}: what, remedy\n${stderr}`);
    assert.deepEqual(files(home), []);
  }
}

export const steps = [
  { name: 'hostile: title, author and description survive everywhere', run: words },
  { name: 'hostile: titles that make no directory name', run: named },
];
