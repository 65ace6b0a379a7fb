// Words from the network made fit for a terminal and a file: no markup, no hidden signs. Every step takes time linear in the text, whatever a stranger wrote.
import { withoutHiddenInText } from '../signs.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”',
  hellip: '…', times: '×', deg: '°', plusmn: '±', middot: '·', micro: 'µ', eacute: 'é', egrave: 'è', uuml: 'ü', ouml: 'ö', auml: 'ä',
  szlig: 'ß', alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', Delta: 'Δ', eta: 'η', theta: 'θ', lambda: 'λ', mu: 'μ', nu: 'ν', pi: 'π', rho: 'ρ', sigma: 'σ',
  tau: 'τ', phi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω', le: '≤', ge: '≥', rarr: '→',
};

function character(code: number): string {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return character(Number.parseInt(hex, 16));
    if (decimal !== undefined) return character(Number(decimal));
    return ENTITIES[name ?? ''] ?? whole;
  });
}

const CLOSING: Readonly<Record<string, RegExp>> = { script: /<\/script\s*>/gi, style: /<\/style\s*>/gi, '!--': /-->/g };

/** Without scripts, styles and comments. An end that was once not found is not looked for again: `<script` a million times is read once. */
function withoutCode(html: string): string {
  const opening = /<(script|style)\b|<(!--)/gi;
  const endless = new Set<string>();
  const kept: string[] = [];
  let from = 0;
  for (let tag = opening.exec(html); tag !== null; tag = opening.exec(html)) {
    const kind = (tag[1] ?? tag[2] ?? '').toLowerCase();
    const closing = CLOSING[kind];
    if (closing === undefined || endless.has(kind)) continue;
    closing.lastIndex = opening.lastIndex;
    if (closing.exec(html) === null) {
      endless.add(kind);
      continue;
    }
    kept.push(html.slice(from, tag.index));
    from = closing.lastIndex;
    opening.lastIndex = from;
  }
  return kept.join('') + html.slice(from);
}

/** HTML as plain text: paragraphs and list items become lines. */
export function plainText(html: string): string {
  const lines = withoutCode(html)
    .replace(/\r\n?/g, '\n')
    .replace(/<li\b[^<>]*>/gi, '\n- ')
    .replace(/<br\b[^<>]*>|<\/(?:p|div|ul|ol|h\d|tr|pre|blockquote)\s*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return withoutHiddenInText(decodeEntities(lines))
    .split('\n').map(line => line.replace(/[^\S\n]+/g, ' ').trim()).join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The same on one line: titles, names, keywords. */
export const oneLine = (html: string): string => plainText(html).replace(/\s+/g, ' ');

/** One line, or null if nothing is left of it. */
export const lineOrNull = (text: string | null): string | null => (text === null ? null : oneLine(text) || null);

/** A date as archives write it, cut to YYYY, YYYY-MM or YYYY-MM-DD. */
export const dateOrNull = (text: string | null): string | null => /^\d{4}(?:-\d{2}(?:-\d{2})?)?/.exec(text ?? '')?.[0] ?? null;
