// The page opens: nothing goes wrong, nothing leaves the machine, the policy is in force.
import assert from 'node:assert/strict';
import { story } from './harness/story.mjs';

story('the page opens and asks nobody but its own server', {}, async ({ page, seen, url }) => {
  assert.match(await page.title(), /\S/);
  assert.ok(seen.requests.some((asked) => asked.endsWith('.wasm')), 'the program was fetched');
  assert.ok(seen.requests.every((asked) => asked.startsWith(url) || /^(data|blob):/.test(asked)));
});

story('the content policy stands in the header and in the page', { open: false }, async ({ page, url, go }) => {
  const answer = await page.request.get(url);
  const header = answer.headers()['content-security-policy'];
  assert.match(header, /default-src 'none'/);
  assert.match(header, /frame-ancestors 'none'/);
  assert.doesNotMatch(header, /(?<!wasm-)unsafe-/);
  await go();
  const meta = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  assert.equal(header, `${meta}; frame-ancestors 'none'`);
});

story('the policy refuses inline script and foreign addresses', { errors: /Content Security Policy|Refused|violates/i }, async ({ page, seen }) => {
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const fetched = await fetch('https://example.org/').then(() => true, () => false);
    return { inline: window.inlineRan === true, fetched };
  });
  assert.deepEqual(ran, { inline: false, fetched: false });
  assert.deepEqual(seen.foreign.splice(0).filter((asked) => !asked.startsWith('https://example.org/')), []);
});

story('a browser without WebAssembly SIMD is told so in both languages', { open: false }, async ({ page, url }) => {
  await page.addInitScript(() => { WebAssembly.validate = () => false; });
  await page.goto(url);
  await page.getByRole('alert').waitFor();
  const text = await page.getByRole('alert').innerText();
  assert.match(text, /浏览器版本过低/);
  assert.match(text, /This browser is too old/);
});
