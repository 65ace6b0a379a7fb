// Archives change their answers without notice: with any part of an answer replaced by something else, a reader gives a valid record or refuses in words.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixture, handle, resolve, status, type Table } from './answering.ts';

const readers: readonly (readonly [string, string, Table, string])[] = [
  ['hepdata.json', '10.17182/hepdata.4711.v2', handle('10.17182/hepdata.4711.v2', 'https://www.hepdata.net/record/ins123456?version=2'), 'https://www.hepdata.net/record/4711?version=2&format=json'],
  ['pangaea.json', '10.1594/PANGAEA.4711', handle('10.1594/PANGAEA.4711', 'https://doi.pangaea.de/10.1594/PANGAEA.4711'), 'https://doi.pangaea.de/10.1594/PANGAEA.4711?format=metadata_jsonld'],
  ['gwosc.json', 'https://gwosc.org/eventapi/json/GWTC-0-toy/GW990101/v2/', {}, 'https://gwosc.org/eventapi/json/GWTC-0-toy/GW990101/v2/'],
  ['datacite.json', '10.1234/clock', handle('10.1234/clock', 'https://clocks.org/d/1'), 'https://api.datacite.org/dois/10.1234/clock'],
];

/** The paths of all values in a document. */
const pathsOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  [path, ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key])) : [])];

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner, i) => (String(i) === key ? replaced(inner, rest, by) : inner));
  return { ...Object(value), [key]: replaced(Object(value)[key], rest, by) };
}

it.each(readers)('%s', (name, text, table, url) => {
  const good = fixture(name);
  const strange = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('https://x.org/100%.csv', 'https://x.org/..%2f..%2fx', 'Infinity', -1, 1e300, '\u0000', '‮', 'a'.repeat(3000)));
  let resolved = 0;
  fc.assert(fc.property(fc.constantFrom(...pathsOf(good)), strange, (path, by) => {
    try {
      resolve(text, { '*': status(404), ...table, [url]: replaced(good, path, by) });
      resolved += 1;
    } catch (error) {
      expect(error).toMatchObject({ name: expect.stringMatching(/^(?:UserError|NetworkError)$/) });
    }
  }), { numRuns: 1000 });
  expect(resolved).toBeGreaterThan(500); // a part that is strange is no reason to lose the rest
});
