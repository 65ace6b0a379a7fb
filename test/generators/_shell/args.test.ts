import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../core/errors.ts';
import { parseArgv } from '../../../generators/_shell/args.ts';

const answers = (...argv: string[]) => parseArgv(argv).answers;

describe('argv', () => {
  it.each<[string[], object]>([
    [['x'], { directory: 'x' }],
    [['new', 'x'], { directory: 'x' }],
    [['./check'], { directory: './check' }],
    ...['./help', './udpate', 'jets', 'test', 'helix', 'glass', 'my-list', 'dataset-2', '../update'].map((directory): [string[], object] => [[directory], { directory }]),
    [['x', '--', '--title', 'My jets'], { directory: 'x', title: 'My jets' }],
    [['--title=--odd'], { title: '--odd' }],
    [['--no-docker', '--conda'], { docker: false, conda: true }],
    [['--dataset', 'a', '--dataset', 'b'], { datasets: ['a', 'b'] }],
    [['--author', 'A B', '--affiliation', 'X', '--author', 'C D', '--orcid', '1'], { authors: ['A B', 'C D'], orcids: [null, '1'], affiliations: ['X', null] }],
    [['--orcid', '1'], { orcids: ['1'] }],
    [['--files', '*.csv', '--code-doi', '10.1/x'], { files: '*.csv', codeDoi: '10.1/x' }],
  ])('%j', (argv, expected) => expect(answers(...argv)).toEqual(expected));

  it('knows the options', () => {
    const { options, command, subject } = parseArgv(['dataset', '10.1/x', '--json', '--offline', '--mirror', 'http://localhost:1']);
    expect({ command, subject }).toEqual({ command: 'dataset', subject: '10.1/x' });
    expect(options).toMatchObject({ json: true, offline: true, mirror: 'http://localhost:1', yes: false });
    expect(parseArgv(['-y']).options.yes).toBe(true);
    expect(parseArgv(['update', 'x', '--data', '--yes', '--dataset', '10.1/x', '--files', '*.csv'])).toMatchObject({ command: 'update', subject: 'x', answers: { datasets: ['10.1/x'], files: '*.csv' }, options: { data: true, yes: true } });
    expect(parseArgv(['update'])).toMatchObject({ command: 'update', subject: null, options: { data: false } });
    expect(parseArgv(['-h']).options.help).toBe(true);
  });

  it.each<[string[], RegExp]>([
    [['--titel', 'x'], /did you mean --title/],
    [['--licence', 'MIT'], /did you mean --license/],
    [['-z'], /no option -z/],
    [['--title'], /--title needs a value/],
    [['--title', '--yes'], /--title needs a value/],
    [['--title', 'a', '--title', 'b'], /given twice/],
    [['--yes=no'], /takes no value/],
    [['--docker', '--no-docker'], /both given/],
    [['--author', 'A B', '--orcid', '1', '--orcid', '2'], /given twice for one author/],
    [['a', 'b'], /one word too many/],
    [['x', '--directory', 'y'], /Two directories/],
    [[''], /directory is empty/],
    [['list', 'models', '--yes'], /no option of list/],
    [['retrofit', '.'], /retrofit comes in a later version/],
    ...['help', 'init', 'create', 'version', 'Update', 'LIST'].map((word): [string[], RegExp] => [[word], /There is no command/]),
    [['new'], /There is no command 'new'/],
    ...[['udpate', 'update'], ['lsit', 'list'], ['dataste', 'dataset'], ['datset', 'dataset'], ['ist', 'list'], ['hepl', 'help'], ['chekc', 'check'], ['lesosn', 'lesson']]
      .map(([word = '', meant = '']): [string[], RegExp] => [[word], new RegExp(`did you mean ${meant}\\?`)]),
    [['check'], /check comes in a later version/],
    [['x', '--data'], /--data is no option of new/],
    [['update', '--offline'], /--offline is no option of update/],
    [['update', '--title', 'x'], /--title is no option of update/],
  ])('refuses %j', (argv, message) => {
    expect(() => parseArgv(argv)).toThrow(UserError);
    expect(() => parseArgv(argv)).toThrow(message);
  });
});
