// What every resolved record must be: valid by docs/schemas/dataset.schema.json.
import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';

const schema: object = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../docs/schemas/dataset.schema.json'), 'utf8'));
const isRecord = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(schema);

/** What the schema has against a record; an empty list if nothing. */
export function complaints(record: DatasetRecord): readonly unknown[] {
  return isRecord(JSON.parse(JSON.stringify(record))) ? [] : [...isRecord.errors ?? []];
}
