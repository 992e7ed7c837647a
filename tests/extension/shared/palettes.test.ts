// One file of colours: the style sheets of our own pages take theirs from it, and from nowhere else.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { paletteSheet, targets } from "../../../extension/scripts/write-palette.mjs";
import { PAGES, PALETTES } from "../../../extension/src/shared/palettes.ts";

const TOP = fileURLToPath(new URL("../../..", import.meta.url));

function styleSheets(folder: string): string[] {
  return readdirSync(path.join(TOP, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".css")).map((file) => path.join(folder, file));
}

describe("palette.css (npm run write in extension/)", () => {
  it.each(targets.map((target) => [path.relative(TOP, target), target] as const))("is what the script writes: %s", async (_, target) => {
    expect(readFileSync(target, "utf8")).toBe(await paletteSheet());
  });

  it("has every colour in both schemes", async () => {
    const sheet = await paletteSheet();
    expect(Object.keys(PAGES.dark)).toEqual(Object.keys(PAGES.light));
    for (const colours of [PAGES.light, PAGES.dark]) for (const [name, colour] of Object.entries(colours)) expect(sheet).toContain(`--${name}: ${colour};`);
    expect(sheet).toContain(`--amber: ${PALETTES.amber.listed.ground};`);
  });
});

describe("the other style sheets", () => {
  const all = [...styleSheets("extension/src"), ...styleSheets("helper/inset/server/web")].filter((file) => !file.endsWith("palette.css"));
  // The options page draws little photos, whose colours are a landscape's.
  const plain = all.filter((file) => !file.endsWith("options.css"));

  it.each(plain)("name no colour of their own: %s", (file) => {
    expect(readFileSync(path.join(TOP, file), "utf8").match(/#[0-9a-f]{3,8}\b/gi) ?? []).toEqual([]);
  });

  it.each(all)("use no colour that the palette or they themselves lack: %s", async (file) => {
    const known = (text: string): Set<string> => new Set([...text.matchAll(/(--[a-z-]+):/g)].map((match) => match[1] ?? ""));
    const text = readFileSync(path.join(TOP, file), "utf8");
    const shared = file.startsWith("helper") ? readFileSync(path.join(TOP, "helper/inset/server/web/style.css"), "utf8") : "";
    const given = new Set([...known(text), ...known(await paletteSheet()), ...known(shared)]);
    // Those of a mark are set by the options page's script, from the person's choice.
    const used = [...text.matchAll(/var\((--[a-z-]+)/g)].map((match) => match[1] ?? "").filter((name) => !name.endsWith("-of-mark"));
    expect(used.filter((name) => !given.has(name))).toEqual([]);
  });
});
