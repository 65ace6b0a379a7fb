// What to type next: the steps after a project is made, and the command that makes it again.
import { questions } from '../spec/questions.ts';
import type { Answers, ProjectSpec } from '../spec/spec.ts';
import { quote } from './quote.ts';
import type { Tools } from './report.ts';

/** Without a target nothing can be trained yet: `make data` lists the columns to choose from. */
export function nextSteps(spec: ProjectSpec, directory: string, tools: Tools): readonly string[] {
  const enter = directory === '.' ? [] : [`cd ${tools.windows ? `"${directory}"` : quote(directory)}`];
  const again = spec.datasets.some(({ status }) => status === 'unresolved') ? ['npm init fair-ai -- update --data'] : []; // once there is a network
  const targets = spec.target === null ? 'data' : 'data train evaluate card';
  if (tools.make) return [...enter, ...again, 'make env', `make ${targets}`];
  const python = tools.windows ? '.venv\\Scripts\\python' : '.venv/bin/python';
  return [...enter, ...again, `${tools.windows ? 'py' : 'python3'} -m venv .venv`, `${python} -m pip install -e .`, `${python} -m ${spec.package} ${targets}`];
}

export interface Repeated {
  readonly directory: string;
  readonly answers: Answers; // complete
  readonly mirror: string | null;
  readonly offline: boolean;
}

/** Every answer is said, so that neither another machine nor a later default makes another project. */
export function replayCommand({ directory, answers, mirror, offline }: Repeated): string {
  const words = ['npm', 'init', 'fair-ai', '--', directory, '--yes'];
  for (const { key, flag, kind } of questions) {
    if (['directory', 'orcids', 'affiliations', 'rors'].includes(key)) continue;
    const value = answers[key];
    if (key === 'authors') words.push(...authorFlags(answers));
    else if (kind === 'part') words.push(...(value === false ? [`--${flag}`] : []));
    else if (Array.isArray(value)) for (const one of value) words.push(...flagged(flag, String(one)));
    else if (typeof value === 'string') words.push(...flagged(flag, value));
  }
  if (answers.rors !== undefined) words.push('--look-up');
  if (mirror !== null) words.push(...flagged('mirror', mirror));
  if (offline) words.push('--offline');
  return words.map(quote).join(' ');
}

function authorFlags({ authors = [], orcids = [], affiliations = [] }: Answers): readonly string[] {
  return authors.flatMap((author, index) => {
    const [orcid, affiliation] = [orcids[index], affiliations[index]];
    return [...flagged('author', author), ...(orcid ? flagged('orcid', orcid) : []), ...(affiliation ? flagged('affiliation', affiliation) : [])];
  });
}

const flagged = (flag: string, value: string): readonly string[] => (value.startsWith('-') ? [`--${flag}=${value}`] : [`--${flag}`, value]);
