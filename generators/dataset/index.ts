// `dataset <ref>`: what a DOI, URL, key or path resolves to; writes nothing.
import { formatRecord } from '../../core/archives/card.ts';
import { catalogue } from '../../core/catalogue/table.ts';
import { UserError } from '../../core/errors.ts';
import type { Paint } from '../../core/report/text.ts';
import type { Invocation } from '../_shell/args.ts';
import { mirrorOf } from '../_shell/mirror.ts';
import { resolveDataset } from '../_shell/resolve-dataset.ts';

export async function dataset({ subject, answers, options }: Invocation, paint: Paint): Promise<string> {
  if (subject === null) throw new UserError('Which dataset?', 'create-fair-ai dataset <doi, url, key or path>; list datasets prints the keys.');
  const { mirror, offline, json } = options;
  const record = await resolveDataset(subject, { mirror: mirrorOf(mirror), offline, files: answers.files ?? null, cwd: process.cwd(), catalogue, now: new Date() });
  return json ? `${JSON.stringify(record, null, 2)}\n` : formatRecord(record, paint);
}
