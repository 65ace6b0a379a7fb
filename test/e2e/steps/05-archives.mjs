// What references resolve to, against the table of test/records; records of random bytes in every archive that can be planted; the traps of archives.
import { Ajv2020 } from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { RECORDS, REFUSED } from '../../records/table.mjs';
import { mirror, sharedData } from '../lib/mirror.mjs';
import { plantedRoot } from '../lib/planted.mjs';
import { files, json, make, project, read, sha256, tryMake } from '../lib/project.mjs';
import { create } from '../lib/shell.mjs';
import { ROOT, folder } from '../lib/work.mjs';

const AT_ONCE = 3;
const bytesOf = (list) => list.reduce((sum, { size }) => sum + (size ?? 0), 0);

/** Runs over a list, a few at a time, and keeps what was thrown. */
async function overAll(list, visit) {
  const [waiting, wrong] = [[...list], []];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await visit(one);
      } catch (error) {
        wrong.push(`${one.ref}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (wrong.length > 0) throw new Error(wrong.join('\n\n'));
}

/** The values of a record that a row of the table names. */
function said(record, row) {
  const file = record.files.find((one) => one.path === row.file?.[0]);
  const all = {
    ...record, date: record.publicationDate, licence: record.licence?.spdx ?? null, creators: record.creators.map(({ name }) => name), people: record.creators.length,
    creator: record.creators[0]?.name, orcids: record.creators.map(({ orcid }) => orcid).filter(Boolean), affiliation: record.creators[0]?.affiliation,
    files: [record.files.length, bytesOf(record.files)], variables: record.variables.length, paths: record.files.map((one) => one.path).sort(),
    tape: record.files.filter(({ availability }) => availability === 'tape').map((one) => one.path),
    file: file && [file.path, row.file[1] === null ? null : file.size, row.file[2] === null ? null : file.checksum],
    note: record.notes.some((one) => one.includes(row.note)) ? row.note : record.notes,
  };
  const keys = Object.keys(row).filter((key) => !['ref', 'source'].includes(key));
  return [Object.fromEntries(keys.map((key) => [key, all[key]])), Object.fromEntries(keys.map((key) => [key, row[key]]))];
}

/** Bytes of data that an archive sent, as far as its log tells. */
const dataSent = ({ requests }) => requests.filter(({ path: asked, method }) => method === 'GET' && /\/content$|^\/eos\/|ndownloader|datafile/.test(asked)).reduce((sum, { bytes }) => sum + bytes, 0);

async function table() {
  const archive = await mirror();
  const schema = JSON.parse(fs.readFileSync(path.join(ROOT, 'docs/schemas/dataset.schema.json'), 'utf8'));
  const valid = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  await overAll(RECORDS, async (row) => {
    const { status, stdout, stderr } = await create(['dataset', row.ref, '--json', '--mirror', archive.url]);
    assert.equal(status, 0, stderr);
    const record = JSON.parse(stdout);
    assert.ok(valid(record), JSON.stringify(valid.errors));
    assert.deepEqual(...said(record, row), row.source);
  });
  assert.equal(dataSent(archive), 0, 'no byte of data was fetched');
  await overAll(REFUSED, async ({ ref, code, says }) => {
    const { status, stdout, stderr } = await create(['dataset', ref, '--mirror', archive.url]);
    assert.equal(status, code, stderr);
    assert.match(stderr, says);
    assert.match(stderr, /^[^\n]+\n[^\n]+\n$/, 'what, and what to do');
    assert.equal(stdout, '');
  });
  return `${RECORDS.length} of ${RECORDS.length} records, ${REFUSED.length} of ${REFUSED.length} refusals`;
}

/** Random tables and bytes under random DOIs: what arrives is what was planted, and what is said of it is what the archive says. */
async function random() {
  const home = folder('planted');
  const planted = plantedRoot(home);
  const archive = await mirror({ roots: [home] });
  const done = await Promise.all(planted.map(async (record) => {
    const name = `random-${record.archive}`;
    const at = await project(name, ['--dataset', record.doi, '--target', 'y', '--files', '*', '--mirror', archive.url]);
    await make(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
    for (const { key, path: source } of record.files) assert.equal(sha256(path.join(at, 'data/raw', key)), sha256(path.join(home, source)), `${name}: ${key} is what was planted`);
    const [found] = json(at, 'data/manifest.json').datasets;
    assert.equal(found.licence.spdx, record.spdx, name);
    const people = record.creators.map(({ name: own, orcid = null }) => [record.archive === 'figshare' ? own.split(', ').reverse().join(' ') : own, orcid]); // Figshare shows names in that order
    assert.deepEqual(found.creators.map(({ name: own, orcid }) => [own, orcid]), people, name);
    assert.equal(found.doi.toLowerCase(), record.doi.toLowerCase());
    for (const part of [record.title, record.date.slice(0, 4), `https://doi.org/${found.doi}`, people[0][0]]) assert.ok(found.citation.includes(part), `${name}: ${found.citation}`);
    assert.ok(read(at, 'data/README.md').includes(found.citation), `${name}: the data card cites it`);
    return `${record.archive} ${record.doi}`;
  }));
  return done.join(', ');
}

/** Dataverse serves a converted table by default: what arrives is the upload, with the upload's md5. */
async function original() {
  const archive = await mirror();
  const at = await project('dataverse', ['--dataset', '10.5072/DVN/TEST01', '--mirror', archive.url]);
  await make(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
  assert.equal(sha256(path.join(at, 'data/raw/cdms/reduced_data.csv')), sha256(sharedData('cdms', 'reduced_data.csv')));
}

/** Three files of one name in three folders; the one on tape is named, with what to do, and the others are there. */
async function tape() {
  const archive = await mirror();
  const at = await project('tape', ['--dataset', '10.5072/OPENDATA.CMS.TEST.0002', '--recipe', 'root', '--files', '*', '--mirror', archive.url]);
  const { status, stdout, stderr } = await tryMake(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
  assert.notEqual(status, 0);
  assert.match(stdout + stderr, /tape\/events\.root[^\n]*tape/);
  assert.match(stdout + stderr, /opendata\.cern\.ch\/record\/910002/, 'where to ask for it');
  const here = files(at).filter((file) => file.startsWith('data/raw/') && file.endsWith('events.root'));
  assert.deepEqual(here, ['data/raw/test/events.root', 'data/raw/train/events.root']);
  assert.equal(sha256(path.join(at, here[0])), sha256(sharedData('root', 'uproot-Zmumu.root')));
  assert.equal(sha256(path.join(at, here[1])), sha256(sharedData('root', 'uproot-HZZ.root')));
  return (stdout + stderr).split('\n').find((line) => line.includes('tape/events.root'))?.trim();
}

/** A concept DOI moves: the project keeps the version, and says so. */
async function concept() {
  const archive = await mirror();
  const at = await project('concept', ['--dataset', '10.5072/zenodo.1000000', '--mirror', archive.url]);
  const [found] = json(at, 'data/manifest.json').datasets;
  assert.deepEqual([found.doi, found.conceptDoi, found.requested], ['10.5072/zenodo.1000002', '10.5072/zenodo.1000000', '10.5072/zenodo.1000000']);
  assert.match(read(at, 'data/README.md'), /10\.5072\/zenodo\.1000000 always leads to the newest version/);
}

export const steps = [
  { name: 'archives: every recorded and planted reference resolves as the table says', run: table },
  { name: 'archives: random bytes under a random DOI arrive, with licence, creators, citation', run: random },
  { name: 'archives: Dataverse gives the original, not the converted table', run: original },
  { name: 'archives: one name in three folders, one of them on tape', run: tape },
  { name: 'archives: a concept DOI is pinned to its version', run: concept },
];
