// Starting Chromium the same way for tests and for measurements.
import { chromium } from 'playwright-core';

/** A headless Chromium that draws WebGL in software and talks to nobody by itself. */
export function launch(more = {}) {
  return chromium.launch({
    executablePath: process.env.RISKMAP_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--no-first-run',
      '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
      ...(more.args ?? []),
    ],
  });
}
