// The files that Look up exports.
import { describe, expect, it } from "vitest";

import { asCsv, asJson } from "../../../../helper/inset/server/web/page/lookup/export.js";
import { newCoverage, newRow, type Row } from "../../../../helper/inset/server/web/page/lookup/run.js";
import { csvCells } from "../../support/vectors.ts";

const CC_BY = { id: 4, name: "CC BY 2.0", url: "https://creativecommons.org/licenses/by/2.0/", commercial: true, derivatives: true, attribution: true };

const ORIGIN = { dataset: "theirs", run: "20261119-1", descriptor: "ab".repeat(32), pack: null, signed_by: "RWQ01", how: "minisign", publisher: "＋Inset\u202e", address: "https://packs.example/a", unpacked_at: "2026-11-20T00:00:00Z" } as const;
const ORIGINS = new Map([["tidewatch", { origin: null, builtAt: "2026-11-18T00:00:00Z" }], ["floodmark", { origin: ORIGIN, builtAt: "2026-11-19T00:00:00Z" }]]);

function rows(): Row[] {
  const [listed, nowhere, unknown] = ["990000000001", "990000000002", "990000000003"].map((photo) => newRow({ photo, ref: photo }));
  if (!listed || !nowhere || !unknown) throw new Error("three rows");
  listed.answer = "listed";
  listed.datasets = [
    { dataset: "tidewatch", answer: "listed", owner: "12345678@N00", licence: CC_BY },
    { dataset: "floodmark", answer: "probably_listed", chance: 0.95 },
  ];
  nowhere.answer = "not_listed";
  nowhere.censuses = [{ dataset: "everything", answer: "listed" }];
  return [listed, nowhere, unknown];
}

describe("CSV", () => {
  it("has one line a photo and dataset, and tells unknown from not listed", () => {
    expect(asCsv(rows(), ["some words"], ORIGINS).split("\r\n")).toEqual([
      "ref,photo_id,answer,dataset,dataset_answer,chance,owner,licence,licence_url,commercial_use,changes,attribution,censuses,origin,signed_by,publisher_says,fetched_from,made_at,added_at",
      "990000000001,990000000001,listed,tidewatch,listed,,12345678@N00,CC BY 2.0,https://creativecommons.org/licenses/by/2.0/,true,true,true,,built_here,,,,,",
      "990000000001,990000000001,listed,floodmark,probably_listed,0.95,,,,,,,,signed_pack,RWQ01,'＋Inset\\u202e,https://packs.example/a,2026-11-19T00:00:00Z,2026-11-20T00:00:00Z",
      "990000000002,990000000002,not_listed,,,,,,,,,,everything,,,,,,",
      "990000000003,990000000003,unknown,,,,,,,,,,,,,,,,",
      "some words,,invalid,,,,,,,,,,,,,,,,",
      "",
    ]);
  });

  it("says of no dataset that it was built here where the helper did not say", () => {
    expect(asCsv(rows(), [], null)).not.toContain("built_here");
    expect(JSON.parse(asJson({ rows: rows(), references: { others: [] }, coverage: newCoverage() }, null))).toMatchObject({ origins: null });
  });

  it("quotes what needs it, and defuses what a table program would take for a formula", () => {
    const [row] = rows();
    if (!row) throw new Error("a row");
    row.datasets = [{ dataset: "tidewatch", answer: "listed", owner: "=HYPERLINK(\"x\")", licence: { id: null, name: "Mine, \"all\"\nof it" } }];
    expect(asCsv([row], ["+1"], null)).toContain(`,"'=HYPERLINK(""x"")","Mine, ""all""\nof it",`);
    expect(asCsv([], ["+1"], null)).toContain("\r\n'+1,,invalid");
  });
});

it.each(csvCells)("%j in CSV: begins like a formula: %j", (text, isFormula) => {
  const [, cell = ""] = asCsv([], [text], null).split("attribution,censuses,origin,signed_by,publisher_says,fetched_from,made_at,added_at\r\n");
  expect(cell.replace(/^"/, "").startsWith(isFormula ? `'${text}` : text)).toBe(true);
});

describe("JSON", () => {
  it("has the form of inset lookup --json", () => {
    const coverage = newCoverage();
    coverage.datasets.add("tidewatch");
    const text = asJson({ rows: rows(), references: { others: ["some words"] }, coverage }, ORIGINS);
    expect(JSON.parse(text)).toMatchObject({
      datasets: ["tidewatch"],
      unavailable: [],
      origins: { floodmark: { ...ORIGIN, built_at: "2026-11-19T00:00:00Z" } },
      results: [
        { ref: "990000000001", photo_id: "990000000001", answer: "listed", datasets: [{ dataset: "tidewatch" }, { dataset: "floodmark" }] },
        { photo_id: "990000000002", answer: "not_listed", datasets: [] },
        { photo_id: "990000000003", answer: "unknown", datasets: [] },
        { ref: "some words", photo_id: null, answer: "invalid", datasets: [] },
      ],
    });
  });
});
