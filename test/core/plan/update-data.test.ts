import { describe, expect, it } from '@jest/globals';
import type { Again } from '../../../core/plan/update-difference.ts';
import { placeOf, updatedProject } from '../../../core/plan/update-data.ts';
import type { DatasetFile, DatasetRecord } from '../../../core/spec/dataset.ts';
import { resolve } from '../../../core/spec/resolve.ts';
import type { Answers } from '../../../core/spec/spec.ts';
import { recordOf } from '../spec/records.ts';
import { catalogue } from './projects.ts';

const MOMENT = '2026-12-24T12:00:00.000Z';
const run = { today: '2026-11-24', tool: { name: 'create-fair-ai', version: '0.1.0' } };
const facts = { cwd: '/home/x', name: 'Emmy Noether', email: 'e@n.org', remote: null };
const file = (path: string, over: Partial<DatasetFile> = {}): DatasetFile => ({ path, size: 1, checksum: null, urls: ['https://x.org/a'], selected: true, availability: 'online', unsafe: false, ...over });
const DOI = '10.5072/zenodo.1';
const unresolved = recordOf({ requested: DOI, status: 'unresolved', doi: DOI, title: DOI });
const table = recordOf({ requested: DOI, doi: DOI, conceptDoi: '10.5072/zenodo.0', title: 'My table', files: [file('a.csv')] });
const cdms = recordOf({ requested: DOI, doi: DOI, key: 'cdms', title: 'SuperCDMS', files: [file('reduced_data.csv')] });

/** A project made from answers and records, updated to what came of looking them up again. */
function updated(answers: Answers, records: readonly [DatasetRecord, ...DatasetRecord[]], again: readonly Again[], files: string | null = null) {
  const { spec } = resolve({ answers: { datasets: records.map(({ requested }) => requested), directory: 'some-folder', ...answers }, facts, records, catalogue }, run);
  const project = { answers: spec.answers, created: run.today, tool: run.tool, files: new Map() };
  const done = updatedProject({ project, manifest: { recipe: { key: spec.recipe, options: {} }, datasets: records }, again, files, slug: spec.slug, catalogue, moment: MOMENT });
  return { spec, ...done };
}
const found = (record: DatasetRecord): Again => ({ kind: 'found', record: { ...record, resolvedAt: MOMENT }, newer: null, chosen: false });

describe('the project planned again', () => {
  it('with the old data is the project that was made', () => {
    const { spec, before } = updated({}, [table], [found(table)]);
    expect(before).toEqual(spec);
    expect(before.slug).toBe('some-folder');
  });

  it('with new data has the same answers', () => {
    const { spec, after } = updated({ description: 'Mine.', model: 'ridge' }, [table], [found({ ...table, title: 'New title', version: '2' })]);
    expect(after).toMatchObject({ answers: spec.answers, description: 'Mine.', model: 'ridge', recipe: 'table', today: run.today });
    expect(after.datasets[0]).toMatchObject({ title: 'New title', version: '2' });
  });

  it('remembers --files', () => expect(updated({}, [table], [found(table)], '*.csv').after.answers.files).toBe('*.csv'));
});

describe('a dataset that nobody knew', () => {
  it('brings its own recipe, target, task, model and description', () => {
    const { spec, after } = updated({}, [unresolved], [found(cdms)]);
    const whole = resolve({ answers: { datasets: [DOI], directory: 'some-folder' }, facts, records: [cdms], catalogue }, run).spec;
    expect(spec.recipe).toBe('table');
    expect({ ...after, datasets: [] }).toEqual({ ...whole, datasets: [] });
  });

  it('leaves what a person chose', () => {
    const { after } = updated({ model: 'ridge', description: 'Mine.' }, [unresolved], [found(cdms)]);
    expect(after).toMatchObject({ recipe: 'cdms', model: 'ridge', description: 'Mine.', target: 'y' });
    expect(updated({ recipe: 'cdms' }, [unresolved], [found(cdms)]).after).toMatchObject({ recipe: 'cdms', target: 'y' });
  });

  it('describes itself, where the program had only the DOI to say', () => expect(updated({ model: 'ridge' }, [unresolved], [found(table)]).after.description).toContain('"My table"'));
});

describe('the place of a replacement', () => {
  const other = recordOf({ doi: '10.5072/other.1' });
  it.each<[string, DatasetRecord, number]>([['the same concept', { ...table, doi: '10.5072/zenodo.2' }, 1], ['the concept itself', recordOf({ doi: '10.5072/ZENODO.0' }), 1], ['another dataset', recordOf({ doi: '10.5072/third' }), 0]])('%s', (_, record, place) => expect(placeOf(record, [other, table])).toBe(place));
  it('another dataset in place of the first chooses anew', () => expect(updated({}, [cdms], [found({ ...table, requested: 'x', doi: '10.5072/x', conceptDoi: null })]).after).toMatchObject({ recipe: 'table', answers: { datasets: ['x'] } }));
});
