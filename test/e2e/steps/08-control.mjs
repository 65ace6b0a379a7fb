// What is planted in the sample of a classified dataset is found; with its labels shuffled nothing is. A third of the datasets in turn by the day, all with FAIR_AI_E2E_ALL=1.
import assert from 'node:assert/strict';
import { listed } from '../lib/combinations.mjs';
import { inTurn } from '../lib/day.mjs';
import { make, metric, project } from '../lib/project.mjs';

const BARE = ['--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'];

async function scores({ key }) {
  const at = await project(`control-${key}`, ['--dataset', key, '--offline', ...BARE]);
  const auc = async (...words) => {
    await make(at, ['train', 'evaluate', 'DATA=sample', 'CONFIG=smoke', 'REPLACE=1', ...words]);
    return metric(at, 'test', 'auc').value;
  };
  await make(at, ['data-sample']);
  const [learned, control] = [await auc(), await auc('SET=train.shuffle_targets=true')];
  assert.ok(learned > 0.9, `${key}: AUC ${learned}`);
  assert.ok(Math.abs(control - 0.5) < 0.03, `${key}: AUC ${control} with shuffled labels`);
  return `${key} ${learned.toFixed(3)}, shuffled ${control.toFixed(3)}`;
}

async function control() {
  const datasets = (await listed('datasets')).filter(({ details }) => details.kind === 'dataset' && details.tasks.includes('classification'));
  const found = [];
  for (const dataset of inTurn(datasets, 3)) found.push(await scores(dataset));
  return found.join('; ');
}

export const steps = [{ name: 'control: planted labels are learned, shuffled ones are not', run: control }];
