// How measurements are told: the machine first, then tables that line up.
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** One line with what was measured on. */
export async function machine(browser) {
  const rustc = execFileSync('rustc', ['--version']).toString().trim().split(' ').slice(0, 2).join(' ');
  return `${cpus()[0].model.trim()} × ${cpus().length}, ${(totalmem() / 2 ** 30).toFixed(0)} GB · Chromium ${browser.version()} · node ${process.version} · ${rustc}`;
}

/** Rows as aligned text, the first column to the left. */
export function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  for (const row of all) {
    console.log(row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('   ').trimEnd());
  }
}
