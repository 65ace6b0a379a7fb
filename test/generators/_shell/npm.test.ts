import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../core/errors.ts';
import { rescue } from '../../../generators/_shell/npm.ts';

const init = (env: Record<string, string>, argv: string[], npmrc = '') => rescue(argv, { npm_command: 'init', ...env }, () => [npmrc]);

describe('flags that npm kept', () => {
  it.each<[Record<string, string>, string[], string[]]>([
    [{}, ['x'], ['x']],
    [{ npm_config_yes: 'true', npm_config_dry_run: 'true' }, ['x'], ['x', '--yes', '--dry-run']],
    [{ npm_config_json: 'true', npm_config_offline: 'true' }, ['x'], ['x', '--offline', '--json']],
    [{ npm_config_yes: 'true' }, ['x', '--yes'], ['x', '--yes']],
    [{ npm_config_yes: 'true' }, ['list', 'models'], ['list', 'models']],
    [{ npm_config_yes: 'true', npm_config_offline: 'true' }, ['update', 'x'], ['update', 'x', '--yes', '--offline']], // the parser refuses --offline in words
    [{ npm_config_json: '', npm_config_git: '/usr/bin/git', npm_config_target: '9.1.0', npm_config_package: '/tmp/create-fair-ai.tgz' }, ['x'], ['x']],
  ])('%j with %j gives %j', (env, argv, expected) => expect(init(env, argv)).toEqual(expected));

  it('mean nothing when npm did not start us', () => expect(rescue(['x'], { npm_config_title: 'true' }, () => [])).toEqual(['x']));

  it("are told from the settings in npm's own files by key and value", () => {
    const npmrc = 'license=Apache-2.0\n json = true\noffline\nyes=false\n';
    expect(init({ npm_config_license: 'Apache-2.0', npm_config_json: 'true', npm_config_offline: 'true', npm_config_yes: 'true' }, ['x'], npmrc)).toEqual(['x', '--yes']);
    expect(() => init({ npm_config_license: 'MIT' }, ['x'], npmrc)).toThrow(/--license/);
  });

  it.each<[Record<string, string>, string[], string]>([
    [{ npm_config_title: 'true' }, ['x', 'My jets'], "Put a -- before the options: npm init fair-ai -- x --title 'My jets'"],
    [{ npm_config_dataset: '10.5/x' }, ['x'], 'Put a -- before the options: npm init fair-ai -- x --dataset 10.5/x'],
    [{ npm_config_docker: '' }, ['x'], 'Put a -- before the options: npm init fair-ai -- x --no-docker'],
    [{ npm_config_cidr: 'none' }, ['x'], 'Put a -- before the options: npm init fair-ai -- x --ci none'],
    [{ npm_config_title: 'true', npm_config_author: 'true\n\ntrue' }, ['x', 'T', 'A', 'B'], 'Put a -- before the options: npm init fair-ai -- x --title <value> --author <value>'],
    [{ npm_config_force: 'true' }, ['x'], 'Put a -- before the options: npm init fair-ai -- x --force'],
  ])('are refused with the corrected command: %j', (env, argv, remedy) => {
    let refused: unknown;
    try {
      init(env, argv);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ remedy });
  });

  it('give way to the same flag said after the --', () => expect(init({ npm_config_license: 'MIT' }, ['x', '--license', 'ISC'])).toEqual(['x', '--license', 'ISC']));
});
