// Bundles generators/cli.ts and every dependency into dist/, and writes the third-party notices from what really went in.
import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

const yeomanManifest = JSON.parse(fs.readFileSync(path.join(root, 'node_modules', 'yeoman-generator', 'package.json'), 'utf8'));

// Lines of yeoman-generator that a bundle cannot have, or that would bring a whole library for one name. The build fails when one no longer applies.
const patches = [
  // A bundle has no package.json beside it.
  [/JSON\.parse\(readFileSync\(pathJoin\(_dirname, '\.\.\/package\.json'\), 'utf8'\)\)/, JSON.stringify({ version: yeomanManifest.version })],
  // The whole of lodash as `this._`, for generators of old.
  [/import \* as _ from 'lodash-es';/, 'const _ = undefined;'],
  // One comparison of two versions.
  [/import \{ lte as semverLte \} from 'semver';/, "import semverLte from 'semver/functions/lte.js';"],
];

// What yeoman-generator, the file editor under it and inquirer import at their top and we never call: `copyTpl`, `spawn`, `this.git`, an editor as a prompt.
// Each name throws when it is called after all; a name that is missing here fails the build.
const neverCalled = [
  { importer: /yeoman-generator/, modules: { execa: ['execa', 'execaCommand', 'execaCommandSync', 'execaSync'], 'simple-git': ['simpleGit', 'CheckRepoActions', 'CleanOptions'], 'latest-version': ['default'], 'read-package-up': ['readPackageUpSync'] } },
  { importer: /yeoman-generator|mem-fs-editor/, modules: { 'mem-fs': ['isFileTransform'] } },
  { importer: /mem-fs-editor/, modules: { ejs: ['default'], tinyglobby: ['glob', 'globSync', 'isDynamicPattern'], multimatch: ['default'], minimatch: ['minimatch'], vinyl: ['default'], isbinaryfile: ['isBinaryFileSync'] } },
  { importer: /inquirer/, modules: { '@inquirer/external-editor': ['editAsync'] } },
];

const refusing = (module, name) => {
  const refuse = `() => { throw new Error("${name} of ${module} is not in this bundle"); }`;
  return name === 'default' ? `export default ${refuse};` : `export const ${name} = ${refuse};`;
};

const yeoman = {
  name: 'yeoman',
  setup(build) {
    build.onLoad({ filter: /yeoman-generator[\\/]dist[\\/]generator\.js$/ }, ({ path: file }) => {
      const contents = patches.reduce((source, [pattern, replacement]) => {
        if (!pattern.test(source)) throw new Error(`the patch ${pattern} no longer applies: look at the new version of yeoman-generator`);
        return source.replace(pattern, () => replacement);
      }, fs.readFileSync(file, 'utf8'));
      return { contents, loader: 'js' };
    });
    for (const { importer, modules } of neverCalled) {
      for (const [module, names] of Object.entries(modules)) {
        build.onResolve({ filter: new RegExp(`^${module}$`) }, (request) => (importer.test(request.importer) ? { path: module, namespace: 'never-called', pluginData: names } : undefined));
      }
    }
    build.onLoad({ filter: /.*/, namespace: 'never-called' }, ({ path: module, pluginData: names }) => ({ contents: names.map((name) => refusing(module, name)).join('\n'), loader: 'js' }));
    // The same code as ES modules: what is not used falls away, and nothing is wrapped in functions that are parsed twice.
    for (const [module, ...file] of [['rxjs', 'dist', 'esm', 'index.js'], ['yaml', 'browser', 'dist', 'index.js']]) {
      build.onResolve({ filter: new RegExp(`^${module}$`) }, () => ({ path: path.join(root, 'node_modules', module, ...file), sideEffects: false }));
    }
    // A long string is read faster than a long literal, and only these fields are used.
    build.onLoad({ filter: /spdx-license-list[\\/]spdx-simple\.json$|spdx-license-list[\\/]spdx\.json$/ }, ({ path: file }) => {
      const entries = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8'))).map(([id, { name, url, osiApproved }]) => [id, { name, url, osiApproved }]);
      return { contents: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(entries)))});`, loader: 'js' };
    });
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
  const head = `The files of dist/ contain the packages below, each under its own licence.`;
  fs.writeFileSync(path.join(root, 'THIRD-PARTY-NOTICES.txt'), `${[head, ...sections].join(`\n\n${'-'.repeat(78)}\n\n`)}\n`);
}

export async function bundle() {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { cli: 'generators/cli.ts', commands: 'generators/commands.ts', prompts: 'generators/_shell/prompts.ts' },
    outdir: 'dist',
    chunkNames: 'shared-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true, // names stay: a bug's stack can be read, and errors and Yeoman's queues go by the names of classes and methods
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
