// The report: one Markdown table per subject, ratios first, with the machine and the versions that gave them.
import { execFileSync } from 'node:child_process';
import os from 'node:os';

const ms = (value) => `${value.toFixed(0)} ms`;
const ratio = (value) => value.toFixed(2);
const version = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n')[0];

export function timings(title, note, results) {
  const rows = [...results].map(([name, { median, min }]) => `| ${name} | ${ms(median)} | ${ms(min)} |`);
  return [`## ${title}`, '', note, '', '| command | median | minimum |', '|---|--:|--:|', ...rows, ''].join('\n');
}

export function verdicts(list) {
  const rows = list.map(({ what, value, target, digits }) =>
    `| ${what} | ${digits === 0 ? value : ratio(value)} | ${target} | ${value <= target ? 'met' : '**missed**'} |`);
  return ['| what | measured | at most | |', '|---|--:|--:|---|', ...rows, ''].join('\n');
}

export function machine() {
  const [cpu] = os.cpus();
  return [
    `* ${os.cpus().length} × ${cpu.model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()}; load at the start ${os.loadavg()[0].toFixed(1)}`,
    `* Node ${process.versions.node}, npm ${version('npm', '--version')}, ${version('python3', '--version')}, ${version('git', '--version')}`,
  ].join('\n');
}
