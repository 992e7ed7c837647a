// What the helper's errors ask of a person, in the page's language.
import { JSDOM } from "jsdom";
import { describe, expect, it, vi } from "vitest";

import { languages, wordsElement } from "../support/page-messages.ts";

async function speaking(language: string): Promise<(code: string, message: string, hint: string) => string> {
  vi.stubGlobal("document", new JSDOM(`<html lang="${language}"><head>${wordsElement(language)}</head></html>`).window.document);
  vi.resetModules();
  return (await import("../../../helper/inset/server/web/page/faults.js")).faultWords;
}

describe.each(languages)("an error in %s", (language) => {
  it("says what to do, and keeps the helper's own words", async () => {
    const said = (await speaking(language))("disk_full", "Make room: 5 MB are missing.", "Or add less.");
    expect(said).toContain("Make room: 5 MB are missing. Or add less.");
    if (language === "en") expect(said).toBe("Make room: 5 MB are missing. Or add less.");
    else expect(said).not.toMatch(/^Make room/);
  });

  it("has a hint that is known in that language, behind the helper's own words", async () => {
    const said = (await speaking(language))("disk_full", "Make room: 5 MB are missing.", "What was published before is unchanged.");
    expect(said).toMatch(/Make room: 5 MB are missing\. \S+/);
    expect(said.includes("What was published before is unchanged.")).toBe(language === "en");
  });

  it("of an unknown code is the helper's own words", async () => {
    expect((await speaking(language))("brand_new", "Do this.", "")).toBe("Do this.");
  });
});

it("never reads a place in the helper's words", async () => {
  expect((await speaking("de"))("disk_full", "Costs $1.", "")).toContain("Costs $1.");
});
