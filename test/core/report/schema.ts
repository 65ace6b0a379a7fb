// A value against one of docs/schemas.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '..', '..', '..', 'docs', 'schemas');

export function problems(name: string, value: unknown): readonly string[] {
  const schema: Record<string, unknown> = JSON.parse(fs.readFileSync(path.join(folder, `${name}.schema.json`), 'utf8'));
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message ?? ''}`);
}
