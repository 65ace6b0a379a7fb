// `list <kind>`: datasets, models, frameworks or licenses.
import { catalogue } from '../../core/catalogue/table.ts';
import { UserError } from '../../core/errors.ts';
import { listOf, rowsOf } from '../../core/report/list.ts';
import { formatTable, type Paint } from '../../core/report/text.ts';
import { meant } from '../../core/spec/nearest.ts';
import { kinds } from '../../core/spec/options.ts';
import type { Invocation } from '../_shell/args.ts';

export function list({ subject, options }: Invocation, paint: Paint): string {
  const kind = kinds.find((one) => one === subject);
  if (kind === undefined) {
    throw new UserError(subject === null ? 'List what?' : `There is no list of '${subject}'${meant(subject, kinds)}.`, `create-fair-ai list ${kinds.join(' | ')}`);
  }
  const found = listOf(kind, catalogue);
  return options.json ? `${JSON.stringify(found, null, 2)}\n` : formatTable(rowsOf(found), paint);
}
