/**
 * Windows for tests that run beside each other, so that one page loads while another one is watched: each window is drawn at
 * all times, as a tab behind another tab is not. A test takes a free window, goes where it wants, and gives it back.
 */
import type { Page } from "puppeteer-core";

import type { TestBrowser } from "./test-browser.ts";

const HEIGHT = 900;

export class Windows {
  private readonly free: Page[] = [];

  constructor(private readonly browser: () => TestBrowser) {}

  /** Do this in a window of this width; a window in which it failed is not used again. */
  async use(width: number, test: (page: Page) => Promise<unknown>): Promise<void> {
    const page = this.free.pop() ?? (await this.browser().newWindow());
    try {
      // Firefox takes its time over it, even where nothing changes.
      if (page.viewport()?.width !== width || page.viewport()?.height !== HEIGHT) await page.setViewport({ width, height: HEIGHT });
      await test(page);
    } catch (error) {
      await page.close();
      throw error;
    }
    this.free.push(page);
  }

  async close(): Promise<void> {
    await Promise.all(this.free.splice(0).map((page) => page.close()));
  }
}
