import { describe, expect, it } from '@jest/globals';
import { citationOf, creatorOf, creatorsOf } from '../../../core/archives/creators.ts';
import { licenceNotes, licenceOf } from '../../../core/archives/licence.ts';
import { dateOrNull, oneLine, plainText } from '../../../core/archives/text.ts';
import { counted, formatBytes } from '../../../core/words.ts';

describe('licences', () => {
  it.each([
    [{ id: 'cc-by-4.0' }, 'CC-BY-4.0'], [{ id: 'CC-BY-4.0' }, 'CC-BY-4.0'], [{ id: 'cc-zero' }, 'CC0-1.0'], [{ id: 'mit-license' }, 'MIT'], [{ id: 'gpl-3.0' }, 'GPL-3.0-only'],
    [{ id: 'cc by 3.0', url: 'https://example.org' }, 'CC-BY-3.0'], [{ name: 'CC BY 4.0' }, 'CC-BY-4.0'], [{ name: 'MIT License' }, 'MIT'], [{ name: 'Creative Commons Zero v1.0 Universal' }, 'CC0-1.0'],
    [{ url: 'http://creativecommons.org/licenses/by-sa/4.0/' }, 'CC-BY-SA-4.0'], [{ url: 'https://creativecommons.org/licenses/by/4.0/legalcode' }, 'CC-BY-4.0'], [{ url: 'https://creativecommons.org/licenses/by-nc-nd/3.0/us/' }, null],
    [{ url: 'https://creativecommons.org/licenses/by/3.0/us/' }, 'CC-BY-3.0-US'], [{ url: 'https://creativecommons.org/licenses/by/4.0/deed.de' }, 'CC-BY-4.0'], [{ url: 'https://creativecommons.org/publicdomain/zero/1.0' }, 'CC0-1.0'],
    [{ url: 'https://creativecommons.org/publicdomain/mark/1.0/' }, 'CC-PDM-1.0'], [{ url: 'https://spdx.org/licenses/BSD-3-Clause.html' }, 'BSD-3-Clause'], [{ url: 'https://opensource.org/licenses/MIT' }, 'MIT'],
    [{ url: 'http://www.apache.org/licenses/LICENSE-2.0' }, 'Apache-2.0'], [{ name: 'https://creativecommons.org/licenses/by/4.0/' }, 'CC-BY-4.0'], [{ id: 'other-open' }, null], [{ name: 'All rights reserved' }, null],
  ])('%j is %s', (words, spdx) => expect(licenceOf(words, 'here')?.spdx).toBe(spdx));

  it.each([{}, { id: '' }, { name: 'Open Access', url: 'info:eu-repo/semantics/openAccess' }, { url: 'info:eu-repo/semantics/openAccess' }, { name: 'Restricted Access' }])('%j is none', words => expect(licenceOf(words, 'here')).toBeNull());

  it('keeps words that match nothing, short enough for a name, and says what is to be done', () => {
    const found = licenceOf({ name: 'Terms '.repeat(60), url: 'javascript:alert(1)' }, 'datacite rightsList');
    expect(found).toMatchObject({ spdx: null, url: null });
    expect(found?.name).toHaveLength(120);
    expect(licenceNotes(found)).toEqual([expect.stringContaining('matches none that SPDX knows')]);
    expect(licenceNotes(null)).toEqual([expect.stringContaining('No licence is stated')]);
    expect(licenceNotes(licenceOf({ id: 'mit' }, 'x'))).toEqual([]);
  });
});

describe('creators', () => {
  it.each([
    ['Swing, Ada', 'Ada', 'Swing'], ['von Neumann, John', 'John', 'von Neumann'], ['ATLAS collaboration', null, null], ['Smith, Jane Collaboration', null, null], ['Department of Physics, University of X', null, null],
    ['Jane Doe, PhD', null, null], ['Ada Swing', null, null], ['floriandeboissieu', null, null], ['Risch, MD, PhD', null, null],
  ])('%s', (name, given, family) => expect(creatorOf({ name })).toEqual({ name, given, family, orcid: null, affiliation: null }));

  it('takes an ORCID only with the right check digit, and the archive\'s own split', () => {
    expect(creatorOf({ name: 'Ada Swing', given: 'Ada', family: 'Swing', orcid: 'https://orcid.org/0000-0002-1825-0097', affiliations: ['A', 'A', null, 'B'] }))
      .toEqual({ name: 'Ada Swing', given: 'Ada', family: 'Swing', orcid: '0000-0002-1825-0097', affiliation: 'A; B' });
    expect(creatorOf({ name: 'Swing, Ada', orcid: '0000-0002-1825-0098' })?.orcid).toBeNull();
    expect(creatorOf({ name: 'Pendulum, The Society', collective: true })).toMatchObject({ given: null, family: null });
    expect(creatorOf({ name: ' \u0007 ' })).toBeNull();
  });

  it('splits several people in one field', () => {
    expect(creatorsOf({ name: 'Enos, Ryan (Harvard); Fowler, Anthony' })).toMatchObject([{ name: 'Enos, Ryan', family: 'Enos', affiliation: 'Harvard' }, { name: 'Fowler, Anthony' }]);
    expect(creatorsOf({ name: 'Alpha; Beta' })).toHaveLength(1);
  });

  it('are cited with year, title, publisher and address', () => {
    const person = (name: string) => ({ name, given: null, family: null, orcid: null, affiliation: null });
    const work = { creators: [person('Swing, A.'), person('Clock, B.')], publicationDate: '2024-02-03', title: 'Is it swinging?', publisher: 'Zenodo' };
    expect(citationOf(work, 'https://doi.org/10.1/x')).toBe('Swing, A.; Clock, B. (2024). Is it swinging? Zenodo. https://doi.org/10.1/x');
    expect(citationOf({ ...work, creators: Array.from({ length: 12 }, (_, i) => person(`P${i}`)), publicationDate: null }, null)).toBe('P0; P1; P2; P3; P4; P5; P6; P7; P8; P9 et al. Is it swinging? Zenodo.');
    expect(citationOf({ ...work, creators: [] }, null)).toBeNull();
  });
});

describe('text', () => {
  it.each([
    ['<p>One &amp; two</p><p>Three</p>', 'One & two\nThree'], ['a<br/>b', 'a\nb'], ['<ul><li>x</li><li>y</li></ul>', '- x\n- y'], ['p < 0.05 and q > 1', 'p < 0.05 and q > 1'], ['<script>alert(1)</script>ok<!-- no -->', 'ok'],
    ['&#65;&#x42;&#0;&#xD800;&unknown;', 'AB&unknown;'], ['a\u001b[31mred\u0007', 'a[31mred'], ['a\u202eb', 'ab'], ['  a \t b  ', 'a b'], ['&lt;b&gt;', '<b>'],
  ])('%j', (html, text) => expect(plainText(html)).toBe(text));
  it('stands on one line', () => expect(oneLine('<p>a</p>\n<p>b\u2028c</p>')).toBe('a bc'));
  it.each([[0, '0 B'], [999, '999 B'], [1000, '1.0 kB'], [1449418, '1.4 MB'], [999_960, '1.0 MB'], [244_910_603_204, '244.9 GB']])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
  it('counts', () => expect([counted(1, 'file'), counted(100_002, 'file')]).toEqual(['1 file', '100 002 files']));
  it.each([['2024-05-06T01:02:03Z', '2024-05-06'], ['2024', '2024'], ['May', null], [null, null]])('date %s', (text, date) => expect(dateOrNull(text)).toBe(date));
});
