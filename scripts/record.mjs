// npm run record -- <doi or url>: resolves it at the archive itself and keeps every answer as test/fixtures/recorded/<archive>-<name>.json,
// which test/core/archives/replayed.test.ts then replays. Only metadata are asked for, so no data are kept; nor are cookies and tokens.
import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const usage = 'npm run record -- <doi or url> [--out <folder>] [--mirror <url> --out <folder>]';

function refuse(words, code = 2) {
  process.stderr.write(`${words}\n`);
  process.exit(code);
}

function options() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { mirror: { type: 'string' }, out: { type: 'string' } } });
    if (positionals.length !== 1) refuse(usage);
    if (values.mirror && !values.out) refuse('What a mirror answers is no recording of the archive, and does not belong among the recorded ones.\nName another folder with --out.');
    return { reference: positionals[0], mirror: values.mirror ?? null, out: path.resolve(values.out ?? path.join(root, 'test', 'fixtures', 'recorded')) };
  } catch (error) {
    return refuse(`${error.message}\n${usage}`);
  }
}

const { reference, mirror, out } = options();
const bundle = path.join(root, 'node_modules', '.cache', `recording-${process.pid}.mjs`);
fs.mkdirSync(path.dirname(bundle), { recursive: true });
try {
  await esbuild.build({ entryPoints: [path.join(root, 'test/core/archives/recording.ts')], outfile: bundle, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'error' });
  const { record, fileNameOf } = await import(pathToFileURL(bundle));
  const recording = await record(reference, { mirror, now: new Date() });
  const file = path.join(out, fileNameOf(recording));
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`);
  const { status, files } = recording.record;
  process.stdout.write(`${path.relative(process.cwd(), file)}: ${recording.exchanges.length} answers; ${status}, ${files.length} files\n`);
} catch (error) {
  if (error.name !== 'UserError' && error.name !== 'NetworkError') throw error;
  refuse(`${error.message}\n${error.remedy}`, error.name === 'UserError' ? 2 : 3);
} finally {
  fs.rmSync(bundle, { force: true });
}
