// npm run build: the catalogue table, the bundle, the licence texts, the templates as one file.
import fs from 'node:fs';
import path from 'node:path';
import { compileCatalogue } from './catalogue.mjs';

const dist = path.resolve(import.meta.dirname, '..', 'dist');
fs.rmSync(dist, { recursive: true, force: true });
compileCatalogue();
const { bundle } = await import('./bundle.mjs');
await bundle();
const { writeLicenceTexts } = await import('./licences.mjs');
await writeLicenceTexts(path.join(dist, 'licences.json.br'));
const { writeTemplates } = await import('./templates.mjs');
writeTemplates(path.join(dist, 'templates.json'));
