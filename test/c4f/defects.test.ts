// The ten known defects of cookiecutter4fair: each predicate finds its defect in a stand-in for the ancestor's output and none in ours.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as ancestor from './ancestor.ts';
import * as defect from './defects.ts';

const PROGRAM = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const DESCRIPTION = 'The detector\'s "energy": #1 of `two`\nand ${{ more }}';
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'c4f-'));

function stand(name: string, files: ancestor.Files): string {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(home, name, file)), { recursive: true });
    fs.writeFileSync(path.join(home, name, file), text);
  }
  return path.join(home, name);
}

function ours(name: string, ...options: readonly string[]): { readonly folder: string; readonly status: number | null; readonly stderr: string } {
  const words = [PROGRAM, path.join(home, name), '--yes', '--offline', '--no-git', ...options];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: home, encoding: 'utf8', env: { ...process.env, HOME: home } });
  return { folder: path.join(home, name), status, stderr };
}

const answers = (licence: string): string => {
  const file = path.join(home, `${licence.replaceAll(/\W/g, '')}.json`);
  fs.writeFileSync(file, JSON.stringify({ project_name: 'Jets', author_name: 'Marie Curie', open_source_license: licence }));
  return file;
};

const plain = path.join(home, 'untouched');
const full = path.join(home, 'answered');
beforeAll(() => {
  const made = [
    ours('untouched'),
    ours('answered', '--author', 'Marie Curie <marie@example.org>', '--description', DESCRIPTION, '--repository', 'https://github.com/example/jets'),
  ];
  for (const { status, stderr } of made) if (status !== 0) throw new Error(`create-fair-ai failed: ${stderr}`);
});
afterAll(() => fs.rmSync(home, { recursive: true }));

const CASES: readonly { readonly title: string; readonly old: ancestor.Files; readonly find: (folder: string) => defect.Evidence; readonly folder: string }[] = [
  { title: '1 make data runs a target as a program', old: ancestor.makefile, find: defect.targetRunAsProgram, folder: plain },
  { title: '2 the release date has minutes for months', old: ancestor.date, find: defect.impossibleDate, folder: plain },
  { title: '3 the citation has no given names, licence, repository, abstract, type, keywords', old: ancestor.author, find: defect.poorCitation, folder: full },
  { title: '4 untouched prompts are emitted verbatim', old: ancestor.placeholders, find: defect.placeholderWords, folder: plain },
  { title: '5 an apostrophe breaks a source file', old: ancestor.quoting(DESCRIPTION), find: (folder) => defect.brokenSyntax(folder, DESCRIPTION), folder: full },
  { title: '6 data folders are lost on commit', old: ancestor.ignored, find: defect.lostOnCommit, folder: plain },
  { title: '7 no licence text, no SPDX name', old: ancestor.licence, find: defect.licenceInName, folder: plain },
  { title: '8 make needs the network to read its file', old: ancestor.parsing, find: defect.networkWhileParsing, folder: plain },
  { title: '9 tests are stale', old: ancestor.stale, find: defect.staleTests, folder: plain },
  { title: '10 no checksums, CI, tests, card, metadata, seeds; the image bears another name', old: ancestor.bare, find: (folder) => defect.missingParts(folder, 'untouched'), folder: plain },
];

describe('defects of cookiecutter4fair', () => {
  it.each(CASES)('$title', ({ title, old, find, folder }) => {
    expect(find(stand(`old-${title.split(' ')[0]}`, old)).length).toBeGreaterThan(0);
    expect(find(folder)).toEqual([]);
  });

  it.each(['MIT', 'BSD-3-Clause', 'Apache-2', 'GPLv3', 'No license file'])('7 its licence choice "%s" is taken or refused, never half taken', (licence) => {
    const { folder, status, stderr } = ours(`licence-${licence.replaceAll(/\W/g, '')}`, '--answers', answers(licence));
    if (status === 2) expect(stderr.trim().split('\n').length).toBe(2);
    else expect(defect.licenceInName(folder)).toEqual([]);
  });

  it.each([['--orcid', 'Your ORCID'], ['--code-doi', '10.XXXX/XXXX'], ['--license', 'BSD-3']])('10 a prompt is validated: %s %s', (flag, value) => {
    const { status, folder } = ours('refused', flag, value);
    expect(status).toBe(2);
    expect(fs.existsSync(folder)).toBe(false);
  });
});
