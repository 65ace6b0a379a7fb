// `dataset <ref>`: what a DOI, URL, key or path resolves to, which recipe reads it, and what a look at local tables shows; writes nothing.
import { formatRecord } from '../../core/archives/card.ts';
import { catalogue } from '../../core/catalogue/table.ts';
import type { DatasetEntry } from '../../core/catalogue/catalogue.ts';
import { UserError } from '../../core/errors.ts';
import { formatSeen } from '../../core/report/seen-text.ts';
import type { Paint } from '../../core/report/text.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { chooseRecipe, type Choice } from '../../core/spec/recipe.ts';
import { checkOptions, setOptions } from '../../core/spec/recipe-options.ts';
import type { Invocation } from '../_shell/args.ts';
import { mirrorOf } from '../_shell/mirror.ts';
import { previewed } from '../_shell/preview.ts';
import { resolveDataset } from '../_shell/resolve-dataset.ts';

export async function dataset({ subject, answers, options }: Invocation, paint: Paint): Promise<string> {
  if (subject === null) throw new UserError('Which dataset?', 'create-fair-ai dataset <doi, url, key or path>; list datasets prints the keys.');
  const { mirror, offline, json } = options;
  checkOptions(answers, catalogue.datasets);
  const record = await resolveDataset(subject, { mirror: mirrorOf(mirror), offline, files: answers.files ?? null, cwd: process.cwd(), catalogue, now: new Date() });
  if (json) return `${JSON.stringify(record, null, 2)}\n`;
  const { value, note } = recipeOf(record);
  const seen = previewed(record, value, value === null ? {} : setOptions(value, answers));
  return `${formatRecord(record, paint)}\n${formatSeen(value === null ? null : `${value.key}: ${value.title}`, note === null ? [] : [note], seen, paint)}`;
}

/** No recipe where no file says which; then the note says why. */
function recipeOf(record: DatasetRecord): Choice<DatasetEntry | null> {
  try {
    return chooseRecipe(record, undefined, catalogue);
  } catch (error) {
    if (error instanceof UserError) return { value: null, note: `${error.message} ${error.remedy}` };
    throw error;
  }
}
