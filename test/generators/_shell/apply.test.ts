import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { comparePlan } from '../../../core/plan/compare.ts';
import type { FileDraft } from '../../../core/plan/plan.ts';
import { apply } from '../../../generators/_shell/apply.ts';
import { inspectTarget, readOnDisk } from '../../../generators/_shell/disk.ts';
import { workingFolder } from '../../../generators/_shell/working.ts';
import { dead } from './remains.ts';

let root = '';
beforeEach(() => void (root = fs.mkdtempSync(path.join(os.tmpdir(), 'apply-'))));
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const drafts: readonly FileDraft[] = ['README.md', 'src/x/a.py', 'src/x/b.py'].map((name) => ({ path: name, text: `${name}\n`, owner: 'seeded', why: 'test' }));
const tree = (folder = root): readonly string[] => fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
const paths = drafts.map(({ path: name }) => name);
const write = (folder: string, finish = async () => {}) => apply(comparePlan(drafts, readOnDisk(folder, paths), []), folder, inspectTarget(folder), finish);

describe('a plan carried out', () => {
  it.each(['new', 'a/b/new'])('makes %s', async (name) => {
    await write(path.join(root, name));
    expect(tree(path.join(root, name))).toEqual([...paths].sort());
  });

  it('fills a folder that holds only .git', async () => {
    fs.mkdirSync(path.join(root, 'x', '.git'), { recursive: true });
    expect(inspectTarget(path.join(root, 'x'))).toBe('empty');
    await write(path.join(root, 'x'));
    expect(tree(path.join(root, 'x'))).toEqual([...paths].sort());
  });

  it('overwrites nothing, and writes nothing through a link', async () => {
    fs.mkdirSync(path.join(root, 'x'));
    fs.mkdirSync(path.join(root, 'elsewhere'));
    fs.writeFileSync(path.join(root, 'x', 'README.md'), 'mine\n');
    fs.symlinkSync(path.join(root, 'elsewhere'), path.join(root, 'x', 'src'));
    const plan = comparePlan(drafts, readOnDisk(path.join(root, 'x'), paths), []);
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['conflict', 'conflict', 'conflict']);
    await apply(plan, path.join(root, 'x'), 'filled', async () => {});
    expect(tree()).toEqual(['x/README.md', 'x/src']);
    expect(fs.readFileSync(path.join(root, 'x', 'README.md'), 'utf8')).toBe('mine\n');
  });

  it('keeps what is the same and makes the rest', async () => {
    fs.mkdirSync(path.join(root, 'x'));
    fs.writeFileSync(path.join(root, 'x', 'README.md'), 'README.md\n');
    const plan = comparePlan(drafts, readOnDisk(path.join(root, 'x'), paths), []);
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['keep', 'create', 'create']);
    await apply(plan, path.join(root, 'x'), 'filled', async () => {});
    expect(tree(path.join(root, 'x'))).toEqual([...paths].sort());
  });

  it.each(['new', 'a/b/new'])('leaves nothing of %s when the last step fails', async (name) => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
    await expect(write(path.join(root, name), () => Promise.reject(full))).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining('the disk is full') });
    expect(fs.readdirSync(root)).toEqual([]);
  });

  it('takes back what it put into a folder when a file is in the way', async () => {
    fs.mkdirSync(path.join(root, 'x'));
    fs.writeFileSync(path.join(root, 'x', 'notes.txt'), 'mine\n');
    const plan = comparePlan(drafts, new Map(), []);
    fs.writeFileSync(path.join(root, 'x', 'src'), 'came meanwhile\n');
    await expect(apply(plan, path.join(root, 'x'), 'filled', async () => {})).rejects.toMatchObject({ name: 'UserError' });
    expect(tree(path.join(root, 'x'))).toEqual(['notes.txt', 'src']);
  });

  it('removes the remains of a run that was killed, and nobody else’s', async () => {
    const folders = { dead: dead(workingFolder(root, 'new')), alive: workingFolder(root, 'new'), other: dead(workingFolder(root, 'newer')), theirs: path.join(root, '.new.999999999-abc123.partial') };
    for (const folder of Object.values(folders)) fs.mkdirSync(path.join(folder, 'src'), { recursive: true });
    await write(path.join(root, 'new'));
    expect(fs.readdirSync(root).sort()).toEqual([...[folders.alive, folders.other, folders.theirs].map((folder) => path.basename(folder)), 'new'].sort());
  });
});

describe('a target', () => {
  it('that is a file, below a file, or a dead link is refused', () => {
    fs.writeFileSync(path.join(root, 'file'), '');
    fs.symlinkSync(path.join(root, 'nowhere'), path.join(root, 'link'));
    for (const name of ['file', 'file/sub', 'link']) expect(() => inspectTarget(path.join(root, name))).toThrow(expect.objectContaining({ name: 'UserError' }));
  });
});
