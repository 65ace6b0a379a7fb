// A named column is held against the first MiB of a local text file, and against nothing else.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { checkColumns } from '../../../generators/_shell/columns.ts';
import { recordOf } from '../../core/spec/records.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'columns-'));
const check = (bytes: string | Buffer, target: string, name = 'x.csv') => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  const one = { path: name, size: 1, checksum: null, urls: [pathToFileURL(file).href], selected: true, availability: 'online' as const, unsafe: false };
  return checkColumns(recordOf({ files: [one] }), { target });
};

describe('a column of a local text file', () => {
  it.each<[string, string | Buffer, string]>([
    ['as it stands', 'a;Wert\n1;2\n', 'Wert'],
    ['below a title', 'Run 7,\n,\nx,y\n1,2\n', 'y'],
    ['of joined header lines', 'left,,right,\nx,y,x,y\n1,2,3,4\n', 'right y'],
    ['given twice', 'x,y,x\n1,2,3\n', 'x 2'],
    ['without a header', '1,2\n3,4\n', 'column 2'],
    ['in UTF-16', Buffer.from('\ufeffHöhe\tMasse\n', 'utf16le'), 'Höhe'],
    ['in UTF-16 without a mark', Buffer.from('mass\tyield\n1\t2\n', 'utf16le'), 'yield'],
    ['in cp1252', Buffer.from('H\xf6he,y\n1,2\n', 'latin1'), 'Höhe'],
    ['with quotes', '"say ""x""",y\n1,2\n', 'say "x"'],
  ])('%s may be one', (_, bytes, target) => expect(check(bytes, target)).toMatch(/first MiB was looked at/));
  it('that stands nowhere is refused, with the nearest', () => expect(() => check('a;Wert\n1;2\n', 'Wret')).toThrow(/--target "Wret" \(did you mean Wert\?\): x\.csv has no such column/));
  it('of a typed file is not checked yet', () => expect(check('PAR1', 'y', 'x.parquet')).toBe('The columns of --target are not checked yet: `make data` does.'));
  it('is nothing to say where none is named', () => expect(checkColumns(recordOf({}), { val: 0.1 })).toBeNull());
});
