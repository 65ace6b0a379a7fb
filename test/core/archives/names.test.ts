// Generator and package have one rule of names, written twice: what filenames.py says of every sign and of awkward paths, held against files.ts.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { nameKey, pathProblem, unstorable } from '../../../core/archives/files.ts';

const PACKAGE = path.resolve(import.meta.dirname, '../../../templates/package/src');
const PATHS = [
  'a.csv', 'a/b', '', '.', '..', 'a/../b', '/a', 'a//b', 'a/', 'C:x', 'c:/x', 'a\\b', 'a\nb', 'a\u0085b', 'a\u202eb', 'a\u200fb', 'a\u200bb', 'a\u200db', 'a\ufe0f', '\u00a9\ufe0f', '\u0646\u0645\u06cc\u200c\u062e.csv', '\u{1f468}\u200d\u{1f469}', 'a\u00adb', '\u3164', '\ufffd', 'a\u{e0041}', 'CON', 'con.txt', 'con .txt', 'd/NUL', 'com1', 'com¹.x', 'com10', 'conin$', 'lpt0:x', 'a.', 'a ', 'a./b', '...',
  'x'.repeat(255), 'x'.repeat(256), 'é'.repeat(128), 'x/'.repeat(499) + 'y', 'x/'.repeat(500) + 'y', 'a:b',
];
const LISTS = [['STRASSE.csv', 'straße.csv'], ['a', 'a/b'], ['a/b', 'A'], ['kıl', 'kil'], ['e\u0301', 'É'], ['ﬁ', 'FI', 'x', 'X/y'], ['ΣΑΣ', 'σας', 'σασ']];
const PROGRAM = `
import json, sys, unicodedata
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from _package_ import filenames as rule
given = json.load(sys.stdin)
groups = {}
for code in range(0x110000):
    if unicodedata.category(chr(code)) not in ("Cn", "Cs"):
        groups.setdefault(rule.key(chr(code)), []).append(code)
problems = [rule.problem(one) for one in given["paths"]]
print(json.dumps({"groups": list(groups.values()), "problems": problems, "lists": [sorted(rule.unstorable(one)) for one in given["lists"]]}))
`;
const told = spawnSync('python3', ['-c', PROGRAM, PACKAGE], { input: JSON.stringify({ paths: PATHS, lists: LISTS }), encoding: 'utf8', maxBuffer: 1 << 26 });

(told.status === 0 ? it : it.skip)('generator and package agree on every sign, path and list', () => {
  const said = JSON.parse(told.stdout) as { groups: number[][]; problems: (string | null)[]; lists: number[][] };
  const keys = said.groups.map(codes => new Set(codes.map(code => nameKey(String.fromCodePoint(code)))));
  expect(keys.filter(({ size }) => size !== 1)).toEqual([]);
  const seen = new Map<string, string>();
  const joined = said.groups.flatMap(([code = 0], i) => {
    const [key = ''] = keys[i] ?? [];
    const before = seen.get(key);
    seen.set(key, code.toString(16));
    return before === undefined ? [] : [[before, code.toString(16)]];
  });
  expect(joined.length).toBeLessThan(60); // pairs that only the newer of the two Unicodes knows
  expect(joined.filter(([, code = '']) => Number.parseInt(code, 16) < 0x1c00)).toEqual([]);
  expect(PATHS.map(pathProblem)).toEqual(said.problems.map(one => one?.replace('leave its folder', 'leave data/') ?? null));
  expect(LISTS.map(one => [...unstorable(one).keys()])).toEqual(said.lists);
}, 60_000);
