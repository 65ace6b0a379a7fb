// YAML in and out: the only file that imports the yaml package. What is read comes from people and strangers: it is short, plain and no deeper than anybody writes.
import { isScalar, LineCounter, parseDocument, stringify, visit } from 'yaml';

const LONGEST = 200_000; // characters
const DEEPEST = 50; // levels

/** Parses one YAML 1.2 (or JSON) document; throws an Error whose first line says why for bad input: keys that stand twice, foreign tags and aliases without end, too. */
export function parseYaml(text: string): unknown {
  if (text.length > LONGEST) throw new SyntaxError(`it has ${text.length} characters, and at most ${LONGEST} are read`);
  if (depthOf(text) > DEEPEST) throw new SyntaxError(`it is nested more than ${DEEPEST} levels deep`);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { schema: 'core', uniqueKeys: false, logLevel: 'silent', lineCounter, prettyErrors: false }); // of ten thousand errors one is told
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new SyntaxError(`${problem.message} at line ${line}, column ${col}`);
  }
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>(); // the package's own search for twins is quadratic
      for (const { key } of items) {
        if (!isScalar(key)) throw new SyntaxError('a key is a list or a mapping');
        if (seen.has(key.value)) throw new SyntaxError(`${JSON.stringify(key.value)} stands there twice`);
        seen.add(key.value);
      }
    },
  });
  return document.toJS({ maxAliasCount: 100 });
}

/** At least how deep lists and mappings lie in each other: brackets that are open at a time, dashes and question marks that begin a line, and its indentation. */
function depthOf(text: string): number {
  let [deepest, open] = [0, 0];
  for (const sign of text) {
    if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++open);
    else if (sign === ']' || sign === '}') open = Math.max(0, open - 1);
  }
  for (const [, marks = ''] of text.matchAll(/^[ \t]*((?:[-?:][ \t]+)+)/gm)) deepest = Math.max(deepest, marks.replace(/[ \t]+/g, '').length);
  return deepest;
}

/** Prints a value as YAML 1.2: lines are never folded, null keys are kept, strings are quoted where a reader (1.1 too) could take them for something else. */
export function printYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false });
}
