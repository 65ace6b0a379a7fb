export function licenceTexts(): Promise<Map<string, string>>;
export function writeLicenceTexts(folder: string): Promise<void>;
