// Files of the reader's own, opened as a reader does.

const soon = { timeout: 60_000 };

/** Opens files as a reader does, through the page's own button and the browser's file chooser. */
export async function open(page, files) {
  await page.getByRole('button', { name: /添加数据/ }).first().click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '打开 zip 或文件' }).click(),
  ]);
  await chooser.setFiles(files);
}

/** Waits until a city is open, with all its layers. */
export const cityIs = (page, name) => page.waitForFunction(
  (name) => document.title.includes(name) && !document.querySelector('.loading:not(.empty)'), name, soon);
