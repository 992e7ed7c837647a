// One of the extension's own pages, opened with its real HTML.
import { readFileSync } from "node:fs";
import { vi } from "vitest";
import { FakeBrowser } from "./browser.ts";

/** Timers of the page that is open: a browser stops them when the page closes, and so must a test. */
const ticking: ReturnType<typeof setInterval>[] = [];
const { setInterval: setRealInterval } = globalThis;

/** Opens one of our pages and runs its code. */
export async function openOwnPage(name: "popup" | "options" | "welcome" | "answer" | "check", query = ""): Promise<FakeBrowser> {
  const html = readFileSync(new URL(`../../../extension/src/${name}/${name}.html`, import.meta.url), "utf8");
  const browser = new FakeBrowser(html, `https://inset-test.example/${name}.html${query}`);
  const { window } = browser;
  for (const kind of ["HTMLAnchorElement", "HTMLButtonElement", "HTMLSelectElement", "HTMLInputElement", "HTMLFormElement", "HTMLProgressElement"] as const) {
    vi.stubGlobal(kind, window[kind]);
  }
  for (const timer of ticking.splice(0)) clearInterval(timer);
  vi.stubGlobal("setInterval", (run: () => void, every: number) => {
    const timer = setRealInterval(run, every);
    ticking.push(timer);
    return timer;
  });
  vi.resetModules();
  await import(`../../../extension/src/${name}/main.ts`);
  return browser;
}

/** What a person can see of an element: "" where it or a box around it is hidden. */
export function visibleText(element: HTMLElement): string {
  return element.closest("[hidden]") === null ? element.textContent.replace(/\s+/g, " ").trim() : "";
}
