// An answers file (YAML or JSON) as Answers: our own keys, a .fair-ai.yml, or what cookiecutter4fair was told.
import { UserError } from '../errors.ts';
import { parseYaml } from '../yaml.ts';
import { fromCookiecutter, isCookiecutter } from './c4f.ts';
import { isMapping } from './mapping.ts';
import { meant } from './nearest.ts';
import { questions, type Question } from './questions.ts';
import type { Answers } from './spec.ts';

/** `file` is only named in messages. */
export function parseAnswers(text: string, file: string): Answers {
  let value: unknown;
  try {
    value = parseYaml(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/:$/, '') : String(error);
    throw new UserError(`${file} is neither YAML nor JSON: ${reason}.`, 'Mend that line, or leave --answers out.');
  }
  if (!isMapping(value)) throw new UserError(`${file} holds no answers: a mapping is needed, like title: My jets.`, 'docs/schemas/answers.schema.json lists the keys.');
  if (isCookiecutter(value)) return fromCookiecutter(value);
  return fromMapping(isMapping(value['answers']) ? value['answers'] : value, file);
}

function fromMapping(mapping: Readonly<Record<string, unknown>>, file: string): Answers {
  let answers: Answers = {};
  for (const [key, value] of Object.entries(mapping)) {
    if (value === null) continue;
    const name = key.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const question = questions.find((one) => one.key === name || one.flag === key);
    if (!question || question.flag.startsWith('no-') && question.flag === key) {
      throw new UserError(`${file}: there is no answer '${key}'${meant(key, questions.map((one) => one.key))}.`, `Answers: ${questions.map((one) => one.key).join(', ')}.`);
    }
    answers = { ...answers, [question.key]: typed(question, value, file) };
  }
  return answers;
}

function typed(question: Question, value: unknown, file: string): string | boolean | readonly (string | null)[] {
  const word = (one: unknown): string => {
    if (typeof one === 'string') return one;
    if (typeof one === 'number') return String(one);
    throw new UserError(`${file}: ${question.key} must be ${question.repeat ? 'a list of texts' : 'a text'}.`, `Put it in quotes: ${question.key}: "…".`);
  };
  if (question.kind === 'part') {
    if (typeof value === 'boolean') return value;
    throw new UserError(`${file}: ${question.key} must be true or false.`, `Write ${question.key}: false to leave it out.`);
  }
  if (!question.repeat) return word(value);
  const mayMiss = ['orcids', 'affiliations', 'rors'].includes(question.key);
  return (Array.isArray(value) ? value : [value]).map((one: unknown) => (one === null && mayMiss ? null : word(one)));
}
