// The answers of a project once its data have changed: what follows from the data is chosen again where it was the program's own choice.
import type { Catalogue } from '../catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { resolve, type Resolved } from '../spec/resolve.ts';
import type { Answers, ProjectSpec } from '../spec/spec.ts';

/** In the order in which the program chooses them. */
const dependent = ['recipe', 'target', 'task', 'model', 'framework', 'description'] as const;

export interface Made {
  readonly slug: string; // the directory's name at the time, which .fair-ai.yml does not keep
  readonly today: string;
  readonly tool: ProjectSpec['tool'];
  readonly catalogue: Catalogue;
}

/** The project that answers and records make; its selection of files is the records' own. */
export function projectOf(answers: Answers, records: readonly DatasetRecord[], made: Made): Resolved {
  const facts = { cwd: '/', name: null, email: null, remote: null };
  const resolved = resolve({ answers, facts, records, catalogue: made.catalogue }, { today: made.today, tool: made.tool });
  return { ...resolved, spec: { ...resolved.spec, slug: made.slug } };
}

/** The answers without those that the program gave itself when nothing was known of the data: they are given anew. */
export function withoutGuesses(answers: Answers, records: readonly DatasetRecord[], made: Made): Answers {
  let kept: Answers = Object.fromEntries(Object.entries(answers).filter(([key]) => !dependent.some((one) => one === key)));
  for (const key of dependent) {
    const answer = answers[key];
    if (answer === undefined || answer === guess(kept, records, made)?.[key]) continue;
    kept = { ...kept, [key]: answer };
  }
  return kept;
}

function guess(answers: Answers, records: readonly DatasetRecord[], made: Made): Answers | null {
  try {
    return projectOf(answers, records, made).spec.answers;
  } catch (error) {
    if (error instanceof UserError) return null; // the program would not have chosen at all: every answer is a person's
    throw error;
  }
}
