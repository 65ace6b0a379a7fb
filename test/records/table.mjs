// What every recorded and every planted dataset resolves to, noted by hand from the source that each row names (below ../shared): facts, no copies.
// `files` is [count, bytes]; `file` one of them: [path, size, checksum]. What a row does not mention is not compared.

const ZENODO = { archive: 'zenodo', status: 'resolved', publisher: 'Zenodo' };
const CDMS = { file: ['reduced_data.csv', 1449418, 'md5:b1ca402c6afb71278d9d850a6628f2a7'], licence: 'MIT' }; // md5sum of data/cdms/reduced_data.csv
const CDMS_PEOPLE = { creators: ['Fritts, M.', 'Li, Taihui', 'Joshi, Bhargav'], affiliation: 'University of Minnesota' };
const CDMS_RECORD = { ...CDMS, ...CDMS_PEOPLE, title: 'SuperCDMS prototype detector: reduced data' };
const PLANTED = 'tools/mirror/records.json';
const ROOT_FILES = { licence: 'BSD-3-Clause', creators: ['Pivarski, Jim'], files: [2, 396916] }; // 217945 + 178971 bytes, data/root

const zenodo = (id, source, more) => ({ ref: `10.5281/zenodo.${id}`, source: `fixtures/zenodo/${source}`, ...ZENODO, doi: `10.5281/zenodo.${id}`, isLatest: true, ...more });
/** Known to DataCite alone: the archive's own answer was not recorded. */
const datacite = (doi, more) => ({ ref: doi, source: `fixtures/datacite/${doi.replace('/', '_').replaceAll('/', '_')}`, status: 'metadata-only', archive: 'unknown', doi, files: [0, 0], ...more });

export const RECORDS = [
  zenodo('3463499', 'rec_3463499_2019.json', {
    conceptDoi: '10.5281/zenodo.3462714', title: 'jbferet/biodivMapR: v1.0.1', version: 'v1.0.1', date: '2019-09-27', licence: null, creators: ['floriandeboissieu'],
    files: [1, 24692383], file: ['jbferet/biodivMapR-v1.0.1.zip', 24692383, 'md5:131225ba8fd81a5a2f4f50a191a1504e'],
  }),
  zenodo('3871094', 'rec_3871094_2026.json', {
    conceptDoi: '10.5281/zenodo.3862788', version: '4', date: '2020-05-28', licence: 'CC-BY-4.0', orcids: ['0000-0001-5524-0325'], files: [1, 130482],
    file: ['Open Letter V4.pdf', 130482, 'md5:8d686fae168ff94e45e59c076d2fb209'],
  }),
  zenodo('4924875', 'rec_4924875_legacy-shape_subset.json', {
    conceptDoi: '10.5281/zenodo.4924874', version: '1', date: '2021-06-10', licence: 'CC-BY-4.0', creators: ['Uieda, Leonardo'], orcids: ['0000-0001-6123-9515'], files: [2, 839],
    file: ['store.zip', 780, 'md5:7008231125631739b64720d1526619ae'],
  }),
  zenodo('5244404', 'rec_5244404_2026.json', {
    conceptDoi: '10.5281/zenodo.5075887', version: 'Authors\' final version', date: '2021-08-18', licence: 'CC-BY-NC-ND-4.0', people: 21, files: [3, 1376495],
    file: ['Holmes_et_al_(2021)_Cell_Supplementary.pdf', null, 'md5:bdb88fc94708d8fd7d87854031faa8ab'],
  }),
  zenodo('7077932', 'rec_7077932_2022.json', { conceptDoi: '10.5281/zenodo.7077931', date: '2022-09-14', licence: 'CC-BY-4.0', creators: ['FD Testing'], files: [1, 960], file: ['files.zip', 960, 'md5:b0b0b9aba440cfe24fdf2bc78c587da6'] }),
  zenodo('7078760', 'rec_7078760_2022.json', { conceptDoi: '10.5281/zenodo.7078759', title: 'Frictionless Data Test Dataset', licence: 'CC-BY-4.0', version: null, files: [3, 1768], file: ['data2.csv', 60, 'md5:cb4a683d8eecb72c9ac9beea91fd592e'] }),
  zenodo('7078768', 'rec_7078768_2022.json', { conceptDoi: '10.5281/zenodo.7078767', licence: 'CC-BY-4.0', files: [2, 6220], file: ['capitals.csv', null, 'md5:154d822b8c2aa259867067f01c0efee5'] }),
  zenodo('7096849', 'rec_7096849_2022.json', { conceptDoi: '10.5281/zenodo.7096848', licence: 'CC0-1.0', title: 'Test File', files: [3, 6808], file: ['datapackage.json', 634, 'md5:3da470a8515f0e074ccc73af2e256969'] }),
  zenodo('7097299', 'rec_7097299_2022.json', { conceptDoi: '10.5281/zenodo.7097298', licence: 'CC0-1.0', files: [1, 541], file: ['datapackage.json', 541, 'md5:fb17a3d877b5c4c7c089a29d1f21f7d4'] }),
  zenodo('7248153', 'rec_7248153_2022.json', { conceptDoi: '10.5281/zenodo.7247968', licence: 'CC-BY-4.0', version: 'v2', date: '2022-10-25', files: [1, 274], file: ['address3.csv.zip', 274, 'md5:c49bdd558d7874ee0135ee9a49584032'] }),
  zenodo('8120771', 'rec_8120771_2026.json', {
    conceptDoi: '10.5281/zenodo.8120770', licence: 'CC-BY-4.0', date: '2023-07-06', people: 9, files: [2, 1736354],
    file: ['(Zenodo) AUTOPSY REVIEW MANUSCRIPT.pdf', 832057, 'md5:896b89af09c544d9e43197936e31c4a6'],
  }),
  {
    ref: '10.7483/OPENDATA.CMS.JGJX.MS7Q', source: 'fixtures/cernopendata/source-record-12102.json; count and size: its distribution', archive: 'cern', status: 'resolved', doi: '10.7483/OPENDATA.CMS.JGJX.MS7Q',
    licence: 'CC0-1.0', creators: ['Duarte, Javier'], orcids: ['0000-0002-5076-7096'], date: '2019', publisher: 'CERN Open Data Portal', files: [182, 244910603204], variables: 178,
  },
  {
    ref: '10.7483/OPENDATA.ATLAS.ZBP2.M5T8', source: 'fixtures/cernopendata/source-record-328.json', archive: 'cern', status: 'resolved', doi: '10.7483/OPENDATA.ATLAS.ZBP2.M5T8', licence: null,
    creators: ['ATLAS collaboration'], date: '2014', files: [1, 65630848], variables: 35, file: ['atlas-higgs-challenge-2014-v2.csv.gz', 65630848, 'adler32:e4717bbe'],
  },
  {
    ref: '10.7483/OPENDATA.ATLAS.DFGK.DB9U', source: 'fixtures/cernopendata/source-record-331.json', archive: 'cern', status: 'resolved', doi: '10.7483/OPENDATA.ATLAS.DFGK.DB9U', licence: 'GPL-3.0-only',
    date: '2014', files: [1, 24467], variables: 0, file: ['HiggsML2014-1.0.tar.gz', 24467, 'adler32:616d2faf'],
  },
  {
    ref: 'https://opendata.cern.ch/record/12353', source: 'fixtures/cernopendata/api-record-12353_2025_capture-subset.json', archive: 'cern', status: 'resolved', doi: null,
    title: 'DYJetsToLL dataset in reduced NanoAOD format for education', files: [1, 9247252629], file: ['DYJetsToLL.root', 9247252629, 'adler32:dfd0d57c'],
  },
  {
    ref: '10.7910/DVN/HOLVXA', source: 'fixtures/dataverse/dataset_doi_10.7910_DVN_HOLVXA.json', archive: 'dataverse', status: 'resolved', doi: '10.7910/DVN/HOLVXA', version: '4.1', licence: 'CC0-1.0',
    title: 'Word cloud of Reproducibility and Replicability in Science', creators: ['Trisovic, Ana'], orcids: ['0000-0003-1991-0533'], affiliation: 'Harvard University', date: '2020-11-24', publisher: 'Harvard Dataverse',
  },
  {
    ref: '10.7910/DVN/RLMYMR', source: 'fixtures/dataverse/dataset_doi_10.7910_DVN_RLMYMR.json', archive: 'dataverse', status: 'resolved', doi: '10.7910/DVN/RLMYMR', version: '2.0', date: '2016-12-20',
    title: 'Karnataka Diet Diversity and Food Security for Agricultural Biodiversity Assessment', creator: 'Ntandou-Bouzitou, G.D.',
    file: ['Karnataka_DD&FS_Data-1.xlsx', 700840, 'md5:ca9dea905295ac52db4ea3c7c8bf00e9'], // archives.md §2.4: the .tab trap
  },
  {
    ref: '10.1371/journal.pone.0039704', source: 'fixtures/figshare/article_123456_docs-sample.json', archive: 'figshare', status: 'resolved', version: '1', licence: 'CC-BY-4.0', people: 2,
    files: [1, 470683], file: ['2011-02-15_14-24-56-228.png', 470683, 'md5:eb5c9c6b278b533f98aa02feae57c266'],
  },
  {
    ref: '10.5061/dryad.7rh4625', source: 'fixtures/dryad/datasets_list_2020_first2.json', archive: 'dryad', doi: '10.5061/dryad.7rh4625', people: 4, creator: 'Figueirido, Borja',
    title: 'Data from: Distinct predatory behaviors in scimitar- and dirk-toothed sabertooth cats',
  },
  { ref: 'https://osf.io/f3szh', source: 'fixtures/osf/*_synthetic.json', archive: 'osf', doi: null },
  { ref: 'https://www.openml.org/d/61', source: 'fixtures/openml/data_description_61.xml', archive: 'openml', status: 'resolved', title: 'iris', version: '1', creators: ['R.A. Fisher'] },
  datacite('10.1594/pangaea.721193', { licence: 'CC-BY-3.0', date: '2007', people: 3 }),
  datacite('10.5061/dryad.8515', { licence: 'CC0-1.0', date: '2011', people: 8 }),
  datacite('10.7910/dvn/nj7xso', { licence: 'CC0-1.0', date: '2017', people: 1 }),
  datacite('10.7910/dvn/eqtqyo', { licence: null, date: '2017', people: 3 }),
  datacite('10.17182/hepdata.77274.v1', { licence: null, date: '2017', people: 3 }),
  datacite('10.5063/f1m61h5x', { licence: 'Apache-2.0', date: '2022', people: 10 }),
  datacite('10.6084/m9.figshare.1286826.v1', { licence: 'CC-BY-4.0', date: '2015', people: 2 }),
  datacite('10.5281/zenodo.1239', { licence: 'CC0-1.0', date: '2013-04-03', people: 4 }),
  datacite('10.5281/zenodo.48440', { licence: 'CC-BY-NC-SA-4.0', date: '2016-03-27', people: 1 }),
  datacite('10.5281/zenodo.2598836', { licence: null, date: '2019-03-20', people: 1 }),
  datacite('10.5281/zenodo.1196821', { licence: 'CC-BY-SA-4.0', people: 6 }),
  { ref: 'https://zenodo.org/records/1196821', source: 'fixtures/zenodo/landing_1196821_link_header_2026.txt', archive: 'web', status: 'resolved', doi: '10.5281/zenodo.1196821', licence: 'CC-BY-SA-4.0', file: ['Data.zip', null, null] },
  { ref: '10.5072/zenodo.1000001', source: PLANTED, ...ZENODO, ...CDMS_RECORD, doi: '10.5072/zenodo.1000001', conceptDoi: '10.5072/zenodo.1000000', version: '1.0.0', isLatest: false, date: '2021-09-30', files: [1, 1449418] },
  { ref: '10.5072/zenodo.1000002', source: PLANTED, ...ZENODO, ...CDMS_RECORD, doi: '10.5072/zenodo.1000002', version: '1.1.0', isLatest: true, date: '2022-04-21', files: [2, 1452759] },
  { ref: '10.5072/zenodo.1000000', source: PLANTED, ...ZENODO, ...CDMS_RECORD, doi: '10.5072/zenodo.1000002', conceptDoi: '10.5072/zenodo.1000000', version: '1.1.0', note: 'the one that is kept' },
  { ref: '10.5072/zenodo.1000003', source: PLANTED, ...ZENODO, ...ROOT_FILES, version: '1.0', date: '2021-05-04', file: ['uproot-HZZ.root', 217945, 'md5:8ef4298ac0e3c026ac44174a1d932ba3'] },
  { ref: '10.5072/OPENDATA.CMS.TEST.0001', source: PLANTED, archive: 'cern', status: 'resolved', ...ROOT_FILES },
  { ref: '10.5072/OPENDATA.CMS.TEST.0002', source: PLANTED, archive: 'cern', status: 'resolved', licence: 'BSD-3-Clause', files: [3, 614861], paths: ['tape/events.root', 'test/events.root', 'train/events.root'], tape: ['tape/events.root'] },
  { ref: '10.5072/DVN/TEST01', source: PLANTED, archive: 'dataverse', status: 'resolved', ...CDMS_RECORD, file: ['cdms/reduced_data.csv', 1449418, 'md5:b1ca402c6afb71278d9d850a6628f2a7'], date: '2021-09-30' },
  { ref: '10.5072/m9.figshare.9200001.v1', source: PLANTED, archive: 'figshare', status: 'resolved', ...CDMS, creators: ['M. Fritts', 'Taihui Li', 'Bhargav Joshi'], version: '1', date: '2021-09-30', files: [1, 1449418] },
  { ref: '10.34740/KAGGLE/DSV/2660709', source: 'catalogue snapshot', key: 'cdms', status: 'resolved' },
  // What cannot be stored under data/ is left out and named; the record's other files are taken.
  ...[['traversal', '"../../evil.sh" would leave data/'], ['traversal-absolute', '"/evil.sh" would leave data/'], ['traversal-control', 'holds control characters']]
    .map(([fault, note]) => ({ ref: `10.5072/fault.${fault}`, source: 'tools/README.md', status: 'resolved', paths: ['models/model-info.json', 'reduced_data.csv'], note })),
];

/** References that are answered with what they are, and what to try. */
export const REFUSED = [
  { ref: '10.48550/arxiv.1902.02534', source: 'fixtures/datacite: Preprint', code: 2, says: /is a paper/ },
  { ref: '10.4230/lipics.tqc.2013.93', source: 'fixtures/datacite: ConferencePaper', code: 2, says: /is a paper/ },
  { ref: '10.2312/geowissenschaften.1989.7.181', source: 'fixtures/datacite: JournalArticle', code: 2, says: /is a paper/ },
  { ref: '10.1371/journal.pone.0033693', source: 'fixtures/crossref/works_10.1371_journal.pone.0033693_2026.json', code: 2, says: /is a paper/ },
  { ref: '10.5072/none', source: 'fixtures/doi.org/handle_404_responseCode100.json', code: 2, says: /does not exist/ },
  { ref: '10.5072/fault.deleted', source: 'tools/README.md: 410 with a tombstone', code: 2, says: /was removed/ },
  { ref: '10.5072/fault.bad-json', source: 'tools/README.md: half of the JSON', code: 3, says: /broken JSON/ },
];
