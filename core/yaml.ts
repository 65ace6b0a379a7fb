// YAML in and out: the only file that imports the yaml package.
import { parse, stringify } from 'yaml';

/** Parses one YAML 1.2 (or JSON) document; throws a SyntaxError-like error of the yaml package on bad input. */
export function parseYaml(text: string): unknown {
  return parse(text, { schema: 'core' });
}

/** Prints a value as YAML 1.2: lines are never folded, null keys are kept, strings are quoted where a reader (1.1 too) could take them for something else. */
export function printYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false });
}
