export function licenceTexts(): Promise<Map<string, string>>;
export function writeLicenceTexts(file: string): Promise<void>;
