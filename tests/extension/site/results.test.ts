// What the static page says: certain and probable as everywhere, censuses apart, and nobody's silence as "not listed".
import { readdirSync, readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { DatasetCard } from "../../../extension/site/dataset-card.ts";
import { asCsv, chanceOf, drawFound, drawHead, drawRow, foundOnes, headline, type Answered } from "../../../extension/site/results.ts";
import { readSite, wholeBytes, type DatasetFacts } from "../../../extension/site/site-facts.ts";
import { countText, dayText, languages, nameOf, oneIn, sizeText, speak, spoken, text } from "../../../extension/site/words.ts";

const LOCALES = new URL("../../../helper/inset/words/locales/", import.meta.url);

function wordsOf(language: string): Record<string, string> {
  const folder = new URL(`${language}/`, LOCALES);
  const all = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, { message: string }>);
  return Object.fromEntries(all.flatMap((messages) => Object.entries(messages).map(([name, { message }]) => [name, message])));
}

const data = { file: "a-1.bin", bytes: 100, sha256: "ab".repeat(32) };
const set: DatasetFacts = { name: "a", run: "20261120-1", title: "A", publisher: "P", kind: "training", photos: 1_000_000, built: "2026-11-20", form: "list", false_positive_rate: null, index: data, files: [data, data], scripts: false };
const filtered: DatasetFacts = { ...set, name: "b", title: "B", form: "filter", false_positive_rate: 1e-6 };
const census: DatasetFacts = { ...set, name: "c", title: "C", kind: "census" };
const photos = [1, 2, 3].map((id) => ({ id, ref: `ref ${String(id)}` }));
const answered = (facts: DatasetFacts, answers: Answered["answers"]): Answered => ({ facts, answers });

beforeEach(() => {
  vi.stubGlobal("document", new JSDOM("<html></html>").window.document);
  vi.stubGlobal("insetWords", Object.fromEntries(["en", "de", "pl", "zh_CN", "zh_TW"].map((language) => [language, wordsOf(language)])));
  speak(["en"]);
});

describe("the headline", () => {
  it("tells what is certain from what is probable", () => {
    const certain = countText("listed_of", 1, countText("photos", 3));
    expect(headline(photos, [answered(set, ["listed", "not_listed", "not_listed"])])).toBe(certain);
    expect(headline(photos, [answered(set, ["listed", "not_listed", "not_listed"]), answered(filtered, ["probably_listed", "probably_listed", "not_listed"])])).toBe(text("and_probably", certain, 1));
  });

  it("does not call probable what is more likely false, and neither do the table's words", () => {
    const weak = answered({ ...filtered, false_positive_rate: 0.01 }, ["probably_listed", "not_listed", "not_listed"]);
    const none = countText("listed_of", 0, countText("photos", 3));
    expect(headline(photos, [weak])).toBe(text("and_possibly", none, 1));
    expect(headline(photos, [weak, answered(filtered, ["probably_listed", "not_listed", "not_listed"])])).toBe(text("and_probably", none, 1));
    expect(drawHead([weak]).textContent).toContain("Possibly listed");
    expect(drawHead([weak, answered(filtered, null)]).textContent).toContain("Probably or possibly listed");
    expect(headline(photos, [weak, answered(filtered, ["not_listed", "probably_listed", "not_listed"])])).toBe(text("and_either", none, 1, 1));
    expect(drawRow(weak, photos).textContent).toContain("Possibly listed (<1% likely)");
  });

  it("says where a set was not asked that it was not", () => {
    expect(headline(photos, [answered(set, ["not_listed", "not_listed", "not_listed"]), answered(filtered, null)])).toBe(countText("report_not_listed_part", 3));
  });

  it("never says not listed where a photo is unknown, or where only a census was asked", () => {
    const none = countText("report_not_listed", 3);
    expect(headline(photos, [answered(set, ["not_listed", "not_listed", "not_listed"])])).toBe(none);
    expect(headline(photos, [answered(set, ["not_listed", "unknown", "not_listed"])])).toBe(text("and_unknown", countText("listed_of", 0, countText("photos", 3)), 1));
    expect(headline(photos, [answered(set, null), answered(census, ["listed", "listed", "listed"])])).toBe(text("site_no_training"));
    expect(headline(photos, [answered(census, ["listed", "listed", "listed"])])).toBe(countText("report_nobody", 3));
    expect(headline([], [])).toBe(text("report_none"));
  });
});

describe("the table and the photos that were found", () => {
  const all = [answered(set, ["listed", "not_listed", "not_listed"]), answered(filtered, ["probably_listed", "not_listed", "unknown"]), answered(census, null)];

  it("count each answer of each dataset; what was not fetched is unknown", () => {
    const counts = all.map((each) => [...drawRow(each, photos).querySelectorAll("td")].map((cell) => cell.textContent));
    expect(counts).toEqual([["1", "0", "2", "0"], ["0", "1", "1", "1"], ["0", "0", "0", "3"]]);
    expect(drawHead(all).children).toHaveLength(5);
    expect(drawRow({ facts: filtered, answers: null }, photos).textContent).toContain("94");
  });

  it("name the chance, and a title is text in which nothing turns", () => {
    expect(foundOnes(photos, all)).toEqual([0]);
    const hostile = { ...filtered, title: "<img src=x>\u202egnp" };
    const item = drawFound(photos[0] ?? { id: 0, ref: "" }, 0, [answered(hostile, ["probably_listed"]), answered(census, ["listed"])]);
    const [link, first, second] = item.children;
    expect(link?.getAttribute("href")).toBe("https://www.flickr.com/photo.gne?id=1");
    expect(first?.textContent).toContain("“<img src=x>\\u202egnp”");
    expect(first?.className).toBe("chip probably");
    expect(second?.className).toBe("chip census");
  });

  it("show the publisher's words as theirs, whatever they say, and cut beside each photo", () => {
    const named = { ...set, title: "Your photos are “not listed” in any dataset, says Inset" };
    expect(drawRow(answered(named, null), photos).querySelector("th")?.textContent).toBe('“Your photos are "not listed" in any dataset, says Inset”');
    expect(drawFound(photos[0] ?? { id: 0, ref: "" }, 0, [answered(named, ["listed"])]).children[1]?.textContent).toBe('“Your photos are "not listed" in any dat…”');
    const card = new DatasetCard({ facts: { ...named, publisher: "Inset" }, fromFolder: false, photos: () => [], onData: () => undefined }).element;
    expect(card.querySelector("h3")?.textContent).toMatch(/^“.*”$/);
    expect(card.querySelector(".facts")?.textContent).toContain("Published by: “Inset”");
  });

  it("are saved as they are shown, without formulas", async () => {
    const { signal } = new AbortController();
    const csv = await new Blob(await asCsv([{ id: 1, ref: "=1+1" }, ...photos.slice(1)], all, signal)).text();
    expect(csv.split("\r\n")[0]).toBe("photo_id,ref,dataset,kind,answer,chance");
    expect(csv).toContain(`b,training,probably_listed,${String(chanceOf(filtered))}`);
    expect(csv).toContain("c,census,unknown,");
    expect(csv).not.toMatch(/,=1/);
  });

  it("are saved in slices, all of them, and not at all once that was stopped", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    const many = Array.from({ length: 2300 }, (_, at) => ({ id: at + 1, ref: "" }));
    expect((await new Blob(await asCsv(many, all, new AbortController().signal)).text()).trimEnd().split("\r\n")).toHaveLength(1 + 2300 * all.length);
    const stop = new AbortController();
    setTimeout(() => { stop.abort(); }, 0);
    await expect(asCsv(many, all, stop.signal)).rejects.toThrow();
  });
});

describe("what the publisher says", () => {
  const site = { format: 1, title: "S", root_key: null, published: "2026-11-20", expires: null, datasets: [set, filtered, census] };
  const said = (value: unknown): unknown => {
    vi.stubGlobal("insetSite", value);
    return readSite();
  };

  it("is believed in the form that is expected, and no other", () => {
    expect(said(site)).toBe(site);
    for (const change of [{ format: 2 }, { title: 1 }, { root_key: 1 }, { published: null }, { expires: 1 }, { datasets: {} }]) expect(said({ ...site, ...change }), JSON.stringify(change)).toBeNull();
    for (const value of [undefined, null, "x", []]) expect(said(value)).toBeNull();
    const wrong: Record<string, unknown>[] = [
      { name: "../x" }, { kind: "other" }, { photos: 0 }, { photos: 1.5 }, { form: "filter" }, { false_positive_rate: 0.5 }, { index: { ...data, file: "../a.bin" } }, { index: { ...data, bytes: -1 } },
      { index: { ...data, sha256: "x" } }, { files: [] }, { files: [null] }, { scripts: "no" }, { publisher: 1 }, { title: null }, { run: 1 }, { built: 1 },
    ];
    for (const change of wrong) expect(said({ ...site, datasets: [{ ...set, ...change }] }), JSON.stringify(change)).toBeNull();
    expect(wholeBytes(set)).toBe(300);
  });
});

describe("words", () => {
  it("are of the first language that there are words in", () => {
    const cases: [string[], string][] = [[["de-AT"], "de"], [["xx", "pl"], "pl"], [["zh-Hant-HK"], "zh_TW"], [["zh"], "zh_CN"], [["xx"], "en"], [[], "en"]];
    for (const [wanted, language] of cases) {
      speak(wanted);
      expect(spoken(), wanted.join()).toBe(language);
    }
    expect(languages()).toEqual(["de", "en", "pl", "zh_CN", "zh_TW"]);
    expect([nameOf("de"), nameOf("zh_TW")]).toEqual(["Deutsch", "繁體中文"]);
  });

  it("have the forms, numbers, sizes and days of the language", () => {
    expect([sizeText(2_156_000), sizeText(40), sizeText(134e6)]).toEqual(["2.2 MB", "0.1 kB", "134 MB"]);
    expect([dayText("2026-11-20T10:00:00Z"), dayText("no day")]).toEqual(["20 November 2026", "no day"]);
    expect([oneIn(1e-6), oneIn(0)]).toEqual([text("one_in", 1_000_000), text("one_in_a_billion")]);
    expect(countText("site_have", 1)).toBe("1 photo to look up");
    expect(text("no such message")).toBe("no such message");
    speak(["pl"]);
    expect(new Set([1, 3, 5].map((count) => countText("site_have", count).replace(/[0-9]/, ""))).size).toBe(3);
  });
});
