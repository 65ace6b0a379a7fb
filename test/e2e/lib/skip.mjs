// A step that cannot run on this machine says why; that is neither a pass nor a failure.

export class Skip extends Error {}

export function need(condition, why) {
  if (!condition) throw new Skip(why);
  return condition;
}
