// What a person should know about a new project before anyone else tells them: one sentence each, shown at the end and by --json.
import type { ProjectSpec } from '../spec/spec.ts';
import type { Parts } from './records/work.ts';

export function notesOf(spec: ProjectSpec, parts: Parts): string[] {
  const [author] = spec.authors;
  const nameless = author?.kind === 'entity' && author.name === `The ${spec.title} contributors`;
  const notes = nameless ? [`No author is known: the records name "${author.name}". Say who with --author "Given Family <mail>", or edit CITATION.cff, codemeta.json and pyproject.toml.`] : [];
  for (const record of spec.datasets) {
    const name = `"${record.title}"`;
    if (record.status === 'unresolved') notes.push(`${name} was not looked up: data/manifest.json lists no file of it.`);
    if (record.files.some(({ selected, unsafe }) => selected && unsafe)) notes.push(`${name} has pickle files: loading them can run code, so they are not loaded without consent.`);
    if (record.files.some(({ selected, availability }) => selected && availability === 'tape')) notes.push(`Files of ${name} are on tape: the archive must stage them before \`make data\` can fetch them.`);
    notes.push(...record.notes.map((note) => `${name}: ${note}`));
  }
  if (parts.dataset.generic && spec.target === null) notes.push('No target is chosen: name one with --target, or later: `make data` lists the columns, `make data OPTION=target=NAME` sets one.');
  return notes;
}
