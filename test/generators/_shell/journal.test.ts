import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Placing } from '../../../core/plan/update.ts';
import { applyChanges, INSIDE, recover } from '../../../generators/_shell/apply.ts';
import { workingFolder } from '../../../generators/_shell/working.ts';
import { dead } from './remains.ts';

let root = '';
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
  put(before);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

type Tree = Readonly<Record<string, string>>;
const put = (tree: Tree, folder = root): void => {
  for (const [name, text] of Object.entries(tree)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
};
const tree = (): Tree =>
  Object.fromEntries(
    fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name)).sort().map((file) => [path.relative(root, file), fs.readFileSync(file, 'utf8')]),
  );

const before: Tree = { 'README.md': 'old\n', 'gone/only.txt': 'gone\n', 'mine.txt': 'mine\n' };
const after: Tree = { 'README.md': 'new\n', 'made/deep/x.txt': 'x\n', 'mine.txt': 'mine\n' };
const placings: readonly Placing[] = [
  { path: 'README.md', before: 'old\n', text: 'new\n' },
  { path: 'gone/only.txt', before: 'gone\n', text: null },
  { path: 'made/deep/x.txt', before: null, text: 'x\n' },
];

describe('changes of files that are there', () => {
  it('are all made; modes stay, empty folders go, nothing of the work is left', () => {
    fs.chmodSync(path.join(root, 'README.md'), 0o600);
    applyChanges(placings, root);
    expect(tree()).toEqual(after);
    expect(fs.statSync(path.join(root, 'README.md')).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(root).sort()).toEqual(['README.md', 'made', 'mine.txt']);
  });

  it.each<[string, Placing, Tree]>([
    ['a file changed meanwhile', { path: 'mine.txt', before: 'other\n', text: 'new\n' }, {}],
    ['a file came into the way', { path: 'new.txt', before: null, text: 'new\n' }, { 'new.txt': 'came meanwhile\n' }],
    ['a file went away', { path: 'nowhere.txt', before: 'x\n', text: 'y\n' }, {}],
  ])('are none when %s', (_, last, extra) => {
    put(extra);
    expect(() => applyChanges([...placings, last], root)).toThrow(expect.objectContaining({ name: 'UserError' }));
    expect(tree()).toEqual({ ...before, ...extra });
    expect(fs.readdirSync(root).sort()).toEqual([...Object.keys(extra), 'README.md', 'gone', 'mine.txt'].sort());
  });
});

describe('a run that was killed', () => {
  const left = (): string => dead(workingFolder(root, INSIDE));
  const undo = JSON.stringify({ created: ['made/deep/x.txt'], folders: ['made', 'made/deep'] });
  const work: Tree = { 'new/README.md': 'new\n', 'new/made/deep/x.txt': 'x\n' };

  it.each<[string, Tree, () => void]>([
    ['before anything was placed', work, () => {}],
    ['while its record was written', { ...work, 'undo.json': undo.slice(0, 9) }, () => {}],
    ['after one file was replaced', { ...work, 'undo.json': undo, 'old/README.md': 'old\n' }, () => put({ 'README.md': 'new\n' })],
    ['between the copy of the old file and the new one', { ...work, 'undo.json': undo, 'old/README.md': 'old\n' }, () => {}],
    ['at the last file', { ...work, 'undo.json': undo, 'old/README.md': 'old\n', 'old/gone/only.txt': 'gone\n' }, () => {
      put({ 'README.md': 'new\n', 'made/deep/x.txt': 'x\n' });
      fs.rmSync(path.join(root, 'gone/only.txt'));
    }],
  ])('%s is taken back', (_, work, happened) => {
    happened();
    put(work, left());
    recover(root);
    expect(tree()).toEqual(before);
    expect(fs.readdirSync(root).sort()).toEqual(['README.md', 'gone', 'mine.txt']);
  });

  it('after all was placed stays done', () => {
    put({ 'README.md': 'new\n' });
    put({ ...work, 'old/README.md': 'old\n' }, left()); // no record: nothing is to be taken back
    recover(root);
    expect(tree()).toEqual({ ...before, 'README.md': 'new\n' });
  });

  it('keeps a file that a person changed since', () => {
    put({ 'made/deep/x.txt': 'mine now\n' });
    put({ ...work, 'undo.json': undo }, left());
    recover(root);
    expect(tree()).toEqual({ ...before, 'made/deep/x.txt': 'mine now\n' });
  });

  it('that is still at work is not disturbed', () => {
    const running = workingFolder(root, INSIDE);
    put({ ...work, 'undo.json': undo }, running);
    expect(() => recover(root)).toThrow(/Another run/);
    expect(fs.existsSync(running)).toBe(true);
  });

  it('moves and removes nothing through a link or outside, whatever its record names', () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
    fs.symlinkSync(outside, path.join(root, 'link'));
    put({ victim: 'mine\n' }, outside);
    const up = path.relative(root, outside);
    put({ 'old/link/key': 'evil\n', 'new/link/victim': 'mine\n', 'undo.json': JSON.stringify({ created: ['link/victim', `${up}/victim`], folders: ['link', up, '..'] }) }, left());
    recover(root);
    expect(fs.readdirSync(outside)).toEqual(['victim']);
    fs.rmSync(outside, { recursive: true });
  });
});
