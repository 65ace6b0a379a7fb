// `list <kind>`: datasets, models, frameworks, licenses, or the options of all recipes or of one.
import { catalogue } from '../../core/catalogue/table.ts';
import { UserError } from '../../core/errors.ts';
import { listOf, rowsOf } from '../../core/report/list.ts';
import { formatTable, type Paint } from '../../core/report/text.ts';
import { meant } from '../../core/spec/nearest.ts';
import { kinds } from '../../core/spec/options.ts';
import type { Invocation } from '../_shell/args.ts';

export function list({ subject, about, options }: Invocation, paint: Paint): string {
  const kind = kinds.find((one) => one === subject);
  if (kind === undefined) {
    throw new UserError(subject === null ? 'List what?' : `There is no list of '${subject}'${meant(subject, kinds)}.`, `create-fair-ai list ${kinds.join(' | ')}`);
  }
  const recipes = catalogue.datasets.map(({ key }) => key);
  if (about !== null && !recipes.includes(about)) throw new UserError(`There is no recipe '${about}'${meant(about, recipes)}.`, `Recipes: ${recipes.join(', ')}.`);
  const found = listOf(kind, catalogue, about);
  return options.json ? `${JSON.stringify(found, null, 2)}\n` : formatTable(rowsOf(found), paint);
}
