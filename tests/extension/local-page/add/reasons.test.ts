// Why rows gave no photo and files were passed over, in the page's language.
import { JSDOM } from "jsdom";
import { describe, expect, it, vi } from "vitest";

import { languages, wordsElement } from "../../support/page-messages.ts";

type Reasons = typeof import("../../../../helper/inset/server/web/page/add/reasons.js");

async function speaking(language: string): Promise<Reasons> {
  vi.stubGlobal("document", new JSDOM(`<html lang="${language}"><head>${wordsElement(language)}</head></html>`).window.document);
  vi.resetModules();
  return await import("../../../../helper/inset/server/web/page/add/reasons.js");
}

describe.each(languages)("reasons in %s", (language) => {
  it("are told by code and by sentence; only what is English is marked so", async () => {
    const { fileReason, rowReason } = await speaking(language);
    const [row, file] = ["no Flickr photo in it", "Nothing in its beginning names a Flickr photo in a way that Inset knows."] as const;
    for (const [told, reason] of [[rowReason({ reason: row, code: "no_photo" }), row], [fileReason(file), file]] as const) {
      expect(told.lang).toBe(language === "en" ? "en" : "");
      expect(told.textContent === reason).toBe(language === "en");
      expect(told.textContent).toContain("Flickr");
    }
  });

  it("that have no message are the helper's own words", async () => {
    const { fileReason, rowReason } = await speaking(language);
    for (const each of [rowReason({ reason: "brand new" }), rowReason({ reason: "brand new", code: "brand_new" }), fileReason("brand new")]) {
      expect([each.textContent, each.lang]).toEqual(["brand new", "en"]);
    }
  });
});

it("that are sentences with parts are told with them, whatever stands in them, as text", async () => {
  const hostile = "<img src=x onerror=alert(1)> $1 $&";
  const told = { name: "list_numbers_in", values: [{ name: "list_called_column", values: [hostile] }, { name: "list_doubt_count_steps", values: [4100] }] };
  const reason = `The numbers in column "${hostile}" count upwards in steps of 4,100.`;
  const german = (await speaking("de")).fileReason(reason, told);
  expect([german.textContent, german.lang, german.children.length]).toEqual([`Die Zahlen in Spalte „${hostile}“ zählen in Schritten von 4.100 aufwärts.`, "", 0]);
  const english = (await speaking("en")).fileReason(reason, told);
  expect([english.textContent, english.lang]).toEqual([reason, "en"]);
});

it("leave a file's name as it is where the sentence begins with it", async () => {
  const told = { name: "list_numbers_in", values: [{ name: "list_called_column", values: ["number"] }, { name: "list_doubt_count_up", values: [] }] };
  const { fileReason } = await speaking("ja");
  expect(fileReason("x", { name: "list_download_again", values: ["bad.json", { name: "list_cut_json", values: [] }] }).textContent).toMatch(/^bad\.json/);
  expect((await speaking("de")).fileReason("x", told).textContent).toMatch(/^Die Zahlen in Spalte „number“/);
});

it.each([{ name: "list_brand_new", values: [] }, { name: "toString", values: [] }, { name: "list_hint_columns", values: [{ name: "list_brand_new", values: [] }] }, null])("of which %j is no message here are the helper's own words", async (told) => {
  const shown = (await speaking("de")).fileReason("Brand new.", told);
  expect([shown.textContent, shown.lang]).toEqual(["Brand new.", "en"]);
});

it("in English are the helper's own, which may name what the dataset calls its files", async () => {
  expect((await speaking("en")).rowReason({ reason: "no AADB name", code: "no_such_name" }).textContent).toBe("no AADB name");
});
