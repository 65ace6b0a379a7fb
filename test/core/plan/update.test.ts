import { describe, expect, it } from '@jest/globals';
import type { FileDraft } from '../../../core/plan/plan.ts';
import { blobId } from '../../../core/plan/records/answers.ts';
import { lineDifference } from '../../../core/plan/update-lines.ts';
import { loosened, mergedManifest } from '../../../core/plan/update-manifest.ts';
import { readLock, readManifest, readProject } from '../../../core/plan/update-project.ts';
import { carried } from '../../../core/plan/update-sections.ts';
import { planUpdate } from '../../../core/plan/update.ts';
import { printJson } from '../../../core/plan/records/json.ts';
import { recordOf } from '../spec/records.ts';

const draft = (path: string, text: string): FileDraft => ({ path, text, owner: 'seeded', why: 'test' });
const README = 'head\n<!-- results:start -->\nnothing yet\n<!-- results:end -->\n';
const measured = (text: string): string => text.replace('nothing yet', '| RMSE | 1.99 $& |');

interface Case {
  readonly old?: string;
  readonly now?: string;
  readonly disk?: string | null;
  readonly blob?: string;
  readonly name?: string;
}
const path = 'README.md';
const plan = ({ old, now, disk, blob, name = path }: Case) =>
  planUpdate({
    before: old === undefined ? [] : [draft(name, old)], after: now === undefined ? [] : [draft(name, now)],
    onDisk: new Map(disk === undefined ? [] : [[name, disk]]), written: new Map(blob === undefined ? [] : [[name, { owner: 'seeded', blob }]]),
  });

describe('two plans against the disk', () => {
  it.each<[string, Case, object]>([
    ['a file as it was planned takes its new content', { old: 'a\n', now: 'b\n', disk: 'a\n' }, { placings: [{ path, before: 'a\n', text: 'b\n' }] }],
    ['so does one that an older version wrote', { old: 'a\n', now: 'b\n', disk: 'older\n', blob: blobId('older\n') }, { placings: [{ text: 'b\n' }] }],
    ['and one with the line ends of Windows, which stay', { old: 'a\nb\n', now: 'a\nc\n', disk: 'a\r\nb\r\n' }, { placings: [{ before: 'a\r\nb\r\n', text: 'a\r\nc\r\n' }] }],
    ['a file of the new plan alone is made', { now: 'b\n' }, { placings: [{ before: null, text: 'b\n' }] }],
    ['a file of the old plan alone goes', { old: 'a\n', disk: 'a\n' }, { placings: [{ before: 'a\n', text: null }] }],
    ['a file that is the same in both is not looked at', { old: 'a\n', now: 'a\n', disk: 'mine\n' }, { placings: [], conflicts: [] }],
    ['a file that a person took away stays away', { old: 'a\n', now: 'b\n' }, { placings: [], conflicts: [] }],
    ['a file that is so already needs nothing', { old: 'a\n', now: 'b\n', disk: 'b\n' }, { placings: [], conflicts: [] }],
    ['an edited file is left', { old: 'a\nx\n', now: 'b\nx\n', disk: 'a\nx\nmine\n', blob: blobId('a\nx\n') }, { placings: [], conflicts: [{ path, why: 'edited by hand', lines: ['- a', '+ b'] }] }],
    ['an edited file that nobody needs any more, too', { old: 'a\n', disk: 'mine\n' }, { placings: [], conflicts: [{ why: expect.stringContaining('no longer part') }] }],
    ['a file in the way', { now: 'b\n', disk: 'mine\n' }, { placings: [], conflicts: [{ why: 'a file of yours has this name' }] }],
    ['a link or a directory', { old: 'a\n', now: 'b\n', disk: null }, { placings: [], conflicts: [{ path }] }],
    ['what make card wrote is no edit, and stays', { old: README, now: README.replace('head', 'new'), disk: measured(README) }, { placings: [{ text: measured(README.replace('head', 'new')) }] }],
    ['nor is it for make data to add columns to the dictionary', { old: 'name\na\n', now: 'name\nb\n', disk: 'name\na\nb,x\nc,y\n', name: 'references/data-dictionary.csv' }, { placings: [{ text: 'name\nb\nc,y\n' }] }],
    ['an edit beside it is one', { old: README, now: README.replace('head', 'new'), disk: `${measured(README)}mine\n` }, { placings: [], conflicts: [{ path }] }],
  ])('%s', (_, given, expected) => expect(plan(given)).toMatchObject(expected));

  it('records what was written, and of a conflict what was written before', () => {
    expect(plan({ old: README, now: README.replace('head', 'new'), disk: measured(README), blob: blobId(README) }).files.get(path)?.blob).toBe(blobId(README.replace('head', 'new')));
    expect(plan({ old: 'a\n', now: 'b\n', disk: 'mine\n', blob: 'old' }).files.get(path)?.blob).toBe('old');
    expect(plan({ old: 'a\n', disk: 'a\n', blob: blobId('a\n') }).files.has(path)).toBe(false);
  });

  it('makes a pure record anew, whatever completed it', () => expect(plan({ old: '{}\n', now: '{"a":1}\n', disk: '{"completed":1}\n', name: 'data/croissant.json' }).placings).toMatchObject([{ text: '{"a":1}\n' }]));
  it('leaves manifest, lock and answers to their own rules', () => expect(plan({ old: 'a', now: 'b', disk: 'c', name: 'data/manifest.json' })).toMatchObject({ placings: [], conflicts: [] }));
});

describe('what make card writes', () => {
  it('in the model card: a section and a key of the header', () => {
    const planned = `---\nlicense: mit\n---\n# Card\n${README}`;
    const disk = measured(planned).replace('license: mit\n', 'license: mit\nmodel-index:\n- name: x\n  results: []\n');
    expect(carried('models/README.md', planned, disk)).toBe(planned);
    expect(carried('models/README.md', disk, planned.replace('mit', 'isc'))).toBe(disk.replace('mit', 'isc'));
  });
  it('in CITATION.cff', () => expect(carried('CITATION.cff', 'a\n# results:start\n# 1\n# results:end\n', 'b\n# results:start\n# results:end\n')).toBe('b\n# results:start\n# 1\n# results:end\n'));
  it('in the FAIR4ML file', () => {
    const planned = printJson({ name: 'x', url: 'y' });
    const disk = printJson({ name: 'x', url: 'y', hasEvaluation: [{ value: 1.5 }] });
    expect(carried('models/fair4ml.jsonld', planned, disk)).toBe(planned);
    expect(JSON.parse(carried('models/fair4ml.jsonld', disk, printJson({ name: 'z' })))).toEqual({ name: 'z', hasEvaluation: [{ value: 1.5 }] });
  });
  it('nowhere without its markers', () => expect(carried('README.md', 'no marker', README)).toBe(README));
});

describe('data/manifest.json', () => {
  const manifest = (key: string, options: object) => printJson({ format: 'fair-ai/manifest@1', recipe: { key, options }, datasets: [recordOf()] });
  const merged = (mine: string, base: string, ours: string) => {
    const { text, lost } = mergedManifest(readManifest(mine), base, ours, [recordOf({ title: 'New' })], ['target', 'seed']);
    return { ...JSON.parse(text), lost };
  };
  it('takes the new records and keeps the options of a person', () => {
    expect(merged(manifest('table', { target: 'z', seed: 1, own: true }), manifest('table', { target: null, seed: 1, old: 1 }), manifest('table', { target: null, seed: 2, old: 1 })))
      .toMatchObject({ recipe: { key: 'table', options: { target: 'z', seed: 2, own: true } }, datasets: [{ title: 'New' }], lost: [] });
  });
  it('drops options that another recipe does not have, and says so', () => {
    const { recipe, lost } = merged(manifest('table', { target: 'z', separator: ';' }), manifest('table', { target: null, separator: null }), manifest('cdms', { target: 'y', seed: 1 }));
    expect([recipe, lost]).toEqual([{ key: 'cdms', options: { target: 'z', seed: 1 } }, ['separator']]);
  });
  it.each([['no JSON', '{', /is not JSON/], ['another format', '{}', /not of the format/], ['no dataset', '{"format":"fair-ai/manifest@1","recipe":{"key":"x"},"datasets":[]}', /lists no dataset/], ['half a record', '{"format":"fair-ai/manifest@1","recipe":{"key":"x"},"datasets":[{"title":1}]}', /no dataset record/]])('refuses %s', (_, text, words) => expect(() => readManifest(text)).toThrow(words));
});

it('the lock loses entries, or stays as it is', () => {
  const files = readLock('{"format":"fair-ai/lock@1","files":{"b":{"sha256":"1","size":1},"a":{"sha256":"2","size":2}}}');
  expect(JSON.parse(loosened(files, ['b', 'c']) ?? '')).toEqual({ format: 'fair-ai/lock@1', files: { a: { sha256: '2', size: 2 } } });
  expect(loosened(files, ['c'])).toBeNull();
  const read = readLock('{"format":"fair-ai/lock@1","files":{"a.zip":{},"b":{},"a":{}},"read":{"a.zip/x.csv":{"decimal":","},"a.zipped":{},"b":{"skip":1}}}');
  expect(JSON.parse(loosened(read, ['a.zip']) ?? '')).toEqual({ format: 'fair-ai/lock@1', files: { a: {}, b: {} }, read: { 'a.zipped': {}, b: { skip: 1 } } });
  expect(() => readLock('[]')).toThrow(/not of the format/);
});

it.each([['an answers file', 'title: x\n', /format/], ['no date', 'format: fair-ai/project@1\nanswers: {}\n', /when and by what/]])('.fair-ai.yml: %s is refused', (_, text, words) => expect(() => readProject(text)).toThrow(words));

it.each<[string, string, string[]]>([['a\nb\nc', 'a\nx\nc', ['- b', '+ x']], ['a', 'a', []], ['', 'a', ['- ', '+ a']], ['a\nb\nc\nd', 'a\nc\ne\nd', ['- b', '+ e']]])('lines of %j and %j', (from, to, expected) => expect(lineDifference(from, to)).toEqual(expected));
