// The methods' pages: the text that each method's file begins with, and its Chinese twin beside it (the same name with
// .zh.md), one file a language. src/risk/methods.json lists them in the order in which they are read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A module's documentation as a reader of the page wants it: without what only a programmer asks. */
function documentation(source) {
  const lines = source.split('\n').filter((line) => line.startsWith('//!')).map((line) => line.replace(/^\/\/! ?/, ''));
  const text = lines.join('\n').replace(/ ?\(\[`[^`]+`\]\)/g, '').replace(/\[`(?:\w+::)*(\w+)`\](?:\([^)]*\))?/g, '`$1`');
  return text.split(/\n{2,}/).filter((paragraph) => !paragraph.startsWith('**Cost.**')).join('\n\n');
}

/** Both languages' pages: `# code`, then the text, for each method. */
export function methodPages(root) {
  const read = (path) => readFileSync(join(root, 'src', path), 'utf8').trim();
  const methods = JSON.parse(read('risk/methods.json'));
  const pages = (text) => methods.map(([code, path]) => `# ${code}\n\n${text(path)}\n`).join('\n');
  return { en: pages((path) => documentation(read(`${path}.rs`))), zh: pages((path) => read(`${path}.zh.md`)) };
}
