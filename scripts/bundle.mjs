// Bundles generators/cli.ts and every dependency into dist/cli.js, and writes the third-party notices from what really went in.
import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

// Three places read their own package.json at start, which a bundle does not have: the wanted fields are put in as literals.
const ownManifest = [
  [/yeoman-environment[\\/]dist[\\/]environment-base\.js$/, /require\('\.\.\/package\.json'\)/],
  [/yeoman-environment[\\/]dist[\\/]module-lookup\.js$/, /JSON\.parse\(readFileSync\(join\(PROJECT_ROOT, 'package\.json'\)\)\.toString\(\)\)/],
  [/yeoman-generator[\\/]dist[\\/]generator\.js$/, /JSON\.parse\(readFileSync\(pathJoin\(_dirname, '\.\.\/package\.json'\), 'utf8'\)\)/],
];

const nameAndVersion = (file) => {
  const { name, version } = JSON.parse(fs.readFileSync(file.replace(/dist[\\/].*/, 'package.json'), 'utf8'));
  return JSON.stringify({ name, version });
};

const yeoman = {
  name: 'yeoman',
  setup(build) {
    for (const [filter, pattern] of ownManifest) {
      build.onLoad({ filter }, ({ path: file }) => {
        const source = fs.readFileSync(file, 'utf8');
        if (!pattern.test(source)) throw new Error(`the patch for ${path.basename(file)} no longer applies: look at its new version`);
        return { contents: source.replace(pattern, () => nameAndVersion(file)), loader: 'js' };
      });
    }
    // fly-import fetches other generators at run time: never used here, and it would bring the whole of npm's arborist.
    build.onResolve({ filter: /^fly-import$/ }, () => ({ path: 'fly-import', namespace: 'stub' }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: `export const flyImport = async () => { throw new Error('generators are not fetched at run time'); };
                 export class FlyRepository { constructor(options) { Object.assign(this, options); } }`,
      loader: 'js',
    }));
  },
};

const banner = `import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __toPath}from'node:url';import{dirname as __directoryOf}from'node:path';
const require=__createRequire(import.meta.url);const __bundleFile=__toPath(import.meta.url);const __bundleDirectory=__directoryOf(__bundleFile);`;

/** Packages whose files stand in the bundle, from esbuild's own account. */
function packagesOf(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  return [...folders].sort().map((folder) => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(path.join(root, folder)).find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
    const licence = typeof manifest.license === 'string' ? manifest.license : (manifest.license?.type ?? manifest.licenses?.[0]?.type ?? 'not declared');
    return { name: manifest.name, version: manifest.version, licence, text: file ? fs.readFileSync(path.join(root, folder, file), 'utf8').trim() : '' };
  });
}

const copyleft = /\b(A|L)?GPL\b|AGPL|CPAL/;

function writeNotices(metafile) {
  const packages = packagesOf(metafile);
  const refused = packages.filter(({ licence }) => copyleft.test(licence));
  if (refused.length > 0) throw new Error(`copyleft code in the bundle: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`);
  const byText = new Map();
  for (const entry of packages) {
    const group = byText.get(entry.text) ?? [];
    group.push(`${entry.name} ${entry.version} (${entry.licence})`);
    byText.set(entry.text, group);
  }
  const sections = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text || 'The package ships no licence text.'}`);
  const head = `create-fair-ai is one bundled file. It contains the packages below, each under its own licence.`;
  fs.writeFileSync(path.join(root, 'THIRD-PARTY-NOTICES.txt'), `${[head, ...sections].join(`\n\n${'-'.repeat(78)}\n\n`)}\n`);
}

export async function bundle() {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['generators/cli.ts'],
    outfile: 'dist/cli.js',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    keepNames: true, // errors and Yeoman's queues go by the names of classes and methods
    legalComments: 'none', // the notices file holds them
    define: { __filename: '__bundleFile', __dirname: '__bundleDirectory' },
    banner: { js: banner },
    plugins: [yeoman],
    metafile: true,
    logLevel: 'warning',
  });
  fs.chmodSync(path.join(root, 'dist', 'cli.js'), 0o755);
  writeNotices(result.metafile);
  return result.metafile;
}
