// Once, before the tests: says in one line what is not tried here, and why.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

function answers(command, ...argv) {
  try {
    execFileSync(command, argv, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export default function setup() {
  const left = [
    !fs.existsSync(path.join(root, '../shared/fixtures')) && 'test/shared/ (there is no ../shared beside this checkout)',
    !fs.existsSync(path.join(root, 'test/fixtures/recorded')) && 'recordings of live archives (none was made: npm run record -- <doi>)',
    !answers('python3', '--version') && 'the package\'s rules of names and of secrets against the generator\'s (there is no python3)',
    !answers('openssl', 'version') && 'https with a certificate of our own (there is no openssl)',
  ].filter(Boolean);
  if (left.length > 0) process.stderr.write(`\nNot tried: ${left.join('; ')}.\n`);
}
