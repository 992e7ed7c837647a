// What the helper's errors ask of a person, in the page's language.
import { JSDOM } from "jsdom";
import { describe, expect, it, vi } from "vitest";

import { languages, wordsElement } from "../../support/page-messages.ts";

type Faults = typeof import("../../../../helper/inset/server/web/page/shared/faults.js");

async function speaking(language: string): Promise<(code: string, message: string, hint: string) => string> {
  const { faultWords } = await faultsIn(language);
  return (code, message, hint) => faultWords({ code, message, hint });
}

async function faultsIn(language: string): Promise<Faults> {
  vi.stubGlobal("document", new JSDOM(`<html lang="${language}"><head>${wordsElement(language)}</head></html>`).window.document);
  vi.resetModules();
  return await import("../../../../helper/inset/server/web/page/shared/faults.js");
}

describe.each(languages)("an error in %s", (language) => {
  it("says what to do, and keeps the helper's own words", async () => {
    const said = (await speaking(language))("disk_full", "Make room: 5 MB are missing.", "Or add less.");
    expect(said).toContain("Make room: 5 MB are missing. Or add less.");
    if (language === "en") expect(said).toBe("Make room: 5 MB are missing. Or add less.");
    else expect(said).not.toMatch(/^Make room/);
  });

  it("has a hint that is known in that language, behind the helper's own words", async () => {
    const said = (await speaking(language))("disk_full", "Make room: 5 MB are missing.", "What was on this computer before is unchanged.");
    expect(said).toMatch(/Make room: 5 MB are missing\. \S+/);
    expect(said.includes("What was on this computer before is unchanged.")).toBe(language === "en");
  });

  it("stands in two sentences where a build failed, and what is English is marked so", async () => {
    const { faultSentences } = await faultsIn(language);
    const isEnglish = language === "en";
    const [hint, other] = ["What was on this computer before is unchanged.", "Brand new."] as const;
    const [lead, known] = faultSentences({ code: "disk_full", message: "Make room: 5 MB are missing.", hint });
    expect([lead?.english, known?.english, known?.words === hint]).toEqual([isEnglish, isEnglish, isEnglish]);
    expect(lead?.words.startsWith("Make room")).toBe(isEnglish);
    expect(lead?.words).toContain("Make room: 5 MB are missing.");
    expect(faultSentences({ code: "disk_full", message: "Make room.", hint: other })[1]).toEqual({ words: other, english: true });
    expect(faultSentences({ code: "brand_new", message: "Do this.", hint: "" })).toEqual([{ words: "Do this.", english: true }]);
  });

  it("of an unknown code is the helper's own words", async () => {
    expect((await speaking(language))("brand_new", "Do this.", "")).toBe("Do this.");
  });
});

it("is told whole where its words are a message", async () => {
  const fault = {
    code: "manifest_invalid", message: "Give another list, or help to read this one: a.csv cannot be read. It is a web page.", hint: "Its columns are: <b>$1</b>.",
    message_told: { name: "list_refused", values: ["a.csv", "It is a web page."] }, hint_told: { name: "list_hint_columns", values: ["<b>$1</b>"] },
  };
  const { faultWords, faultSentences } = await faultsIn("de");
  expect(faultWords(fault)).toMatch(/^[^.]*a\.csv[^.]*\. Es ist eine Webseite\. Die Spalten sind: <b>\$1<\/b>\.$/);
  expect(faultSentences(fault).map((each) => each.english)).toEqual([false, false]);
  const english = await faultsIn("en");
  expect(english.faultWords(fault)).toBe(`${fault.message} ${fault.hint}`);
});

it("never reads a place in the helper's words", async () => {
  expect((await speaking("de"))("disk_full", "Costs $1.", "")).toContain("Costs $1.");
});
