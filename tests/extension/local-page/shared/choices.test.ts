// No word of the page is an option of the command line: what can be said there by one is said by the page's own fields.
import { JSDOM } from "jsdom";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { failure, LocalPage, until } from "../../support/local-page.ts";
import { languages, pageMessages, wordsElement } from "../../support/page-messages.ts";

interface Told { name: string; values: (string | number | Told)[] }
const vouch = (option: string, name = "list_hint_vouch"): Told => ({ name, values: [option] });

/** What the page makes of an error's hint, by its module of faults. */
async function hintIn(language: string, hint: string, told?: Told): Promise<string> {
  vi.stubGlobal("document", new JSDOM(`<html lang="${language}"><head>${wordsElement(language)}</head></html>`).window.document);
  vi.resetModules();
  const { faultSentences } = await import("../../../../helper/inset/server/web/page/shared/faults.js");
  const [, sentence] = faultSentences({ code: "manifest_invalid", message: "x", hint, ...(told === undefined ? {} : { hint_told: told }) });
  return sentence?.words ?? "";
}

describe.each(languages)("in %s", (language) => {
  const field = pageMessages(language).add_column ?? "";

  it.each([
    ["If they are, say so: --column id", vouch("--column id")],
    ["If they are Flickr photo IDs, say so: --column 'photo id'", vouch("--column 'photo id'", "list_hint_vouch_ids")],
    ["If they are Flickr photo IDs all the same, say so: --reader id-list", vouch("--reader id-list", "list_hint_vouch_anyway")],
    ["To read one list alone, say --column urls", { name: "list_hint_one_list", values: ["urls"] }],
    ["Point at one with --column if there is one.", { name: "list_hint_point_at", values: [] }],
    ["Point at one with --column, if any.", undefined],
    ["Point at a column with --column table.column", undefined],
    ["Leave --column out.", undefined],
  ])("%s: names a field instead", async (hint, told) => {
    const said = await hintIn(language, hint, told);
    expect(said).not.toMatch(/--(?:column|reader)/);
    expect(said).toContain(hint.includes("--reader") ? pageMessages(language).add_reader_id_list : field);
    for (const value of told?.values ?? []) if (typeof value === "string" && !value.startsWith("--reader")) expect(said).toContain(value.replace(/^--column /, "").replaceAll("'", ""));
  });

  it("rows and lists that were not read name none", async () => {
    vi.stubGlobal("document", new JSDOM(`<html lang="${language}"><head>${wordsElement(language)}</head></html>`).window.document);
    vi.resetModules();
    const { rowReason } = await import("../../../../helper/inset/server/web/page/add/reasons.js");
    const { whyHere } = await import("../../../../helper/inset/server/web/page/shared/choices.js");
    expect(rowReason({ code: "not_surely", reason: "not surely a photo ID; --column NAME takes every number" }).textContent).not.toContain("--");
    const why = whyHere({ name: "list_json_unread", values: ["images[]"] });
    expect(why).toContain("images[]");
    expect(why).toContain(field);
    expect(whyHere({ name: "list_json", values: ["x"] })).toBeNull();
  });
});

describe("the choice in a hint", () => {
  it.each([
    ["--column id", { kind: "column", value: "id" }],
    ["--column 'photo id'", { kind: "column", value: "photo id" }],
    [`--column 'l'"'"'image'`, { kind: "column", value: "l'image" }],
    ["--column '[]'", { kind: "column", value: "[]" }],
    ["--reader file-list", { kind: "reader", value: "file-list" }],
    ["--other x", null],
  ])("%s", async (option, choice) => {
    const { choiceIn } = await import("../../../../helper/inset/server/web/page/shared/choices.js");
    expect(choiceIn({ hint_told: vouch(option) })).toEqual(choice);
  });

  it("is none where the hint is of another kind", async () => {
    const { choiceIn } = await import("../../../../helper/inset/server/web/page/shared/choices.js");
    expect([choiceIn({}), choiceIn({ hint_told: { name: "list_hint_columns", values: ["--column x"] } })]).toEqual([null, null]);
  });
});

describe("a list whose numbers the person must vouch for", () => {
  let page: LocalPage;
  const refusal = (option: string): object => {
    const { status, body } = failure(422, "manifest_invalid", "Nothing says that they are.", `If they are, say so: ${option}`);
    return { status, body: { ...(body as object), hint_told: vouch(option) } };
  };
  beforeEach(async () => {
    page = (await LocalPage.open("#add")).answers("POST /v1/uploads", { status: 201, body: { id: "abc", file: "ids.csv", bytes: 40 } });
    page.answers("GET /v1/datasets", { revision: "r", datasets: [], unavailable: [] });
    const { prepareManifest } = await import("../../../../helper/inset/server/web/page/add/manifest.js");
    prepareManifest();
  });

  it.each([
    ["--column id", "Read the photos from “id”", "column=id", ["", "id"]],
    ["--reader id-list", "Read it as “one photo number (ID) a line”", "reader=id-list", ["id-list", ""]],
  ] as const)("%s: is read by one click", async (option, words, query, fields) => {
    page.answers("GET /v1/uploads/abc/explanation", refusal(option));
    page.answers(`GET /v1/uploads/abc/explanation?${query}`, { sources: [{ name: "ids.csv", reader: "csv", why: [], why_told: [], rows: [{ text: "1", photo_ids: ["1"], owner: null, licence: null, names: [] }] }], passed_over: { count: 0, reasons: [] } });
    page.choose("#manifest-file", "ids.csv", "id\n1");
    await until(() => { expect(page.words("#manifest-choice")).toBe(words); });
    expect(page.words("#manifest-problem")).not.toContain("--");
    page.press(words);
    await until(() => { expect(page.all("#taken-for .source")).toHaveLength(1); });
    expect([page.get<HTMLSelectElement>("#build-reader").value, page.get<HTMLInputElement>("#build-column").value]).toEqual(fields);
    expect(page.get("#manifest-choice").hidden).toBe(true);
  });
});

it("a list for a check is to be pasted where it cannot be vouched for", async () => {
  const page = await LocalPage.open("#check");
  page.answers("GET /v1/checks", { checks: [] });
  const { showProblem } = await import("../../../../helper/inset/server/web/page/check/problem.js");
  const { ApiError } = await import("../../../../helper/inset/server/web/page/shared/api.js");
  showProblem(new ApiError("manifest_invalid", "They look like times.", "If they are, say so: --column id", 422, { hint_told: vouch("--column id") }));
  expect(page.words("#check-problem")).toBe("They look like times. If they are Flickr photo IDs, paste them into the field “Your Flickr account, or links to photos”.");
});
