// The maps' tiles, each from its engine's own port and past the page's program: at most four under way, and what MapLibre
// gives up before it was sent never is. The open city has a channel, a city beside it another; addresses name theirs.
const IN_FLIGHT = 4;

class Channel {
  #sent = new Map(); #unsent = new Set(); #port; #lastId = 0;

  #pump() {
    for (const job of this.#unsent) {
      if (!this.#port || this.#sent.size >= IN_FLIGHT) return;
      this.#unsent.delete(job);
      this.#sent.set(++this.#lastId, job);
      this.#port.postMessage({ id: this.#lastId, url: job.url });
    }
  }

  // Takes the engine's port; a new one after the engine was started anew, which is then asked for what the old one owes.
  take(next) {
    this.#port?.close();
    for (const job of this.#sent.values()) if (!job.signal.aborted) this.#unsent.add(job);
    this.#sent.clear();
    this.#port = next;
    next.onmessage = ({ data: { id, bytes, error } }) => {
      const job = this.#sent.get(id);
      this.#sent.delete(id);
      if (bytes) job?.resolve({ data: bytes });
      else job?.reject(new Error(error));
      this.#pump();
    };
    this.#pump();
  }

  // Its engine is gone: nothing that was asked for will come.
  end() {
    this.#port?.close();
    this.#port = undefined;
    for (const job of [...this.#sent.values(), ...this.#unsent]) job.reject(new DOMException('no longer wanted', 'AbortError'));
    this.#sent.clear();
    this.#unsent.clear();
  }

  ask(url, signal) {
    return new Promise((resolve, reject) => {
      const job = { url, signal, resolve, reject };
      signal.addEventListener('abort', () => {
        this.#unsent.delete(job);
        reject(new DOMException('no longer wanted', 'AbortError'));
      });
      this.#unsent.add(job);
      this.#pump();
    });
  }
}

const channels = { riskmap: new Channel(), 'riskmap-beside': new Channel() };
export const SCHEMES = Object.keys(channels);

export const setTilePort = (port, scheme) => channels[scheme].take(port);
export const endTilePort = (scheme) => channels[scheme].end();

// MapLibre's protocol handler.
export const tile = ({ url }, { signal }) => channels[url.split('://')[0]].ask(url, signal);
