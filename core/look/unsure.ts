// What this look at the bytes does not decide: `make data` does, from all of them.

/** Thrown within core/look alone; look() makes `null` of it, with its reason. */
export class Unsure extends Error {}
