// Trunk's last step (post_build hook, works on the staging folder): puts each worker's three files into a folder named
// by their hash, tells the page where they are, writes the methods' pages, makes a debug build reload itself, and compresses
// a release build once.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { methodPages } from './methods.mjs';

const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === 'release';
if (!staging) throw new Error('TRUNK_STAGING_DIR is not set: Trunk runs this, see Trunk.toml');

let page = readFileSync(join(staging, 'index.html'), 'utf8');

function replaceOnce(found, by) {
  if (page.split(found).length !== 2) throw new Error(`index.html should hold this once: ${found}`);
  page = page.replace(found, () => by);
}

// A worker's script, glue and WASM belong together: one hash for the three, so that no old one meets a new one.
for (const worker of ['engine', 'importer']) {
  const files = [`${worker}.js`, `${worker}_bg.wasm`, `${worker}_loader.js`];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(staging, file)));
  const folder = `${worker}-${hash.digest('hex').slice(0, 16)}`;
  mkdirSync(join(staging, folder));
  for (const file of files) renameSync(join(staging, file), join(staging, folder, file));
  replaceOnce(`<meta name="riskmap-${worker}" content="">`, `<meta name="riskmap-${worker}" content="./${folder}/${worker}_loader.js">`);
}

if (!release) {
  writeFileSync(join(staging, 'reload.js'), `// Development only: reloads the page when it was built anew.
let built;
setInterval(async () => {
  const answer = await fetch('./index.html', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  const now = answer?.ok ? answer.headers.get('last-modified') : undefined;
  if (now && built && now !== built) location.reload();
  built = now ?? built;
}, 1000);
`);
  replaceOnce('</body>', '<script type="module" src="./reload.js"></script>\n</body>');
}
writeFileSync(join(staging, 'index.html'), page);

for (const [language, text] of Object.entries(methodPages(join(import.meta.dirname, '..')))) {
  writeFileSync(join(staging, `methods.${language}.md`), text);
}

const COMPRESSED = new Set(['.css', '.html', '.js', '.json', '.md', '.mjs', '.svg', '.wasm']);
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      compress(path);
    } else if (COMPRESSED.has(extname(name))) {
      const bytes = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }));
    }
  }
}
if (release) compress(staging);
