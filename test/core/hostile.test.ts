// Hostile words of strangers and of users: texts, names, addresses, tokens. Each kind is tried, and the table of tried = held is printed.
import { afterAll, describe, expect, it } from '@jest/globals';
import { creatorOf, creatorsOf, creatorsOfBoth } from '../../core/archives/creators.ts';
import { composed, pathProblem } from '../../core/archives/files.ts';
import { emptyDraft } from '../../core/archives/archive.ts';
import { admitted } from '../../core/archives/gate.ts';
import { parseReference } from '../../core/archives/index.ts';
import { licenceOf } from '../../core/archives/licence.ts';
import { datasetIn, draftOfDataset, jsonLdOf } from '../../core/archives/schema-org.ts';
import { linksOfHeader, linksOfPage } from '../../core/archives/signposting.ts';
import { oneLine, plainText } from '../../core/archives/text.ts';
import { authorization } from '../../core/archives/tokens.ts';
import { UserError } from '../../core/errors.ts';
import { md, oneLine as inOneLine, q } from '../../core/plan/quoting.ts';
import { carried } from '../../core/plan/update-sections.ts';
import { parseDoi, parseOrcid, slugOf } from '../../core/spec/identifiers.ts';
import { authorProblem, initialsOf, orcidProblem } from '../../core/spec/people.ts';
import { directoryProblem, httpsRepository, lineProblem, textProblem, wordsProblem } from '../../core/spec/rules.ts';
import { secretIn, secretProblem, withoutSecret, wordsWithoutSecret } from '../../core/spec/secrets.ts';
import { hiddenSign } from '../../core/signs.ts';
import { visible } from '../../core/words.ts';
import { isGlobal } from '../../generators/_shell/redirects.ts';

const table = new Map<string, { tried: number; held: number }>();
function holds(kind: string, held: boolean): void {
  const row = table.get(kind) ?? { tried: 0, held: 0 };
  table.set(kind, { tried: row.tried + 1, held: row.held + (held ? 1 : 0) });
  expect(held).toBe(true);
}
afterAll(() => void process.stdout.write(`${[...table].map(([kind, { tried, held }]) => `  ${kind.padEnd(44)} tried ${tried} = held ${held}`).join('\n')}\n`));

const refusedBy = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.remedy}`;
    throw error;
  }
};

const fill = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
// What searches from every place would need hours; Jest's own limit is the sole guard.
const floods = ['<script ', '<script>', '<style', '<!--', '<', '&', '&#', '[', '](', '(', ' ', '\t', '\n', ' \n', 'a', 'a ', '<a href="', '<li', '</p', '-', '---\n', '/', '////', '@', '<a@', ';', '; ', 'x, ', '"', "'", '{{', '.', '10.1234/', ')', '\u00ad', '\u200b', '\u0301\u0323', '\u202e', '=', 'a=', '?a=b&', 'https://', '<link a', '# results:start\n', '\ud800'];
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  plainText, oneLine, visible, md, inOneLine, q, composed, pathProblem, lineProblem, textProblem, wordsProblem, directoryProblem, authorProblem, orcidProblem, parseOrcid, parseDoi, slugOf, httpsRepository, secretIn, secretProblem, withoutSecret, wordsWithoutSecret,
  jsonLdOf, linksOfPage: (text) => linksOfPage(text, 'https://h/'), linksOfHeader: (text) => linksOfHeader(text.slice(0, 65_536), 'https://h/'), creatorOf: (name) => creatorOf({ name, spoken: true }), creatorsOf: (name) => creatorsOf({ name }),
  licenceOf: (text) => licenceOf({ id: text, name: text, url: text }, 'x'), admitted: (text) => admitted({ ...emptyDraft, title: text, description: text, version: text, keywords: [text], recordUrl: text }),
  dataset: (text) => draftOfDataset(datasetIn([{ '@type': 'Dataset', name: text, description: text, creator: { '@type': 'Person', name: text }, license: text, keywords: text }]), 'https://h/', 'x'),
  initialsOf: (name) => initialsOf({ kind: 'entity', name, email: null }), carried: (text) => carried('README.md', text, text), reference: (text) => refusedBy(() => parseReference(text, ['cdms'], )),
};

const longest = ['<script ', '<!--', '<', '&', ' ', '['];
const ofText = { plainText, visible, md, wordsWithoutSecret, jsonLdOf };

describe('floods of one sign', () => {
  it.each(longest.map((piece) => [piece]))('two megabytes of %j', (piece) => {
    const text = fill(piece, 2e6);
    for (const read of Object.values(ofText)) {
      read(text);
      holds('texts of 2 MB', true);
    }
  }, 120_000);

  it.each(floods.map((piece) => [piece]))('fifty thousand signs of %j', (piece) => {
    const text = fill(piece, 5e4);
    for (const read of Object.values(readers)) {
      read(text);
      holds('floods of one sign, through every reader', true);
    }
  }, 120_000);

  it('ten thousand creators on either side', () => {
    const people = Array.from({ length: 10_000 }, (_, i) => ({ name: `F${i}, G`, given: 'G', family: `F${i}`, orcid: null, affiliation: null }));
    holds('floods of one sign, through every reader', creatorsOfBoth(people, [...people].reverse()).length === 10_000);
  });
});

const signs = ['\u001b[31m', '\u009b31m', '\u001b]0;x\u0007', '\u0007', '\u00ad', '\u200b', '\u200d', '\u200e', '\u202e', '\u2066', '\u2060', '\ufeff', '\u{e0041}', '\u{e0100}', '\ufe01', '\u061c', '\u180e', '\u3164', '\u115f', '\u2028', '\u2029', '\u0085', '\u0000', '\u007f', '\ud800', '\uffff'];
describe('signs that nobody sees', () => {
  it.each(signs.map((sign) => [sign]))('%j', (sign) => {
    const words = `ab${sign}cd`;
    const record = admitted({ ...emptyDraft, title: words, description: words, keywords: [words], creators: [{ name: words, given: words, family: words, orcid: null, affiliation: words }], variables: [{ name: words, type: words, unit: words, description: words }], notes: [words], version: words, publisher: words });
    const kept = JSON.stringify(record).replaceAll('\\n', '');
    holds('hidden signs reach no record', hiddenSign(kept) === null && !/\\u00/.test(kept));
    holds('hidden signs reach no terminal', hiddenSign(visible(words)) === null);
    holds('hidden signs are refused in names', [lineProblem, textProblem, wordsProblem, directoryProblem].every((rule) => rule(words) !== null) && authorProblem(`Ada ${words}`) !== null && pathProblem(`${words}.csv`) !== null);
  });

  it.each(['Füße & Köpfe', '日本語', 'می‌خواهم', 'क्‍ष', '👩‍🔬 ❤️ data', 'E → γγ', '1️⃣'])('%s is seen, and stays', (words) => holds('words of every script stay', wordsProblem(words) === null && visible(words) === words));
});

describe('names', () => {
  it.each(['', '   ', '\u00a0\u2003', '\u0301\u0323', '\u200b', '...', '---', '\u2800', '\u3164', '<!-- -->'])('the title %j says nothing', (title) => holds('blank titles are refused', wordsProblem(title) !== null && (title.includes('-- ') || textProblem(title) !== null)));
  it.each(['Given Family mail@', 'Given Family mail@x.org', 'A B <mail@>', 'A B <@x.org>', 'A B <a@b>', 'A B <a@x.org> <b@x.org>', 'A B <a@x.org, b@x.org>', 'a@x.org b@x.org', '<A B> <a@x.org>', 'A <B> C', 'A\u0007B C', '...', 'CMS Collaboration <cms@>', 'A B <a b@x.org>', 'x'.repeat(2000)])(
    'the author %j', (author) => holds('odd authors are refused', authorProblem(author) !== null));
  it.each(['my id 0000-0002-1825-0097', '0000-0002-1825-0097 (Ada)', 'orcid: 0000-0002-1825-0097', 'https://evil.org/0000-0002-1825-0097', '0000-0002-1825-0098'])('the ORCID %j', (id) => holds('odd ORCIDs are refused', orcidProblem(id) !== null));
  it.each(['<!-- results:start -->', '# results:start', '<!-- results:end -->'])('the marker %j in a title', (marker) => {
    const file = (inside: string): string => `# x\n\n${md(marker)}\n  ${marker}\n<!-- results:start -->\n${inside}<!-- results:end -->\n`;
    holds('markers in words are words', carried('README.md', file('new\n'), file('')) === file('new\n') && !md(marker).startsWith('<'));
  });
});

const secrets = ['https://user:pw@host.org/x', 'https://ghp@host.org/x', 'ftp://u:p@h/x', 'https://h/x?X-Amz-Signature=s3cr3t', 'https://h/x?X-Amz-Credential=s3cr3t', 'https://h/x?X-Amz-Security-Token=s3cr3t', 'https://h/x?x-goog-signature=s3cr3t', 'https://h/x?sig=s3cr3t', 'https://h/x?a=1&token=s3cr3t', 'https://h/x#access_token=s3cr3t', 'https://h/x?apikey=s3cr3t',
  'https://h/x?api-key=s3cr3t', 'https://h/x?Signature=s3cr3t&Expires=1', 'https://h/x?%74oken=s3cr3t', 'https://h/x;jsessionid=s3cr3t', 'https://h/x?u=https%3A%2F%2Fa%3As3cr3t%40b', 'https://h/x?client_secret=s3cr3t', 'https://h/x?password=s3cr3t', 'https://h/x?key=s3cr3tAbCdEf0123456789', 'zenodo.org/records/1?token=s3cr3t', 'https://osf.io/x?view_only=s3cr3t', 'https://h/x?sas=sv%3D1%26sig%3Ds3cr3t'];
describe('addresses', () => {
  it.each(secrets)('%s', (address) => {
    const said = refusedBy(() => parseReference(address, []));
    holds('addresses with a secret are refused, unshown', said !== null && !said.includes('s3cr3t') && !said.includes(':pw') && /without it/.test(said));
    const file = { path: 'x', size: 1, checksum: null, urls: [address], selected: true, availability: 'online' as const, unsafe: false };
    const record = admitted({ ...emptyDraft, recordUrl: address, files: [file], description: `See ${address}.`, sources: [{ url: address, sha256: '' }] });
    holds('secrets of an archive are left out', address.startsWith('zenodo') || (!JSON.stringify(record).includes('s3cr3t') && record.files[0]?.urls.length === 0 && record.notes.length === 1));
  });
  it.each(['https://zenodo.org/records/1', '10.5281/zenodo.1', 'https://h/x?key=path/file.csv', 'https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/X', 'https://h/x?page=2&tokens=3', './x?token=a.csv', '/data/a@b:c.csv'])('%s is free of them', (address) => holds('other addresses are taken', refusedBy(() => parseReference(address, [])) === null));
  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.0.1', '0.0.0.0', '100.64.0.1', '::1', '::', 'fe80::1%eth0', 'fd00::1', '::ffff:127.0.0.1', '::127.0.0.1', '64:ff9b::a00:1', '2002:7f00:1::', '224.0.0.1', '255.255.255.255'])('%s is not global', (address) => holds('private addresses are known', !isGlobal(address)));
  it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])('%s is global', (address) => holds('public addresses are known', isGlobal(address)));
});

describe('tokens', () => {
  it.each(['a\u0007b', 'a\nX-Other: b', 'a\rb', 'a\u0000b', 'a\u001b[31mb', 'a b', 'töken', 'a\u200bb', 'a\u007fb'])('%j', (token) => {
    const said = ['ZENODO_TOKEN', 'HF_TOKEN', 'KAGGLE_API_TOKEN'].map((name) => refusedBy(() => authorization({ ZENODO_TOKEN: 'zenodo.org', HF_TOKEN: 'huggingface.co', KAGGLE_API_TOKEN: 'www.kaggle.com' }[name] ?? '', { [name]: token })));
    holds('odd tokens are refused, unshown', said.every((words) => words !== null && !words.includes(token)));
  });
});
