// Files in the forms of HEPData's and PANGAEA's, at the addresses of their records: from the DOI to figures, with the units of their headers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror } from '../lib/mirror.mjs';
import { json, make, project, read } from '../lib/project.mjs';
import { ROOT, folder } from '../lib/work.mjs';

const ROWS = 120;
const wave = (row) => Math.sin(12.9898 * row + 4.1414) * 0.5; // the same on every machine

/** Two blocks of one table, each below its qualifiers; asymmetric errors and the edges of bins beside the quantity. */
function hepdata() {
  const block = (reaction, slope) => [
    `#: RE,,,${reaction}`, 'LENGTH [M],LENGTH [M] LOW,LENGTH [M] HIGH,PERIOD [S],stat +,stat -,"sys,clock +","sys,clock -"',
    ...Array.from({ length: ROWS / 2 }, (_, row) => {
      const [low, stat, sys] = [row / 20, 0.02 + 0.01 * wave(row), 0.05 + 0.01 * wave(row + 500)];
      return [low + 0.025, low, low + 0.05, slope * low + 0.4 + 0.05 * wave(row + 90), stat, -stat, sys, -0.8 * sys].map((x) => x.toFixed(4)).join(',');
    }),
  ];
  return ['#: table_doi: 10.17182/hepdata.4711.v2/t1', '#: name: Table 1', '#: description: Periods, by length', ...block('SWING --> SWING', 1), '', ...block('SWING --> STOP', 1.1), ''].join('\n');
}

/** A block of words about the record, tabs, units in square brackets with remarks behind them, times, limits of detection. */
function pangaea() {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const depth = 6 + 10 * wave(row);
    const day = new Date(Date.UTC(2023, 4, 1 + row)).toISOString().slice(0, 16);
    return [`POND-${row % 3}`, day, depth.toFixed(2), (20 - depth + wave(row + 7)).toFixed(3), row % 9 === 0 ? '<0.05' : (0.4 + 0.3 * wave(row + 3)).toFixed(2)].join('\t');
  });
  return ['/* DATA DESCRIPTION:', 'Citation:\tPond, Ada (2024): Temperature of a pond, https://doi.org/10.1594/PANGAEA.4711', 'Parameter(s):\tDEPTH, water [m] (Depth water) * GEOCODE', '*/',
    'Event\tDate/Time\tDepth water [m]\tTemp [°C] (CTD, SBE 911plus)\tNH4 [µmol/l]', ...rows, ''].join('\n');
}

/** The recorded answers of test/fixtures/archives at the addresses that the archives have, and the files that they list. */
function planted() {
  const root = folder('forms');
  const answer = (name) => fs.readFileSync(path.join(ROOT, 'test', 'fixtures', 'archives', name), 'utf8');
  const bytes = { 'hepdata.json': answer('hepdata.json'), 'pangaea.json': answer('pangaea.json'), 'table.csv': hepdata(), 'pond.tab': pangaea() };
  for (const [name, text] of Object.entries(bytes)) fs.writeFileSync(path.join(root, name), text);
  const record = (id, doi, url, publisher, client, files) => ({ archive: 'web', id, doi, url, publisher, client, title: publisher, creators: [{ name: 'Pond, Ada' }], license: 'cc0-1.0', files });
  const [page, pond] = ['https://www.hepdata.net/record', 'https://doi.pangaea.de/10.1594/PANGAEA.4711'];
  fs.writeFileSync(path.join(root, 'records.json'), JSON.stringify([
    record(1, '10.17182/hepdata.4711.v2', `${page}/4711?version=2`, 'HEPData', 'cern.hepdata', [
      { path: 'hepdata.json', address: `${page}/4711?format=json` }, { path: 'table.csv', address: 'https://www.hepdata.net/download/table/ins123456/Table 1/2/csv' },
    ]),
    record(2, '10.1594/PANGAEA.4711', pond, 'PANGAEA', 'pangaea.repository', [{ path: 'pangaea.json', address: `${pond}?format=metadata_jsonld` }, { path: 'pond.tab', address: `${pond}?format=textfile` }]),
  ]));
  return root;
}

const units = (at) => Object.fromEntries(['features', 'target'].flatMap((name) => json(at, 'data', 'processed', 'schema.json').arrays[name].fields.map((one) => [one.name, one.unit])));

async function forms() {
  const archive = await mirror({ roots: [planted()] });
  const env = { FAIR_AI_MIRROR: archive.url };
  const bare = ['--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none', '--mirror', archive.url];
  const made = async (name, words) => {
    const at = await project(name, [...words, ...bare]);
    const { stdout } = await make(at, ['data', 'train', 'evaluate'], { env });
    return { at, stdout };
  };
  const swing = await made('swing', ['--dataset', '10.17182/hepdata.4711.v2', '--files', 'Table_1.csv', '--target', 'PERIOD']); // without its unit
  const [m, s] = ['M', 'S'];
  assert.deepEqual(units(swing.at), { 'LENGTH [M]': m, 'LENGTH [M] LOW': m, 'LENGTH [M] HIGH': m, 'stat +': s, 'stat -': s, 'sys,clock +': s, 'sys,clock -': s, 'PERIOD [S]': s });
  assert.match(swing.stdout, /RE,,,SWING --> STOP/, 'what tells the second block apart is said');
  const pond = await made('pond', ['--dataset', 'https://doi.pangaea.de/10.1594/PANGAEA.4711?format=textfile', '--target', 'Temp', '--option', 'censored=half']); // the address of one of its files
  const name = 'Temp [°C] (CTD, SBE 911plus)';
  assert.deepEqual(units(pond.at), { 'Event=POND-0': null, 'Event=POND-1': null, 'Event=POND-2': null, 'Depth water [m]': 'm', 'NH4 [µmol/l]': 'µmol/l', [name]: '°C' });
  assert.match(pond.stdout, /NH4 \[µmol\/l\]: 14 cells such as '<0.05' are taken for half the limit/);
  assert.match(pond.stdout, /OPTION="split='Date\/Time'"/, 'a split by time is offered');
  const told = [swing, pond].map(({ at }, i) => {
    const rows = Object.values(json(at, 'data', 'processed', 'schema.json').splits).reduce((sum, split) => sum + split.rows, 0);
    assert.equal(rows, ROWS);
    assert.ok(read(at, 'references', 'data-dictionary.csv').includes(i === 0 ? 'LENGTH [M] LOW,input,number,M' : 'Depth water [m],input,number,m'), 'units in the dictionary');
    const { metrics } = json(at, 'reports', 'metrics.json').results.find(({ split }) => split === 'test');
    assert.equal(metrics.rmse.unit, i === 0 ? s : '°C');
    return `${rows} rows, RMSE ${metrics.rmse.value.toFixed(2)} ${metrics.rmse.unit}`;
  });
  return told.join('; ');
}

export const steps = [{ name: 'forms: files as HEPData and PANGAEA write them, from the DOI to figures', run: forms }];
