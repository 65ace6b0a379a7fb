// Words from the network made fit for a terminal and a file: no markup, no control characters.

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”',
  hellip: '…', times: '×', deg: '°', plusmn: '±', middot: '·', micro: 'µ', eacute: 'é', egrave: 'è', uuml: 'ü', ouml: 'ö', auml: 'ä',
  szlig: 'ß', alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', Delta: 'Δ', eta: 'η', theta: 'θ', lambda: 'λ', mu: 'μ', nu: 'ν', pi: 'π', rho: 'ρ', sigma: 'σ',
  tau: 'τ', phi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω', le: '≤', ge: '≥', rarr: '→',
};

// C0 and C1 controls except tab and newline, and the characters that reorder or hide text.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|\p{Cs}/gu;

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

/** HTML as plain text: paragraphs and list items become lines. */
export function plainText(html: string): string {
  const lines = html
    .replace(/<(script|style)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/<!--[^]*?-->/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/<li\b[^<>]*>/gi, '\n- ')
    .replace(/<br\b[^<>]*>|<\/(?:p|div|ul|ol|h\d|tr|pre|blockquote)\s*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return decodeEntities(lines)
    .replace(CONTROL, '')
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
