// Expands JSON-LD files in safe mode with local contexts only: node expand.mjs FILE... [CONTEXT_URL=FILE ...]
// Safe mode refuses what a plain expansion drops in silence: an unknown term, an invalid id.
import fs from 'node:fs';
import jsonld from 'jsonld';

const words = process.argv.slice(2);
const isPair = (word) => /^https:\/\/[^=]+=/.test(word);
const contexts = new Map(words.filter(isPair).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

const documentLoader = async (url) => {
  const local = contexts.get(url);
  if (local === undefined) throw new Error(`no local copy of ${url}`);
  return { contextUrl: null, documentUrl: url, document: JSON.parse(fs.readFileSync(local, 'utf8')) };
};

for (const file of words.filter((word) => !isPair(word))) {
  try {
    const document = JSON.parse(fs.readFileSync(file, 'utf8'));
    const expanded = await jsonld.expand(document, { safe: true, base: 'https://example.org/crate/', documentLoader });
    if (expanded.length === 0) throw new Error('nothing is left of it');
    console.log(`${expanded.length} node(s)`);
  } catch (error) {
    console.error(`${file}:`, error.message, JSON.stringify(error.details ?? ''));
    process.exitCode = 1;
  }
}
