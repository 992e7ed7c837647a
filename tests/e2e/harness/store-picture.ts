/** Pictures of exactly the sizes that the browsers' stores take. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "puppeteer-core";

const FOLDER = fileURLToPath(new URL("../../../docs/store/pictures", import.meta.url));

/** CSS pixels, and pixels of the file. Chrome's store refuses any other size; Firefox's takes it too. */
export const SCREENSHOT = { width: 1280, height: 800 } as const;
export const TILE = { width: 440, height: 280 } as const;
export const ICON = { width: 128, height: 128 } as const;

/** Write docs/store/pictures/NAME.png: what the page's window shows, which is given that size first. */
export async function shootForStore(page: Page, name: string, { width, height }: { width: number; height: number } = SCREENSHOT, { transparent = false } = {}): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await page.setViewport({ width, height, deviceScaleFactor: 1 });
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), omitBackground: transparent, captureBeyondViewport: false });
}
