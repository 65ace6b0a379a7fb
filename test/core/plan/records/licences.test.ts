// The licences: found by any spelling, with a text each, with year and holder where the text leaves room for them.
import { describe, expect, it } from '@jest/globals';
import { licenceTexts } from '../../../../scripts/licences.mjs';
import { UserError } from '../../../../core/errors.ts';
import { fillLicence } from '../../../../core/plan/records/reuse.ts';
import { commonLicences, findLicence, huggingFaceLicence, isLicence, licences } from '../../../../core/spec/licences.ts';

const texts = await licenceTexts();

describe('licences', () => {
  it.each([['mit', 'MIT'], ['apache-2.0', 'Apache-2.0'], [' EUPL-1.2 ', 'EUPL-1.2']])('finds %s', (typed, id) => expect(findLicence(typed)).toBe(id));

  it.each([['MITT', 'MIT'], ['BSD-4-Clause', 'BSD-[23]-Clause'], ['Apache 2.0', 'Apache-2.0'], ['GPL-3.0', 'GPL-3.0-o']])('refuses %s and names %s', (typed, near) => {
    expect(() => findLicence(typed)).toThrow(UserError);
    expect(() => findLicence(typed)).toThrow(new RegExp(`did you mean ${near}`));
  });

  it('has a text for each, and shows only known ones', () => {
    expect([...texts.keys()]).toEqual(licences);
    for (const text of texts.values()) expect(text.length).toBeGreaterThan(400);
    expect(commonLicences.filter((id) => !isLicence(id))).toEqual([]);
  });

  it.each(['MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'BSD-3-Clause-Clear', 'ISC', 'NCSA', 'PostgreSQL', 'Zlib', 'Apache-2.0', 'ECL-2.0'])(
    'puts year and holder into %s, and no place for them is left',
    (id) => {
      const filled = fillLicence(id, texts.get(id) ?? '', '2026', "O'Neil $& Söhne");
      expect(filled.split("Copyright (c) 2026 O'Neil $& Söhne")).toHaveLength(2);
      expect(filled).not.toMatch(/<(year|owner|copyright|name|url)[^>]*>|\[(yyyy|xxxx|name of|owner)[^\]]*\]|Internet Systems|UNIVERSITY OF CALIFORNIA|ISC DISCLAIMS|1996-2010/i);
    },
  );

  it.each(['GPL-3.0-only', 'AGPL-3.0-or-later', 'CC-BY-4.0', 'MPL-2.0', 'EUPL-1.2'])('leaves the text of %s alone, which may not be changed', (id) => {
    expect(fillLicence(id, texts.get(id) ?? '', '2026', 'X')).toBe(texts.get(id));
  });

  it.each([['GPL-2.0-only', 'gpl-2.0'], ['LGPL-3.0-or-later', 'lgpl-3.0'], ['PDDL-1.0', 'pddl'], ['ODC-By-1.0', 'odc-by'], ['CC-BY-4.0', 'cc-by-4.0'], ['MS-PL', 'ms-pl']])(
    'is %s on the Hub: %s',
    (id, hub) => expect(huggingFaceLicence(id)).toBe(hub),
  );
});
