// LICENSE, LICENSES/ and REUSE.toml: who holds the rights in which file, and the full texts of exactly the licences in use.
import type { FileDraft } from '../plan.ts';
import type { Work } from './work.ts';

/** Records about the work are free for every harvester; what a person wrote keeps the project's licence. */
const metadataLicence = 'CC0-1.0';
const metadataFiles = [
  'CITATION.cff', 'codemeta.json', 'ro-crate-metadata.json', '.fair-ai.yml', 'data/croissant.json', 'data/manifest.json', 'data/manifest.lock.json',
  'models/fair4ml.jsonld', 'references/data-dictionary.csv', 'references/bibliography.bib', 'references/options.json', 'references/published.json', 'references/weights.json',
] as const; // prettier-ignore

/** A basic string of TOML: JSON's escapes, and DEL, which TOML forbids and JSON allows. */
const toml = (words: string): string => JSON.stringify(words).replace(/\x7f/g, '\\u007f');
const oneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();

/** Puts year and holder where the licence's own text leaves room for them. Texts without such a place stay as they are. */
export function fillLicence(id: string, text: string, year: string, holder: string): string {
  const line = `Copyright (c) ${year} ${holder}`;
  const edits: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
    MIT: [[/^Copyright \(c\) <year> <copyright holders>$/m, line]],
    'BSD-2-Clause': [[/^Copyright \(c\) <year> <owner>\.?$/m, line]],
    'BSD-3-Clause': [[/^Copyright \(c\) <year> <owner>\.?$/m, line]],
    'BSD-3-Clause-Clear': [
      [/^Copyright \(c\) \[xxxx\]-\[xxxx\] \[Owner Organization\]$/m, line],
      [/\[Owner Organization\]/, holder],
    ],
    ISC: [
      [/^Copyright \(c\) 2004-2010 by Internet Systems Consortium.*\nCopyright \(c\) 1995-2003 by Internet Software Consortium$/m, line],
      [/ISC DISCLAIMS/, 'THE AUTHOR DISCLAIMS'],
      [/SHALL ISC BE/, 'SHALL THE AUTHOR BE'],
    ],
    NCSA: [
      [/^Copyright \(c\) <Year> <Owner Organization Name>/m, line],
      [/<Name of Development Group> <Name of Institution> <URL for Development Group\/Institution>/, holder],
      [/<Name of Development Group, Name of Institution>/, holder],
    ],
    PostgreSQL: [
      [/^PostgreSQL Database Management System\n\(formerly.*\n\n/m, ''],
      [/^Portions Copyright \(c\) 1996-2010.*\n\nPortions Copyright \(c\) 1994.*$/m, line],
      [/THE UNIVERSITY OF CALIFORNIA/g, 'THE COPYRIGHT HOLDERS'],
    ],
    Zlib: [[/^zlib License\n/, `zlib License\n\n${line}\n`]],
    'Apache-2.0': [[/^Copyright \[yyyy\] \[name of copyright owner\]$/m, line]],
    'ECL-2.0': [[/Copyright \[yyyy\] \[name of copyright owner\] Licensed under the\n/, `${line}\nLicensed under the `]],
  };
  return (edits[id] ?? []).reduce((filled, [place, words]) => filled.replace(place, () => words), text);
}

function annotation(paths: readonly string[], holder: string, licence: string): string {
  const list = paths.length === 1 ? toml(paths[0] ?? '**') : `[\n${paths.map((path) => `    ${toml(path)},`).join('\n')}\n]`;
  return `[[annotations]]\npath = ${list}\nprecedence = "closest"\nSPDX-FileCopyrightText = ${toml(holder)}\nSPDX-License-Identifier = ${toml(licence)}\n`;
}

/** texts: `licences/<id>.txt` → text. */
export function licenceFiles(work: Work, texts: ReadonlyMap<string, string>): readonly FileDraft[] {
  const year = work.date.slice(0, 4);
  const holder = oneLine(work.holder);
  const ids = [...new Set([work.licence.id, metadataLicence])].sort();
  const filled = new Map(
    ids.map((id) => {
      const text = texts.get(`licences/${id}.txt`);
      if (text === undefined) throw new Error(`the text of ${id} is not among the templates`);
      return [id, fillLicence(id, text, year, holder)];
    }),
  );
  const annotations = [
    '# Later entries win over earlier ones; a file may carry its own SPDX header.',
    'version = 1\n',
    annotation(['**'], `${year} ${holder}`, work.licence.id),
    '# Records about the work, for harvesters. The data itself is not in the repository: its licence stands in data/README.md.',
    annotation(metadataFiles, `${year} ${holder}`, metadataLicence),
  ];
  return [
    { path: 'LICENSE', text: filled.get(work.licence.id) ?? '', owner: 'seeded', why: 'the licence of the code' },
    { path: 'REUSE.toml', text: annotations.join('\n'), owner: 'managed', why: 'which licence covers which file' },
    ...[...filled].map(([id, text]): FileDraft => ({ path: `LICENSES/${id}.txt`, text, owner: 'seeded', why: `the text of ${id}` })),
  ];
}
