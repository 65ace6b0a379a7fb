// Units in the names of columns, by the list of units.py; test/core/look/look.test.ts holds the two alike.

const PREFIX = 'da|[YZEPTGMkhdcmuµμnpfazy]';
const BASES = 'eV|Hz|Pa|bar|mol|cal|Ohm|ohm|rad|sr|Wb|lm|lx|Bq|Gy|Sv|kat|cd|eq|Da|inch|in|ft|lb|oz|gal|psi|atm|Torr|torr|Ci|[mgsAKNJWCVFΩΩSTHlLbMBtRGu]';
const WORDS =
  '%|‰|ppm|ppb|ppt|ppmv|ppbv|psu|PSU|NTU|FNU|deg|degC|degF|deg_C|degrees?|°|°C|°F|℃|℉|º|ºC|min|h|hrs?|hours?|d|day|days|a|yr|yrs|year|years|month|months|week|weeks|sec|seconds?|minutes?|au|AU|pc|kpc|Mpc|ly|rpm|dB|dBm|dBi|pH|ha|gr|kg|mg|ug|ng|cc|mcg|IU|U|CFU|cfu|px|pixels?|bits?|bytes?|counts?|cps|cpm|arb|a\\.u\\.|arb\\. ?units?|u\\.a\\.|adu|ADU|GEV|MEV|KEV|TEV|PB|FB|NB|MB|UB|dex|mag|mm Hg|mmHg|kWh|MWh|Wh|mph|kph|knots?|€|\\$|£|Jy|c|erg|dyn|gauss|hPa|mole|moles|molar|persons?|people';
const FACTOR = `(?:(?:${WORDS})|(?:${PREFIX})?(?:${BASES}))(?:\\^?\\(?[-+−]?\\d+\\)?|[⁻⁺]?[⁰¹²³⁴-⁹]+|\\*\\*-?\\d+)?`;
const UNIT = new RegExp(`^(?:1|${FACTOR})(?:(?: ?[*·./] ?| )${FACTOR})*$`);
export const LISTS = { PREFIX, BASES, WORDS } as const;
export const NONE: readonly string[] = ['-', '–', '—', 'unitless', 'dimensionless', '1']; // a quantity without a unit

const spelt = (text: string): boolean => UNIT.test(text.trim().replace(/[()](?![-+−]?\d)|(?<!\d)\)/g, ''));

/** Whether a cell of a row of units holds one, in brackets or not. */
export const isUnit = (text: string): boolean => NONE.includes(text.trim()) || spelt(inner(text));

/** A unit without the brackets around it. */
export const inner = (text: string): string => /^\s*(?:\[(.+)\]|\((.+)\))\s*$/su.exec(text)?.slice(1).find((one) => one !== undefined)?.trim() ?? text.trim();

/** A column's name without its unit, and the unit: mass [g], length (mm), T / K. */
export function parted(name: string): readonly [string, string | null] {
  const [, quantity, high, behind] = /^(.*\S ?\[[^[\]]{1,30}\]) (?:(LOW|HIGH)|(\([^[\]]*\)))$/u.exec(name.trim()) ?? [];
  if (quantity !== undefined && (high ?? behind) !== undefined) {
    const [short, unit] = parted(quantity);
    return [high === undefined ? short : `${short} ${high}`, unit];
  }
  const [, before = '', bracketed] = /^(.*\S) ?\[([^[\]]{1,30})\]$/u.exec(name.trim()) ?? [];
  if (bracketed !== undefined && !/^[\d\s,:]*$/.test(bracketed) && !bracketed.includes(',')) return [before, NONE.includes(bracketed.trim()) ? null : bracketed.trim()];
  const [, outside = '', round] = /^(.*\S) ?\(([^()]{1,30})\)$/u.exec(name.trim()) ?? [];
  if (round !== undefined && spelt(round)) return [outside, round.trim()];
  const [, over = '', under] = /^(.*\S) \/ (\S.{0,20})$/u.exec(name.trim()) ?? [];
  return under !== undefined && spelt(under) ? [over, under] : [name, null];
}

/** The column of that name, or the only one that has it before a unit, or before brackets; else the name itself. */
export function wholeName(name: string, columns: readonly string[]): string {
  if (columns.includes(name)) return name;
  const short = columns.filter((column) => parted(column)[0] === name);
  const found = short.length > 0 ? short : columns.filter((column) => column.startsWith(name) && /^ ?[[(].*[\])]$/s.test(column.slice(name.length)));
  return found.length === 1 ? found[0] ?? name : name;
}

/** The unit of each column whose name says it; pairs of errors have that of the quantity before them. */
export function unitsOf(columns: readonly string[]): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  let quantity: string | null = null;
  for (const column of columns) {
    const error = /^(.*\S) [+-]$/.exec(column)?.[1];
    const [short, own] = parted(column);
    const isError = error !== undefined && columns.includes(`${error} +`) && columns.includes(`${error} -`);
    if (!isError) quantity = / (?:LOW|HIGH)$/.test(short) ? quantity : own;
    const unit = isError ? quantity : own;
    if (unit !== null) made.set(column, unit);
  }
  return made;
}
