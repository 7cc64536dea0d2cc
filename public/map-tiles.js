// The map's tiles, from the engine's own port and past the page's program: at most four under way, and what MapLibre
// gives up before it was sent never is.
const IN_FLIGHT = 4;
const sent = new Map();
const unsent = new Set();
let port, lastId = 0;

function pump() {
  for (const job of unsent) {
    if (!port || sent.size >= IN_FLIGHT) return;
    unsent.delete(job);
    sent.set(++lastId, job);
    port.postMessage({ id: lastId, url: job.url });
  }
}

// Takes the engine's port; a new one after the engine was started anew, which is then asked for what the old one owes.
export function setTilePort(next) {
  port?.close();
  for (const job of sent.values()) if (!job.signal.aborted) unsent.add(job);
  sent.clear();
  port = next;
  port.onmessage = ({ data: { id, bytes, error } }) => {
    const job = sent.get(id);
    sent.delete(id);
    if (bytes) job?.resolve({ data: bytes });
    else job?.reject(new Error(error));
    pump();
  };
  pump();
}

// MapLibre's protocol handler.
export const tile = ({ url }, { signal }) => new Promise((resolve, reject) => {
  const job = { url, signal, resolve, reject };
  signal.addEventListener('abort', () => {
    unsent.delete(job);
    reject(new DOMException('no longer wanted', 'AbortError'));
  });
  unsent.add(job);
  pump();
});
