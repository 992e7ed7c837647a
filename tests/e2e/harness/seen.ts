/** Which badges a person can see: asked of the browser's own hit test, not of the document, where a hidden badge is found too. */
import type { Page } from "puppeteer-core";

import { pause, until } from "./until.ts";

/** How long badges must stay as they are to count as what a person sees, in milliseconds: beyond the extension's own looks at the page. */
const STEADY_MS = 700;

/** Photos whose badge is on top at its own middle, sorted; an ID comes twice when two badges carry it. */
export async function seenBadges(page: Page): Promise<string[]> {
  const seen = await page.evaluate(() => {
    const within = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll("*")].flatMap((each) => [each, ...(each.shadowRoot === null ? [] : within(each.shadowRoot))]);
    return within(document)
      .filter(({ localName }) => localName === "inset-badge")
      .flatMap((badge) => {
        const { left, top, width, height } = badge.getBoundingClientRect();
        if (width < 8 || height < 8) return [];
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return hit === badge ? [badge.getAttribute("data-photo-id") ?? ""] : [];
      });
  });
  return seen.sort();
}

/** Wait until exactly these photos' badges are to be seen, and stay so. */
export async function untilSeen(page: Page, photos: readonly string[], timeoutMs?: number): Promise<void> {
  const wanted = [...photos].sort().join(" ");
  let last = "";
  const reached = async (): Promise<boolean> => {
    last = (await seenBadges(page)).join(" ");
    return last === wanted;
  };
  const stay = async (): Promise<boolean> => {
    if (!(await reached())) return false;
    await pause(STEADY_MS);
    return reached();
  };
  try {
    await until("the badges", stay, timeoutMs);
  } catch (error) {
    throw new Error(`Badges are seen on [${last}], wanted [${wanted}] (${String(error)})`, { cause: error });
  }
}
