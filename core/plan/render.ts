// Turns one template and the fields of a project into text. The only door to ejs.
import ejs from 'ejs';
import { md, q } from './quoting.ts';

export type Field = string | number | boolean | null | readonly Field[] | { readonly [name: string]: Field };
export type Fields = Readonly<Record<string, Field>>;

/** Renders a template whose fields stand in `it`; a field that is not there, or is no text, is a bug of the template and throws. */
export function render(name: string, template: string, fields: Fields): string {
  const write = ejs.compile(template, {
    filename: name,
    strict: true, // no `with`: a name is `it.name` or an error
    localsName: 'locals',
    destructuredLocals: ['it', 'q', 'md'],
    rmWhitespace: false,
    escape: plain,
  });
  return write({ it: guarded(fields), q, md });
}

function plain(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TypeError(`a template prints ${value === null ? 'null' : typeof value}; only text and numbers have a printed form`);
}

function guarded(fields: Fields): Fields {
  return new Proxy(fields, {
    get(target, name) {
      if (typeof name === 'string' && Object.hasOwn(target, name)) return target[name];
      throw new ReferenceError(`it.${String(name)} is not a field of the view`);
    },
  });
}
