// The licences that SPDX knows, by id and by name. The tables are made when the first licence is looked up: most runs look up none.
import licences from 'spdx-license-list';

export interface SpdxLicence {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly osi: boolean; // approved by the Open Source Initiative
}

const GNU = /^([AL]?GPL-\d\.\d)(\+?)$/i; // ids that SPDX withdrew for "-only" and "-or-later"

/** A table made once, on first use. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Every licence SPDX knows, by id. */
export const spdxLicences = once((): readonly SpdxLicence[] =>
  Object.entries(licences)
    .filter(([id]) => !GNU.test(id))
    .map(([id, { name, url, osiApproved }]) => ({ id, name: name.replace(/\s+/g, ' '), url: url || null, osi: osiApproved }))
    .sort((a, b) => (a.id < b.id ? -1 : 1)));

const byId = once(() => new Map(spdxLicences().map(licence => [licence.id.toLowerCase(), licence])));
const byName = once(() => new Map(spdxLicences().map(licence => [licence.name.toLowerCase(), licence])));

/** The licence of an SPDX id, in any case; the withdrawn GNU ids become what SPDX says they mean. */
export function findSpdx(id: string): SpdxLicence | null {
  const today = id.trim().replace(GNU, (_, base: string, plus: string) => `${base}${plus ? '-or-later' : '-only'}`);
  return byId().get(today.toLowerCase()) ?? null;
}

/** The licence of an SPDX full name ("MIT License"), in any case. */
export const findSpdxByName = (name: string): SpdxLicence | null => byName().get(name.trim().toLowerCase()) ?? null;
