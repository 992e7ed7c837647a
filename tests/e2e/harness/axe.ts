/** What axe finds wrong with a page as it is shown now. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "puppeteer-core";

export interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly target: readonly string[]; readonly failureSummary: string }[];
}

interface Axe {
  run(place: Document, options: { readonly resultTypes: readonly string[] }): Promise<{ violations: Violation[] }>;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every rule is asked of everything; of what keeps the rules no list is made, which takes longer than asking. */
export async function violationsIn(page: Page): Promise<Violation[]> {
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    return (await axe.run(document, { resultTypes: ["violations"] })).violations;
  });
}

/** What axe finds wrong with what is shown now, one line each. */
export async function faults(page: Page): Promise<string[]> {
  return (await violationsIn(page)).flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`));
}
