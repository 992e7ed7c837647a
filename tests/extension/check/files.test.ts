// The numbers of a check, and the files that it saves.
import { describe, expect, it } from "vitest";
import { asAddresses, asCsv, asJson, fileName } from "../../../extension/src/check/save.ts";
import { listedPhotos, summaryOf } from "../../../extension/src/check/summary.ts";
import { begin, type Walk } from "../../../extension/src/check/walk.ts";
import type { PhotoAnswer } from "../../../extension/src/shared/answers.ts";
import type { DatasetInfo } from "../../../extension/src/shared/details.ts";
import { photoIdFromUrl } from "../../../extension/src/shared/photo-ref.ts";
import { ACCOUNT } from "../support/stand-in.ts";

const A = "911000000001";
const answers = new Map<string, PhotoAnswer>([
  [A, { answer: "not_listed", datasets: [] }],
  ["911000000002", { answer: "probably_listed", datasets: [{ dataset: "floodmark", answer: "probably_listed", chance: 0.4 }] }],
  [
    "911000000003",
    {
      answer: "listed",
      datasets: [
        { dataset: "tidewatch", answer: "listed" },
        { dataset: "floodmark", answer: "probably_listed", chance: 0.9 },
      ],
      censuses: [{ dataset: "yfcc", answer: "listed" }],
      partial: true,
    },
  ],
  ["911000000004", { answer: "unknown", datasets: [] }],
  ["911000000005", { answer: "not_listed", datasets: [], censuses: [{ dataset: "yfcc", answer: "probably_listed", chance: 0.8 }] }],
]);
const walk: Walk = { ...begin(ACCOUNT, "window", 0), state: "finished", found: 5, last: 1, stated: 5 };

describe("the numbers", () => {
  const summary = summaryOf(answers);

  it("tell certain, probable and unanswered apart, and never count a census as listed", () => {
    expect(summary).toMatchObject({ checked: 4, listed: 1, probably_listed: 1, not_listed: 2, unknown: 1, public: 2, partial: 1 });
  });

  it("are of each dataset, with the mistakes that its own chances make likely", () => {
    expect(summary.datasets.map(({ dataset, listed, probably_listed }) => [dataset, listed, probably_listed])).toEqual([
      ["floodmark", 0, 2],
      ["tidewatch", 1, 0],
    ]);
    expect(summary.datasets[0]?.mistakes).toBeCloseTo(0.7);
    expect(summary.censuses).toMatchObject([{ dataset: "yfcc", listed: 1, probably_listed: 1 }]);
  });

  it("say nothing of mistakes where the helper gave no chance", () => {
    const silent = summaryOf(new Map([[A, { answer: "probably_listed", datasets: [{ dataset: "a", answer: "probably_listed" }] }]]));
    expect(silent.datasets[0]?.mistakes).toBeNull();
  });

  it("name certain photos first", () => {
    expect(listedPhotos(answers).map(([photo]) => photo)).toEqual(["911000000003", "911000000002"]);
  });
});

const KNOWN: DatasetInfo[] = [
  { name: "floodmark", kind: "training", exact: false, photos: 9, about: null, origin: { signed_by: null, publisher: "＝Inset\u202e", address: null, unpacked_at: "2026-11-20T00:00:00Z", built_at: "2026-11-19T00:00:00Z" } },
  { name: "tidewatch", kind: "training", exact: true, photos: 9, about: null, origin: null },
];

describe("a file", () => {
  it("of all answers has a line for each photo and dataset", () => {
    const theirs = "unsigned_pack,,'＝Inset\\u202e,,2026-11-19T00:00:00Z,2026-11-20T00:00:00Z";
    expect(asCsv(walk, answers, KNOWN).split("\r\n")).toEqual([
      "photo_id,address,answer,dataset,dataset_answer,chance,censuses,origin,signed_by,publisher_says,fetched_from,made_at,added_at",
      `${A},https://www.flickr.com/photos/marlene-tern/${A}/,not_listed,,,,,,,,,,`,
      `911000000002,https://www.flickr.com/photos/marlene-tern/911000000002/,probably_listed,floodmark,probably_listed,0.4,,${theirs}`,
      "911000000003,https://www.flickr.com/photos/marlene-tern/911000000003/,listed,tidewatch,listed,,yfcc,built_here,,,,,",
      `911000000003,https://www.flickr.com/photos/marlene-tern/911000000003/,listed,floodmark,probably_listed,0.9,yfcc,${theirs}`,
      "911000000004,https://www.flickr.com/photos/marlene-tern/911000000004/,unknown,,,,,,,,,,",
      "911000000005,https://www.flickr.com/photos/marlene-tern/911000000005/,not_listed,,,,yfcc,,,,,,",
      "",
    ]);
  });

  it("says of no dataset that it was built here where the helper did not say", () => {
    expect(asCsv(walk, answers, null)).not.toContain("built_here");
    expect(asCsv(walk, answers, KNOWN.slice(0, 1))).not.toContain("built_here");
    expect(JSON.parse(asJson(walk, answers, summaryOf(answers), null))).toMatchObject({ origins: null });
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])("is harmless in a spreadsheet, whatever a dataset calls itself: %j", (dataset) => {
    const csv = asCsv(walk, new Map([[A, { answer: "listed", datasets: [{ dataset: `${dataset},"x"`, answer: "listed" }] }]]), null);
    expect(csv).toContain(`"'${dataset},""x"""`);
  });

  it("as JSON begins with the numbers and says what it is of", () => {
    const report = JSON.parse(asJson(walk, answers, summaryOf(answers), KNOWN)) as Record<string, unknown>;
    expect(Object.keys(report).slice(0, 3)).toEqual(["checked", "listed", "probably_listed"]);
    expect(report).toMatchObject({ checked: 4, of: "https://www.flickr.com/photos/marlene-tern/", whole: true, read_from: "pages", datasets: [{ dataset: "floodmark" }, { dataset: "tidewatch", listed: 1 }] });
    expect(report.photos).toHaveLength(5);
    expect(report.origins).toEqual({ floodmark: KNOWN[0]?.origin });
  });

  it("of a walk that did not come to its end says so", () => {
    expect(JSON.parse(asJson({ ...walk, state: "stopped" }, answers, summaryOf(answers), KNOWN))).toMatchObject({ whole: false });
    expect(JSON.parse(asJson({ ...walk, stated: 9 }, answers, summaryOf(answers), KNOWN))).toMatchObject({ whole: false, photos_by_flickr: 9 });
  });

  it("of addresses names every photo, each on a line of its own", () => {
    for (const pages of [ACCOUNT, { kind: "group", group: "tidal-flats" } as const]) {
      const lines = asAddresses({ ...walk, pages }, answers).trimEnd().split("\n");
      expect(lines.map((line) => photoIdFromUrl(line))).toEqual([...answers.keys()]);
    }
  });

  it("is called after what was checked", () => {
    expect(fileName(walk)).toBe("inset-marlene-tern");
    expect(fileName({ ...walk, pages: { kind: "account", user: "900000701@N07" } })).toBe("inset-900000701-N07");
  });
});
