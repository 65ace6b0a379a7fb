// What a person has said of how the files are read, as far as this look takes note of it.
import type { OptionValue } from '../catalogue/catalogue.ts';

export interface Settings {
  readonly separator: string | null;
  readonly quote: string | null;
  readonly decimal: string | null;
  readonly thousands: string | null;
  readonly encoding: string | null;
  readonly comment: string | null;
  readonly index: string | null;
  readonly percent: string | null;
  readonly censored: boolean; // <0.05 gives a number
  readonly skip: number | null;
  readonly header: number | null;
  readonly footer: number | null;
  readonly unitsRow: boolean | null;
  readonly missing: ReadonlySet<string>;
  readonly words: ReadonlySet<string>; // columns
}

export function settingsOf(options: Readonly<Record<string, OptionValue>>): Settings {
  const text = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
  const count = (name: string): number | null => (typeof options[name] === 'number' ? options[name] : null);
  const several = (name: string): ReadonlySet<string> => new Set(options[name] == null ? [] : [options[name]].flat().map(String));
  return {
    separator: text('separator'), quote: text('quote'), decimal: text('decimal'), thousands: text('thousands'), encoding: text('encoding'), comment: text('comment'), index: text('index'), percent: text('percent'), censored: ['limit', 'half'].includes(text('censored') ?? ''),
    skip: count('skip'), header: count('header'), footer: count('footer'), unitsRow: typeof options['units_row'] === 'boolean' ? options['units_row'] : null, missing: several('missing'), words: several('words'),
  };
}
