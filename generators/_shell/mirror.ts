// Where requests go: the flag before the environment.

export const mirrorOf = (flag: string | null): string | null => flag ?? (process.env['FAIR_AI_MIRROR']?.trim() || null);
