// A real terminal: one tmux server of our own per step.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { need } from './skip.mjs';
import { PROGRAM, atEnd } from './work.mjs';

let servers = 0;
const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** Starts create-fair-ai with these words in `cwd`; when it ends the screen says `exit:N`. */
export function terminal(words, cwd) {
  need(spawnSync('tmux', ['-V']).status === 0, 'tmux is not installed');
  servers += 1;
  const server = `fair-ai-${process.pid}-${servers}`;
  const tmux = (...args) => spawnSync('tmux', ['-f', '/dev/null', '-L', server, ...args], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm-256color', TMUX: '' } });
  const command = [process.execPath, PROGRAM, ...words].map(quoted).join(' ');
  tmux('new-session', '-d', '-x', '120', '-y', '50', '-c', cwd, `${command}; echo "exit:$?"; sleep 600`);
  const close = () => tmux('kill-server');
  atEnd(close);
  const screen = () => tmux('capture-pane', '-p', '-S', '-200').stdout;
  return {
    screen, close,
    press: (...keys) => tmux('send-keys', ...keys),
    /** The screen, once it satisfies `condition`. */
    async until(condition, what, tries = 200) {
      for (let left = tries; left > 0; left -= 1) {
        const seen = screen();
        if (condition(seen)) return seen;
        await sleep(50);
      }
      throw new Error(`the terminal never showed ${what}:\n${screen()}`);
    },
  };
}

export const exitCode = (seen) => /exit:(\d+)/.exec(seen)?.[1];
export const answered = (seen) => seen.split('\n').filter((line) => line.startsWith('✔')).length;
/** The question that waits for an answer, if one does. */
export const question = (seen) => seen.split('\n').findLast((line) => /^\? /.test(line));
