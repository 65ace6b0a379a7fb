// Questions to a person, one at a time, each with its default; a wrong answer is explained in place. How they look is the business of prompts.ts.
import { UserError } from '../../core/errors.ts';
import { secretProblem } from '../../core/spec/secrets.ts';
import type { Answers } from '../../core/spec/spec.ts';
import { entryOf, questions, type Question, type Sofar } from '../../core/spec/questions.ts';

export interface Prompt {
  readonly type: 'input' | 'select' | 'checkbox';
  readonly name: string;
  readonly message: string;
  readonly default?: string;
  readonly choices?: readonly { readonly value: string; readonly name: string; readonly checked?: boolean }[];
  readonly validate?: (text: string) => string | true;
}

/** Yeoman's adapter in life, prepared answers in a test. */
export type Ask = (prompt: Prompt) => Promise<Readonly<Record<string, unknown>>>;

export interface Hooks {
  /** Looks up answers.datasets right after they are answered, so that what follows offers only what fits. */
  readonly lookUp: (sofar: Sofar) => Promise<Sofar>;
  /** Looks into what was looked up; what it refuses is a flag that was given, and no answer to be given again. */
  readonly lookInto?: (sofar: Sofar) => Sofar;
  /** Why this directory cannot be taken, or null. */
  readonly taken: (directory: string) => string | null;
  readonly complain: (error: UserError) => void;
  /** Told of every answer that a person gave, so that none is lost. */
  readonly answered?: (answers: Answers) => void;
}

export async function askAll(start: Sofar, ask: Ask, hooks: Hooks): Promise<Sofar> {
  let sofar = start;
  for (const question of questions.filter(({ kind }) => kind === 'text' || kind === 'choice')) {
    if (sofar.answers[question.key] !== undefined) continue;
    if (question.applies && !question.applies(sofar)) continue;
    sofar = question.key === 'datasets' ? await askDataset(question, sofar, ask, hooks) : await askOne(question, sofar, ask, hooks);
    hooks.answered?.(sofar.answers);
  }
  return askParts(sofar, ask);
}

async function askOne(question: Question, sofar: Sofar, ask: Ask, hooks: Hooks): Promise<Sofar> {
  const offered = question.choices?.(sofar);
  const choices = question.kind === 'text' && offered?.length === 0 ? undefined : offered; // what nobody knows is typed
  if (choices && choices.length <= 1) return sofar; // nothing to choose
  const initial = question.initial?.(sofar);
  const answer = await ask({
    type: choices ? 'select' : 'input',
    name: question.key,
    message: choices || question.hint === undefined ? question.words : `${question.words} (${question.hint})`,
    ...(initial !== undefined && { default: initial }),
    ...(choices ? { choices } : { validate: (text: string) => verdict(question, text, sofar, hooks) }),
  });
  const value = answer[question.key];
  if (typeof value !== 'string' || value.trim() === '') return sofar;
  return { ...sofar, answers: { ...sofar.answers, [question.key]: question.repeat ? [value.trim()] : value.trim() } };
}

/** Nothing typed means the default, or that there is none. */
function verdict(question: Question, text: string, sofar: Sofar, hooks: Hooks): string | true {
  if (text.trim() === '') return true;
  const problem = secretProblem(text, question.key === 'datasets') ?? question.problem?.(text.trim(), sofar) ?? null;
  return problem ?? (question.key === 'directory' ? hooks.taken(text.trim()) : null) ?? true;
}

/** Asked again until it can be looked up. */
async function askDataset(question: Question, sofar: Sofar, ask: Ask, hooks: Hooks): Promise<Sofar> {
  const answered = await askOne(question, sofar, ask, hooks);
  const withDefault = answered.answers.datasets ? answered : { ...answered, answers: { ...answered.answers, datasets: ['cdms'] } };
  hooks.answered?.(withDefault.answers); // before a network that may fail
  let found: Sofar;
  try {
    found = await hooks.lookUp(withDefault);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    hooks.complain(error);
    return askDataset(question, sofar, ask, hooks);
  }
  return hooks.lookInto?.(found) ?? found;
}

/** The parts that can be left out, in one list. */
async function askParts(sofar: Sofar, ask: Ask): Promise<Sofar> {
  const open = questions.filter(({ key, kind }) => kind === 'part' && sofar.answers[key] === undefined);
  if (open.length === 0) return sofar;
  const answer = await ask({ type: 'checkbox', name: 'parts', message: 'With', choices: open.map(({ key, words }) => ({ value: key, name: words, checked: true })) });
  const wanted: unknown = answer['parts'];
  if (!Array.isArray(wanted)) return sofar;
  return { ...sofar, answers: { ...sofar.answers, ...Object.fromEntries(open.map(({ key }) => [key, wanted.includes(key)])) } };
}

/** Flags of the questions that nobody has answered; what has no default may stay unanswered. */
export const unanswered = (sofar: Sofar): readonly string[] =>
  questions
    .filter(({ key, kind, initial, applies }) => (kind === 'text' || kind === 'choice') && initial && sofar.answers[key] === undefined && (entryOf(sofar) === null || !applies || applies(sofar)))
    .map(({ flag }) => `--${flag}`);
