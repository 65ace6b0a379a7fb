// Signs that nobody sees: controls, escape sequences, marks of direction, soft hyphens, tags. They hide words or move a cursor, so none reaches a terminal or a file.

// A joiner or a variation selector is kept where it shows: in scripts without case (Persian, Hindi) and in pictures.
const JOINED = String.raw`[\p{Lo}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]`;
const UNSEEN = String.raw`(?![\u200c\u200d\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff0-\uffff]`;
const LOOSE = [String.raw`(?<!${JOINED})[\u200c\u200d]`, String.raw`[\u200c\u200d](?!${JOINED})`, String.raw`(?<![\p{Emoji}\u20e3])[\ufe0e\ufe0f]`];
const source = `${UNSEEN}|${LOOSE.join('|')}`;

const every = new RegExp(source, 'gu');
const first = new RegExp(source, 'u');
const everyButBreaks = new RegExp(String.raw`(?![\t\n])(?:${source})`, 'gu');
const firstButBreaks = new RegExp(String.raw`(?![\t\n\r])(?:${source})`, 'u');

/** The first hidden sign, as U+00AD; null where everything can be seen. */
export const hiddenSign = (text: string): string | null => named(first.exec(text)?.[0]);
/** The same of a text of several lines. */
export const hiddenInText = (text: string): string | null => named(firstButBreaks.exec(text)?.[0]);

const named = (sign: string | undefined): string | null => (sign === undefined ? null : `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);

/** The text with `instead` in place of each hidden sign; breaks of lines are signs like others. */
export const withoutHidden = (text: string, instead: string): string => text.replace(every, instead);
/** Without hidden signs, but for tabs and ends of lines. */
export const withoutHiddenInText = (text: string): string => text.replace(everyButBreaks, '');

/** A normal form in linear time: of a pile of marks on one letter, whose order would have to be found, the first thirty stay (UAX 15, Stream-Safe). */
export const normal = (text: string, form: 'NFC' | 'NFKD'): string => text.replace(/(\p{M}{30})\p{M}+/gu, '$1').normalize(form);

/** Something that can be read: a letter, a digit or a picture. Marks, points and blanks alone are none. */
export const isReadable = (text: string): boolean => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(withoutHidden(text, ''));
