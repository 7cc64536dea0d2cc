// A page for the browser benchmark: an origin of its own with our module and the libraries it is measured beside.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const BARE = ['flatbush', 'flatqueue', 'kdbush', 'rbush', 'quickselect'];
const imports = Object.fromEntries(BARE.map((name) => [name, `/node_modules/${name}/index.js`]));
imports['fast-kde'] = '/node_modules/fast-kde/src/index.js';
imports['d3-color'] = '/node_modules/d3-color/dist/d3-color.mjs';
const PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title><script type="importmap">${JSON.stringify({ imports })}</script>`;

/** Serves the folders by their first path segment, and bytes in memory by their path; `/` is the page. */
export async function serveFolders(folders, memory = {}) {
  const server = createServer(async (request, answer) => {
    // A page that is isolated from others is given a clock of 5 µs instead of 100.
    answer.setHeader('cross-origin-opener-policy', 'same-origin');
    answer.setHeader('cross-origin-embedder-policy', 'require-corp');
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (path === '/') return answer.setHeader('content-type', 'text/html').end(PAGE);
    if (path in memory) return answer.end(memory[path]);
    const [, first, ...rest] = path.split('/');
    try {
      const body = await readFile(join(folders[first] ?? '/nowhere', ...rest));
      answer.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((open) => { server.listen(0, '127.0.0.1', open); });
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
