// Words as a POSIX shell reads them back.

/** Bare where that is safe, else in single quotes. */
export const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
