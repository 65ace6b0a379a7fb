// How a user's words enter a text: quoted for TOML, YAML and JSON, or escaped for Markdown. No other way is open to a template.

const loneSurrogate = /[\ud800-\udfff]/gu; // with the u flag a pair is one character, so this finds single halves

/** A double-quoted string that TOML, YAML and JSON read alike. */
export function q(value: string): string {
  // JSON leaves DEL, the C1 controls and the Unicode line ends as they are; TOML or YAML refuse them.
  const unicode = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value.replace(loneSurrogate, '\ufffd')).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, unicode);
}

/** The words on one line, without control characters. */
export function oneLine(value: string): string {
  return value
    .replace(loneSurrogate, '\ufffd')
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '') // the marks of direction could hide words
    .trim();
}

/** Markdown inline text that shows the words as they were typed: in a heading, a paragraph or a table cell, on GitHub and in Sphinx (MyST). */
export function md(value: string): string {
  return oneLine(value)
    .replace(/[\\`*[\]<>|~${}]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_') // between letters an underscore means itself
    .replace(/&(?=#?\w+;)/g, '&amp;') // an ampersand that would begin an entity
    .replace(/(^| )#/g, '$1\\#') // a heading, or the closing marks of one
    .replace(/^(?=[+\-=%(:])/, '\\')
    .replace(/^(\d+)([.)])(?= |$)/, '$1\\$2');
}
