// The rules of who may import whom find what they forbid. `npm run lint:imports` holds the project to them.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const extension = fileURLToPath(new URL("../../extension", import.meta.url));
const cruiser = path.join(extension, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

/** A project in which every rule is broken once, and one way down is as it should be. */
const SOURCES: Record<string, string> = {
  "content/badges/tiles.ts": 'import "./drawing.ts";',
  "content/badges/drawing.ts": 'import "../answers/book.ts"; import "../../shared/words.ts";',
  "content/answers/book.ts": "export {};",
  "shared/words.ts": "export {};",
  // Circles, of code and of types alone.
  "popup/one.ts": 'import "./two.ts";',
  "popup/two.ts": 'import "./one.ts";',
  "welcome/one.ts": 'import type { T } from "./two.ts"; export type S = T;',
  "welcome/two.ts": 'import type { U } from "./three.ts"; export type T = U;',
  "welcome/three.ts": 'import type { S } from "./one.ts"; export type U = S | null;',
  // Upwards.
  "content/answers/session.ts": 'import "../badges/tiles.ts";',
  "content/finding/finder.ts": 'import "../answers/book.ts";',
  "content/screen/idle.ts": 'import "../finding/finder.ts";',
  "content/badges/badge.ts": 'import "../cards/card.ts";',
  "content/cards/card.ts": "export {};",
  "content/reading/page.ts": 'import "../answers/book.ts"; import "../finding/finder.ts";',
  // Sideways.
  "options/looks.ts": 'import "../content/badges/tiles.ts";',
  "shared/dom.ts": 'import "../popup/one.ts";',
  "background/main.ts": 'import "./gone.ts";',
  "../site/main.ts": 'import "../src/popup/one.ts"; import "../src/shared/words.ts";',
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let project: string;
let found: (readonly [string, string])[];

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), "inset-imports-"));
  for (const [name, source] of Object.entries(SOURCES)) {
    const file = path.join(project, "extension/src", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, source);
  }
  const output = cruise(["--config", path.join(extension, ".dependency-cruiser.cjs"), "--output-type", "json", "extension/src", "extension/site"]);
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[] } };
  found = summary.violations.map(({ from, rule }) => [path.posix.relative("extension/src", from), rule.name] as const);
}, 60_000);
afterAll(() => { rmSync(project, { recursive: true }); });

function cruise(args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, [cruiser, ...args], { cwd: project, encoding: "utf8" });
  } catch (error) {
    // Its exit status is the number of errors. Any other failure leaves no JSON.
    return (error as { stdout: string }).stdout;
  }
}

it.each([
  ["a circle", "popup/one.ts", "no-circle"],
  ["a circle of types alone, through three files", "welcome/one.ts", "no-circle"],
  ["answers that know badges", "content/answers/session.ts", "answers-know-no-badges"],
  ["finding that knows answers", "content/finding/finder.ts", "finding-and-screen-are-the-ground"],
  ["a screen that knows photos", "content/screen/idle.ts", "finding-and-screen-are-the-ground"],
  ["badges that know cards", "content/badges/badge.ts", "badges-know-no-cards"],
  ["reading that knows answers", "content/reading/page.ts", "reading-knows-finding-alone"],
  ["a page that knows the content script", "options/looks.ts", "parts-talk-by-messages"],
  ["shared code that knows a page", "shared/dom.ts", "shared-imports-no-part"],
  ["a static page that knows the extension", "../site/main.ts", "site-imports-shared-alone"],
  ["an import of a file that is not there", "background/main.ts", "resolvable"],
])("finds %s", (_, from, rule) => {
  expect(found).toContainEqual([from, rule]);
});

it("finds nothing wrong with what flows down", () => {
  const down = ["content/badges/tiles.ts", "content/badges/drawing.ts", "content/answers/book.ts", "shared/words.ts", "content/cards/card.ts"];
  expect(found.filter(([from]) => down.includes(from))).toEqual([]);
});
