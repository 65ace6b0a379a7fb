// Working folders as runs leave them that are no more: their names, changed as a reader would see them.

/** Of a process that runs no more. */
export const dead = (folder: string): string => folder.replace(`-${process.pid}-`, '-999999999-');

/** Of a process whose number another one has now. */
export const reused = (folder: string): string => folder.replace(/[0-9a-f]{12}(?=-[0-9a-f]{8}\.partial$)/, 'f'.repeat(12));

/** Of another machine, of a container, or of this machine before it was started anew. */
export const elsewhere = (folder: string): string => folder.replace(/(\.fair-ai-[0-9a-f]{12}-)[0-9a-f]{12}/, `$1${'e'.repeat(12)}`);
