// What the demo prints at the end, read from the files that the project's own targets wrote.
import fs from 'node:fs';
import path from 'node:path';
import { CONSTANTS } from './table.mjs';

const json = (...parts) => JSON.parse(fs.readFileSync(path.join(...parts), 'utf8'));

/** Every file below a folder, relative; folders that hold no source are left out. */
export function filesUnder(folder, skip = ['.git', '.venv', '__pycache__']) {
  const walk = (inside) => fs.readdirSync(path.join(folder, inside), { withFileTypes: true })
    .filter((entry) => !skip.includes(entry.name) && !entry.name.endsWith('.egg-info'))
    .flatMap((entry) => (entry.isDirectory() ? walk(path.join(inside, entry.name)) : [path.join(inside, entry.name)]));
  return walk('').sort();
}

/** reports/metrics.json as lines: model, split, rows, then each metric with its unit and, over several seeds, its spread. */
export function numbers(project) {
  const { run, results } = json(project, 'reports', 'metrics.json');
  const shown = ({ value, spread, unit }) => `${Number(value).toPrecision(6)}${spread === null ? '' : ` ± ${spread.toPrecision(2)}`}${unit ? ` ${unit}` : ''}`;
  const lines = results.map(({ model, split, rows, metrics }) =>
    `  ${model} on ${split} (${rows} rows): ${Object.entries(metrics).map(([name, metric]) => `${name} ${shown(metric)}`).join(', ')}`);
  return { run, lines };
}

export function figures(project) {
  const folder = path.join(project, 'reports', 'figures');
  return fs.readdirSync(folder).filter((name) => /\.(png|svg|pdf)$/.test(name)).sort().map((name) => path.join(folder, name));
}

/** Mean and standard deviation by which an array was normalised: those of the rows that were fitted, or an offset and a scale that the schema gives. */
function scaleOf({ normalise, statistics }) {
  return normalise === 'standard' ? statistics.train.std : [normalise.scale];
}

/** Lines that set the planted constants beside the fitted ones; empty when the model has no coefficients. */
export function planted(project) {
  const sidecar = fs.readdirSync(path.join(project, 'models')).find((name) => /-seed\d+\.json$/.test(name));
  const { features, coefficients } = sidecar ? json(project, 'models', sidecar).fit : {};
  if (!features || !coefficients) return [];
  const arrays = Object.values(json(project, 'data', 'processed', 'schema.json').arrays);
  const [input, target] = ['input', 'target'].map((role) => scaleOf(arrays.find((array) => array.role === role)));
  const fitted = (name) => {
    const at = features.indexOf(name);
    return (coefficients[at + 1] * target[0]) / input[at]; // from normalised units back to GeV per count
  };
  return CONSTANTS.map((constant, layer) => `  layer${layer + 1}   planted ${constant.toFixed(4)}   found ${fitted(`layer${layer + 1}`).toFixed(4)} GeV per count`);
}
