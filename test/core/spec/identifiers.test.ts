import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { doiUrl, isPackageName, packageOf, parseDoi, parseOrcid, parseRor, sameDoi, slugOf } from '../../../core/spec/identifiers.ts';
import { findSpdx, findSpdxByName, spdxLicences } from '../../../core/spec/spdx.ts';

describe('DOI', () => {
  it.each([
    ['10.5281/zenodo.4559324', '10.5281/zenodo.4559324'],
    ['  doi:10.5281/ZENODO.1 ', '10.5281/ZENODO.1'],
    ['DOI: 10.7483/OPENDATA.CMS.JGJX.MS7Q', '10.7483/OPENDATA.CMS.JGJX.MS7Q'],
    ['https://doi.org/10.5281/zenodo.1', '10.5281/zenodo.1'],
    ['http://dx.doi.org/10.5281%2Fzenodo.1', '10.5281/zenodo.1'],
    ['doi.org/10.5281/zenodo.1', '10.5281/zenodo.1'],
    ['HTTPS://WWW.DOI.ORG/10.5281/zenodo.1?x=1#y', '10.5281/zenodo.1'],
    ['doi:https://doi.org/10.5281/zenodo.1', '10.5281/zenodo.1'],
    ['10.5281%2Fzenodo.1', '10.5281/zenodo.1'],
    ['<https://doi.org/10.5281/zenodo.1>', '10.5281/zenodo.1'],
    ['(10.5281/zenodo.1).', '10.5281/zenodo.1'],
    ['10.1016/S0140-6736(20)31180-6', '10.1016/S0140-6736(20)31180-6'],
    ['10.5281/zenodo.1/', '10.5281/zenodo.1'],
    ['info:doi/10.1000/a', '10.1000/a'],
    ['https://zenodo.org/doi/10.5281/zenodo.7', '10.5281/zenodo.7'],
    ['https://datadryad.org/stash/dataset/doi:10.5061/dryad.8515', '10.5061/dryad.8515'],
    ['https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/X', '10.7910/DVN/X'],
    ['10.1234.5/abc', '10.1234.5/abc'],
  ])('%s', (text, doi) => expect(parseDoi(text)).toBe(doi));

  it.each([
    '', '10.5281', '10.5281/', '11.5281/x', '10.12/x', 'zenodo.1', '10.5281/a b', '10.5281/a\u0000b', '10.5281/a\u202eb', '10.5281/a/../../b', '10.5281/..', '10.5281/\ud800',
    'https://example.org/10.5281/data.csv', 'https://doi.org/', 'https://doi.org/%zz', 'a/10.5281/x',
  ])('none: %j', text => expect(parseDoi(text)).toBeNull());

  const suffix = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9._()-]{0,18}[A-Za-z0-9])?$/).filter(text => !text.includes('('));
  const doi = fc.tuple(fc.integer({ min: 1000, max: 999_999_999 }), suffix, suffix).map(([prefix, a, b]) => `10.${prefix}/${a}/${b}`.replaceAll(')', '-'));

  it('is the same in every spelling', () => {
    fc.assert(fc.property(doi, fc.constantFrom(
      (text: string) => text, (text: string) => `doi:${text}`, (text: string) => ` DOI ${text}`, (text: string) => `https://doi.org/${text}`,
      (text: string) => `http://dx.doi.org/${text.replace('/', '%2F')}`, (text: string) => `https://doi.org/${encodeURIComponent(text)}`, (text: string) => `<${text}>,`, (text: string) => `"${text}".`,
    ), (text, spelling) => expect(parseDoi(spelling(text))).toBe(text)));
  });

  it('is stable, and its address leads back to it, whatever was typed', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), text => {
      const found = parseDoi(`10.1234/${text}`);
      if (found === null) return;
      expect(parseDoi(found)).toBe(found);
      expect(new URL(doiUrl(found)).pathname.startsWith('/10.1234/')).toBe(true);
      expect(parseDoi(doiUrl(found))).toBe(found);
    }), { numRuns: 500 });
  });

  it('ignores case when compared', () => {
    expect(sameDoi('10.5281/ZENODO.1', '10.5281/zenodo.1')).toBe(true);
    expect(sameDoi(null, null)).toBe(false);
  });
});

describe('ORCID and ROR', () => {
  it.each([
    ['0000-0002-1825-0097', '0000-0002-1825-0097'], ['https://orcid.org/0000-0002-1694-233x', '0000-0002-1694-233X'], ['0000000218250097', '0000-0002-1825-0097'],
    ['0000-0002-1825-0098', null], ['0000-0002-1825-009', null], ['0000-00021825-0097', null], ['', null],
  ])('%s', (text, orcid) => expect(parseOrcid(text)).toBe(orcid));

  it('notices every single wrong digit', () => {
    const right = '0000000218250097';
    for (let place = 0; place < 16; place += 1) {
      for (const digit of '0123456789') if (digit !== right[place]) expect(parseOrcid(right.slice(0, place) + digit + right.slice(place + 1))).toBeNull();
    }
  });

  it.each([['https://ror.org/046w3ze59', 'https://ror.org/046w3ze59'], ['03FD77X13', 'https://ror.org/03fd77x13'], ['https://ror.org/0i6w3ze59', null], ['ror', null]])('%s', (text, ror) => expect(parseRor(text)).toBe(ror));
});

describe('SPDX', () => {
  it.each([['mit', 'MIT'], ['CC-by-4.0', 'CC-BY-4.0'], ['GPL-3.0', 'GPL-3.0-only'], ['gpl-2.0+', 'GPL-2.0-or-later'], ['LGPL-3.0-or-later', 'LGPL-3.0-or-later'], ['nonsense', undefined], ['', undefined], ['constructor', undefined]])(
    '%s', (text, id) => expect(findSpdx(text)?.id).toBe(id),
  );
  it('knows names and approval', () => {
    expect(findSpdxByName('mit license')).toMatchObject({ id: 'MIT', osi: true });
    expect(findSpdx('CC-BY-4.0')).toMatchObject({ osi: false });
    expect(spdxLicences().length).toBeGreaterThan(600);
  });
});

describe('names', () => {
  it.each([
    ['My jets', 'my-jets', 'my_jets'], ["O'Neil & \"Söhne\": $(id) <b> #1", 'oneil-sohne-id-b-1', 'oneil_sohne_id_b_1'], ['Straße', 'strasse', 'strasse'], ['H→ττ', 'h-tautau', 'h_tautau'],
    ['3D images', '3d-images', 'project_3d_images'], ['粒子', 'project', 'project'], ['', 'project', 'project'], ['Test', 'test', 'test_project'], ['class', 'class', 'class_project'], ['torch', 'torch', 'torch_project'],
  ])('%s', (title, slug, name) => {
    expect(slugOf(title)).toBe(slug);
    expect(packageOf(slug)).toBe(name);
  });

  it('are valid for every title, and stable', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), title => {
      const slug = slugOf(title);
      expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(slugOf(slug)).toBe(slug);
      expect(isPackageName(packageOf(slug))).toBe(true);
    }), { numRuns: 500 });
  });
});
