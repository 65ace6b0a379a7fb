// What a person answered is not lost when the run then fails: it is kept in a file that --answers takes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NetworkError, UserError } from '../../core/errors.ts';
import { quote } from '../../core/report/quote.ts';
import type { Answers } from '../../core/spec/spec.ts';
import { printYaml } from '../../core/yaml.ts';

/** In a folder of one's own among the temporary files: the project's folder is not there yet. Null where even that cannot be written. */
function kept(answers: Answers): string | null {
  try {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'create-fair-ai-')), 'answers.yml');
    fs.writeFileSync(file, `# What was answered before it failed: create-fair-ai --answers <this file>\n${printYaml(answers)}`, { mode: 0o600, flag: 'wx' });
    return file;
  } catch {
    return null;
  }
}

/** The failure, with the file that it names; Ctrl-C leaves nothing. */
export function withAnswers(error: unknown, answers: Answers | null): unknown {
  const known = error instanceof UserError || error instanceof NetworkError;
  if (!known || answers === null) return error;
  const file = kept(answers);
  if (file === null) return error;
  const remedy = `${error.remedy.replace(/\.?$/, '.')} Your answers are kept: npm init fair-ai -- --answers ${quote(file)}`;
  return error instanceof UserError ? new UserError(error.message, remedy) : new NetworkError(error.message, remedy);
}
