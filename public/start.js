// Starts the page's program, and says so plainly where it cannot. A file of its own because the content policy allows
// no inline script; Trunk tells it through data attributes where the program lies.

const here = document.getElementById('start');
const boot = document.getElementById('boot');

const REASONS = {
  old: [
    '浏览器版本过低：本页需要 WebAssembly SIMD（Chrome 或 Edge 91、Firefox 89、Safari 16.4 及以上）。',
    'This browser is too old: the page needs WebAssembly SIMD (Chrome or Edge 91, Firefox 89, Safari 16.4, or later).',
  ],
  failed: ['地图没有打开。请刷新页面；若仍不行，把下面这行交给维护的人。', 'The map did not open. Reload the page; if that does not help, pass the line below to whoever maintains it.'],
};

function say(reason, detail) {
  const line = (text, lang) => Object.assign(document.createElement('p'), { textContent: text, lang });
  boot.setAttribute('role', 'alert');
  boot.replaceChildren(line(REASONS[reason][0], 'zh'), line(REASONS[reason][1], 'en'), line(detail, ''));
}

// The smallest module that has a SIMD instruction in it: () -> v128 { i32.const 0; i8x16.splat; }
const SIMD = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11);

if (typeof WebAssembly !== 'object' || !WebAssembly.validate(SIMD)) {
  say('old', navigator.userAgent);
} else {
  try {
    const { default: init } = await import(new URL(here.dataset.program, document.baseURI).href);
    await init({ module_or_path: new URL(here.dataset.wasm, document.baseURI) });
    boot.remove();
  } catch (error) {
    console.error(error);
    say('failed', String(error));
  }
}
