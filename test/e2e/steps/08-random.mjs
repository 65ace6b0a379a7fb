// 200 random and hostile answer sets: either a project in which every formal file parses, or two lines, exit 2 and nothing on disk.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { files, read } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { answers, flags } from '../lib/random.mjs';
import { create, good } from '../lib/shell.mjs';
import { folder } from '../lib/work.mjs';

const SETS = 200;
const AT_ONCE = 3;
const TABLE = 'a "b",x_1,$(id),y\n1,2,3,4.5\n2,3,4,5.5\n';

/** For each project (a line with its folder): every file that does not parse, and the title that CITATION.cff says. Equal Python files are read once. */
const PARSE = `
import ast, json, pathlib, re, sys, tomllib, yaml
load = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
def documents(text): list(yaml.load_all(text, load))
def card(text): yaml.load(text.split("---\\n")[1], load)
READ = {".py": ast.parse, ".json": json.loads, ".jsonld": json.loads, ".ipynb": json.loads, ".toml": tomllib.loads,
        ".yml": documents, ".yaml": documents, ".cff": documents}
done, bad, titles, count = set(), [], {}, 0
for line in sys.stdin.read().splitlines():
    root = pathlib.Path(line)
    for path in root.rglob("*"):
        read = card if path.match("models/README.md") else READ.get(path.suffix)
        if not read or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        count += 1
        if (path.suffix, text) in done:
            continue
        done.add((path.suffix, text))
        try:
            read(text)
        except Exception as error:
            bad.append(f"{path}: {type(error).__name__} {error}")
    titles[line] = yaml.load((root / "CITATION.cff").read_text(encoding="utf-8"), load)["title"]
print(json.dumps({"bad": bad, "titles": titles, "count": count}))
`;

/** Runs one set: by flags, or by an answers file. */
async function tried(seed) {
  const given = answers(seed);
  const home = folder(`random-${seed}`);
  fs.writeFileSync(path.join(home, 'table.csv'), TABLE);
  fs.writeFileSync(path.join(home, 'answers.json'), JSON.stringify(given));
  const before = files(home);
  const words = seed % 2 === 0 ? ['--answers', 'answers.json'] : flags(given);
  const result = await create(['p', '--yes', '--offline', '--no-git', ...words], { cwd: home, timeout: 60_000 });
  return { seed, given, home, before, ...result };
}

async function all() {
  const done = [];
  const seeds = Array.from({ length: SETS }, (_, seed) => seed);
  const worker = async () => {
    while (seeds.length > 0) done.push(await tried(seeds.shift()));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** What is wrong with a run that did not end with 0. */
function refusal({ status, stdout, stderr, home, before }) {
  if (status !== 2) return `exit ${status}: ${stderr.slice(0, 400)}`;
  if (!/^[^\n]+\n[^\n]+\n$/.test(stderr)) return `not two lines: ${JSON.stringify(stderr.slice(0, 400))}`;
  if (stdout !== '') return `stdout: ${stdout.slice(0, 200)}`;
  return JSON.stringify(files(home)) === JSON.stringify(before) ? null : `files were left: ${files(home).filter((file) => !before.includes(file)).slice(0, 3)}`;
}

async function random() {
  const done = await all();
  const made = done.filter(({ status }) => status === 0);
  const refused = done.filter(({ status }) => status !== 0);
  const wrong = refused.flatMap((one) => [refusal(one)].filter(Boolean).map((why) => `set ${one.seed}: ${why}`));
  assert.deepEqual(wrong, []);
  assert.ok(made.length > SETS / 4 && refused.length > SETS / 4, `both ends are tried: ${made.length} made, ${refused.length} refused`);
  const { stdout } = await good(await commonPython(), ['-c', PARSE], { input: made.map(({ home }) => path.join(home, 'p')).join('\n') });
  const { bad, titles, count } = JSON.parse(stdout);
  assert.deepEqual(bad, []);
  assert.ok(count > 40 * made.length, `${count} files were read`);
  for (const { seed, given, home } of made) {
    const title = given.title?.trim().replace(/\s+/g, ' ');
    if (title) assert.equal(titles[path.join(home, 'p')].replace(/\s+/g, ' '), title, `set ${seed}`);
    assert.ok(!read(home, 'p', 'README.md').includes('uid='), `set ${seed}: $(id) was run`);
  }
  for (const { home } of done) fs.rmSync(home, { recursive: true, force: true });
  return `${made.length} made (${count} files parsed), ${refused.length} refused in two lines`;
}

export const steps = [{ name: 'hostile: 200 random answer sets', run: random }];
