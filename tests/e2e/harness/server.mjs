// `riskmap serve` on a free port.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Starts the server over a dataset folder (relative to the project's root).
 * @returns {Promise<{url: string, stop: () => void}>} the page's address, ending in a slash
 */
export async function serve(data, { dist = 'dist', bin = process.env.RISKMAP_BIN ?? 'target/debug/riskmap' } = {}) {
  const server = spawn(bin, ['serve', data, '--dist', dist, '--port', '0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let talk = '';
  server.stderr.on('data', (bytes) => { talk += bytes; });
  const url = await new Promise((found, failed) => {
    createInterface(server.stdout).on('line', (line) => { if (line.startsWith('http')) found(line.trim()); });
    server.on('error', (error) => failed(new Error(`cannot start ${bin}: ${error.message}`)));
    server.on('exit', (code) => failed(new Error(`${bin} ended with ${code}: ${talk}`)));
  });
  return { url, stop: () => server.kill() };
}
