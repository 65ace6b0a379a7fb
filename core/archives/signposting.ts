// FAIR Signposting: what a landing page says of itself in typed links, in its Link header, in its head, or in a linkset beside it.
import { at, rows, word } from './json.ts';
import { plainText } from './text.ts';

export interface TypedLink {
  readonly rel: string;
  readonly href: string; // absolute
  readonly type: string | null;
  readonly profile: string | null;
}

const RELATIONS = ['item', 'cite-as', 'license', 'author', 'describedby', 'linkset'];
const LONGEST_PAGE = 2e6; // characters that are searched: the links stand in the head

/** An http(s) address, resolved against the page; null if it is none. */
export function addressOf(href: string | null, base: string): string | null {
  if (href === null || !URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  url.hash = '';
  return /^https?:$/.test(url.protocol) ? url.href : null;
}

/** One link for each of its relations that are of use here. */
function typed(rel: string | null, href: string | null, type: string | null, profile: string | null, base: string): readonly TypedLink[] {
  const address = addressOf(href, base);
  if (address === null) return [];
  return (rel ?? '').toLowerCase().split(/\s+/).filter(word => RELATIONS.includes(word)).map(word => ({ rel: word, href: address, type, profile }));
}

/** Names and values of `a="b"; c=d` or of a tag's attributes. */
function pairs(text: string): ReadonlyMap<string, string> {
  // A name without a value is matched, too, so that no place is searched from twice.
  const found = text.matchAll(/([a-z][a-z-]*)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"';,<>]+)))?/gi);
  return new Map([...found].filter(([, , value]) => value !== undefined).map(([, name = '', , double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare ?? '']));
}

/** RFC 8288: `<address>; rel="item"; type="text/csv", <…>`. */
export function linksOfHeader(header: string, base: string): readonly TypedLink[] {
  const links = header.matchAll(/<([^<>]*)>((?:[^"<,]|"[^"]*")*)/g);
  return [...links].flatMap(([, href = '', words = '']) => {
    const given = pairs(words);
    return typed(given.get('rel') ?? null, href.trim(), given.get('type') ?? null, given.get('profile') ?? null, base);
  });
}

/** `<link rel="item" href="…">` in a page. */
export function linksOfPage(html: string, base: string): readonly TypedLink[] {
  return [...html.slice(0, LONGEST_PAGE).matchAll(/<link\b([^<>]{0,4000})>/gi)].flatMap(([, words = '']) => {
    const given = pairs(words);
    const href = given.get('href');
    return typed(given.get('rel') ?? null, href === undefined ? null : plainText(href), given.get('type') ?? null, given.get('profile') ?? null, base);
  });
}

/** RFC 9264 in JSON: of its contexts those that speak of the page, or if none does, those that list items. */
export function linksOfLinkset(json: unknown, page: string): readonly TypedLink[] {
  const contexts = rows(at(json, 'linkset'));
  const here = contexts.filter(context => addressOf(word(at(context, 'anchor')), page)?.replace(/\/$/, '') === page.replace(/\/$/, ''));
  const meant = here.length > 0 ? here : contexts.filter(context => rows(at(context, 'item')).length > 0);
  return meant.flatMap(context => RELATIONS.flatMap(rel =>
    rows(at(context, rel)).flatMap(link => typed(rel, word(at(link, 'href')), word(at(link, 'type')), word(at(link, 'profile')), page))));
}
