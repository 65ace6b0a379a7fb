// The Interaction Network beside its published dense formulation, in each framework, and the pipeline that feeds it. Alone: node scripts/bench/interaction.mjs
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, bin } from './peers.mjs';
import { machine, verdicts } from './table.mjs';

const ROUNDS = 5;
const BATCHES = [128, 1024];
const MICRO = 8; // rows at a time, as in model.yml and interaction.py
const FRAMEWORKS = ['pytorch', 'tensorflow', 'jax'];
const LIMITS = { 128: { train: 0.35, inference: 0.25 }, 1024: { train: 0.2, inference: 0.2 } };
const TEMPLATES = path.join(ROOT, 'test', 'templates');
const ASSEMBLE = `
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import layers
layers.CACHE = pathlib.Path(sys.argv[3])
print(layers.assemble(layers.Combination("hbb", "classification", "in", sys.argv[4]), layers.records(pathlib.Path(sys.argv[2])))[0])
`;

/** Runs interaction.py on the layers of a project in a framework; the environment is the same for all. */
function measured(python, framework, ...words) {
  const folder = execFileSync('python3', ['-c', ASSEMBLE, TEMPLATES, python, bin('projects'), framework], { encoding: 'utf8' }).trim();
  const env = { ...process.env, PYTHONPATH: path.join(folder, 'src'), PYTHONDONTWRITEBYTECODE: '1', TF_CPP_MIN_LOG_LEVEL: '3' };
  const stdout = execFileSync(python, [path.join(import.meta.dirname, 'interaction.py'), ...words.map(String)], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

export function interactions(progress) {
  const python = execFileSync('python3', [path.join(TEMPLATES, 'run.py'), '--environment'], { encoding: 'utf8' }).trim().split('\n').at(-1);
  const found = { dense: {}, memory: {}, alone: {} };
  for (const [index, batch] of BATCHES.entries()) {
    found.dense[batch] = measured(python, 'pytorch', 'dense', batch, ROUNDS);
    found.memory[batch] = Object.fromEntries(['ours', 'dense'].map((which) => [which, measured(python, 'pytorch', 'memory', which, batch)]));
    found.alone[batch] = Object.fromEntries(FRAMEWORKS.map((name) => [name, measured(python, name, 'alone', name, batch, ROUNDS)]));
    progress?.('Interaction Network')(index + 1, BATCHES.length);
  }
  return found;
}

const ratio = ({ ours, dense }) => ours / dense;
const best = (rows, what) => Math.min(rows['by few'][what], rows['by all'][what]);

export function interactionVerdicts({ dense, alone }) {
  return [
    ...BATCHES.flatMap((batch) => ['train', 'inference'].map((what) => ({ what: `\`in\`, ${what} at batch ${batch} ÷ dense formulation`, value: ratio(dense[batch][what]), target: LIMITS[batch][what] }))),
    ...FRAMEWORKS.map((name) => {
      const jets = 256 / best(alone[128][name], 'train'); // that the model takes per second
      return { what: `\`in\`, ${name}: jets that training takes ÷ that the pipeline alone delivers`, value: jets / Math.min(...Object.values(alone[128][name].pipeline)), target: 0.33 };
    }),
  ];
}

export function interactionSection({ dense, memory, alone }) {
  const ms = (seconds) => (seconds * 1000).toFixed(0);
  const mib = ({ peak, before }) => ((peak - before) / 2 ** 20).toFixed(0);
  const rows = BATCHES.flatMap((batch) => ['train', 'inference'].map((what) => {
    const { ours, dense: theirs } = dense[batch][what];
    const taken = what === 'train' ? `${mib(memory[batch].ours)} | ${mib(memory[batch].dense)}` : '| ';
    return `| ${what}, batch ${batch} | ${ms(ours)} ms | ${ms(theirs)} ms | ${ratio(dense[batch][what]).toFixed(2)} | ${taken} |`;
  }));
  const frameworks = BATCHES.flatMap((batch) => FRAMEWORKS.map((name) => {
    const [one, torch] = [alone[batch][name], alone[batch].pytorch];
    const cells = ['train', 'inference'].map((what) => `${ms(one['by few'][what])} ms | ${ms(one['by all'][what])} ms | ${(best(one, what) / best(torch, what)).toFixed(2)}`);
    return `| ${name}, batch ${batch} | ${cells.join(' | ')} | ${one.pipeline.memory.toFixed(0)} | ${one.pipeline.disk.toFixed(0)} |`;
  }));
  return `## Interaction Network

On the CPU, ${new Date().toISOString().slice(0, 10)}, minimum of ${ROUNDS} rounds. 60 tracks of 30 features and 5 vertices of 14; an epoch is of 256 jets at batch 128 and of 1024 at batch 1024. The dense formulation (\`scripts/bench/dense.py\`)
has the same weights and, verified before the clock starts, the same answers; both are trained by the project's own loop in one process, in turn, with the same environment (denormals
flushed on both sides). Memory is what a step of training takes beyond what the process held before.

| PyTorch | ours, micro-batches of ${MICRO} | dense | ours ÷ dense | ours, MiB | dense, MiB |
|---|--:|--:|--:|--:|--:|
${rows.join('\n')}

Each framework in a process of its own; ÷ PyTorch compares the better of the two micro-batches. The last columns are jets per second of the input pipeline without a model, from memory and from disk.

| ours | train, by ${MICRO} | by batch | ÷ PyTorch | inference, by ${MICRO} | by batch | ÷ PyTorch | memory, 1/s | disk, 1/s |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
${frameworks.join('\n')}

`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const begun = machine();
  const found = interactions();
  const section = `${interactionSection(found)}${verdicts(interactionVerdicts(found))}\n${begun}\n\n`;
  const file = path.join(ROOT, 'docs', 'benchmarks.md');
  const rest = fs.readFileSync(file, 'utf8').replace(/^## Interaction Network\n[^]*?(?=^## Package)/m, '');
  fs.writeFileSync(file, rest.replace(/^## Package/m, `${section}## Package`));
  console.log(section);
}
