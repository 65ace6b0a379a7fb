// Colour, and whether a person is there.
import { styleText } from 'node:util';
import type { Paint } from '../../core/report/text.ts';

/** NO_COLOR, FORCE_COLOR and pipes are respected: https://no-color.org, https://force-color.org. */
export function painter(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Paint {
  const forced = env['FORCE_COLOR'];
  const colour = forced !== undefined && forced !== '' ? forced !== '0' && forced !== 'false' : !env['NO_COLOR'] && stream.isTTY === true && env['TERM'] !== 'dumb';
  // styleText looks at the streams itself in newer versions of Node; whether to colour is decided above.
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

export const isPersonThere = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;
