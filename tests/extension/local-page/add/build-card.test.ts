// One build: how far it is while it runs, and what it did when it has ended.
import { beforeEach, describe, expect, it } from "vitest";

import { build, published, report } from "../../support/answers.ts";
import { LocalPage, wordsOf } from "../../support/local-page.ts";

type Card = typeof import("../../../../helper/inset/server/web/page/add/build-card.js");
let cards: Card;

beforeEach(async () => {
  await LocalPage.open();
  cards = await import("../../../../helper/inset/server/web/page/add/build-card.js");
});

const outcome = (given: Parameters<Card["makeOutcome"]>[0]): string => cards.makeOutcome(given).map(wordsOf).join(" ");

it.each([
  [build({ state: "queued", phase: null }), false, "Waiting for its turn"],
  [build({ phase: null }), false, "Starting"],
  [build({ phase: "merging" }), false, "Merging what was read"],
  [build({ phase: "waiting" }), false, "Waiting for a worker of the cluster"],
  [build({ phase: "verifying" }), false, "Verifying every photo"],
  [published(), true, "Ready"],
  [build({ state: "failed", phase: null }), true, "Failed"],
  [build({ state: "cancelled", phase: null }), true, "Cancelled"],
])("$0.state: whether it has ended, and the words for it", (given, ended, words) => {
  expect([cards.hasEnded(given), cards.phaseOf(given)]).toEqual([ended, words]);
});

describe("a build that runs", () => {
  it("tells rows, bytes, speed and what is left", () => {
    const { card } = cards.makeRunning(build(), []);
    expect([...card.querySelectorAll("h3, p")].map(wordsOf)).toEqual([
      "tidewatch from tidewatch.csv",
      "Reading rows",
      "1,200 rows · 500 kB of 2.0 MB · 250 kB a second · about 6 seconds left",
    ]);
    const bar = card.querySelector("progress");
    expect([bar?.value, bar?.max]).toEqual([500_000, 2_000_000]);
  });

  it("has a bar while what many have read is merged", () => {
    const bar = cards.makeRunning(build({ phase: "merging" }), []).card.querySelector("progress");
    expect([bar?.value, bar?.max]).toEqual([500_000, 2_000_000]);
  });

  it.each([
    ["whose size nobody knows", build({ bytes_total: 0 })],
    ["in a phase that counts no bytes", build({ phase: "writing" })],
  ])("%s has a bar without a value", (_, given) => {
    const { card } = cards.makeRunning(given, []);
    expect(card.querySelector("progress")?.hasAttribute("value")).toBe(false);
    expect(wordsOf(card)).not.toContain("of 2.0 MB");
  });

  it("is kept up to date in place: its buttons stay the same ones", () => {
    const cancel = document.createElement("button");
    const { card, update } = cards.makeRunning(build(), [cancel]);
    const bar = card.querySelector("progress");
    update(build({ phase: "writing", rows: 5000, seconds_left: null }));
    expect(card.querySelector("progress")).toBe(bar);
    expect(card.contains(cancel)).toBe(true);
    expect(bar?.hasAttribute("value")).toBe(false);
    expect(card.querySelector(".phase")?.textContent).toBe("Writing it to disk");
    expect(card.querySelector(".figures")?.textContent).toBe("5,000 rows");
  });

  it("of the command line says so", () => {
    expect(wordsOf(cards.makeRunning(build({ source: { kind: "command", name: "inset merge" } }), []).card)).toContain("tidewatch by the command line");
  });

  it("links to the page of the cluster that does it, while there is one, and keeps the link in place", () => {
    const address = "http://10.0.0.1:8787/status";
    const { card, update } = cards.makeRunning(build(), []);
    const place = card.querySelector<HTMLElement>(".cluster");
    expect(place?.hidden).toBe(true);
    update(build({ dashboard: address }));
    const link = card.querySelector<HTMLAnchorElement>(".cluster a");
    expect([place?.hidden, link?.href, link?.textContent, link?.rel]).toEqual([false, address, "What the cluster does", "noopener noreferrer"]);
    update(build({ dashboard: address, rows: 7 }));
    expect(card.querySelector(".cluster a")).toBe(link);
    update(build());
    expect(place?.hidden).toBe(true);
  });

  it("of an entry of the catalog says so, not its name twice", () => {
    expect(wordsOf(cards.makeRunning(build({ source: { kind: "catalog", name: "tidewatch" } }), []).card)).toContain("from the catalog");
  });
});

describe("a build that has ended", () => {
  it("tells what it made, and where to see it", () => {
    const words = outcome(published());
    expect(words).toContain("Photos60");
    expect(words).toContain("AnswersCertain");
    expect(words).toContain("Account or licence knownof no photo");
    expect(words).toContain("See it under Datasets");
    expect(words).not.toContain("passed over");
  });

  it("that keeps only the filter is never called certain", () => {
    const words = outcome(published({ report: report({ exact: false, false_positive_rate: 1e-6 }) }));
    expect(words).toContain("Not certain; about 1 in 1,000,000 other photos is reported by mistake");
    expect(words).not.toContain("Certain");
  });

  it("shows the first rows that gave no photo, and how many there are", () => {
    const rejected_examples = [{ manifest: "tidewatch.csv", line: 1204, text: "<b>album</b>", reason: "It names an album." }];
    const [fold] = cards.makeOutcome(published({ report: report({ rejected: 21, rejected_examples }) })).filter((part) => part.tagName === "DETAILS");
    expect(fold?.querySelector("summary")?.textContent).toBe("The first 1 of 21 rows without a photo");
    expect([...(fold?.querySelectorAll("td") ?? [])].map((cell) => cell.textContent)).toEqual(["tidewatch.csv", "1,204", "It names an album.", "<b>album</b>"]);
  });

  it("names files that hold no photos", () => {
    const passed_over = { count: 7, reasons: [{ reason: "It is a picture.", count: 7, names: ["a.jpg", "b.jpg"] }] };
    const words = outcome(published({ report: report({ passed_over }) }));
    expect(words).toContain("7 files passed over");
    expect(words).toContain("a.jpg, b.jpg and 5 more");
  });

  it("that failed says what to do, and that what was published still serves", () => {
    const parts = cards.makeOutcome(build({ state: "failed", error: { code: "manifest_invalid", message: "Give `--column`.", hint: "Its columns are a and b." } }));
    expect(parts.map(wordsOf)).toEqual(["Give --column.", "Its columns are a and b.", "What was here before still serves."]);
    expect(parts[0]?.querySelector("code")?.textContent).toBe("--column");
  });

  it("that was cancelled says what still serves, and nothing else", () => {
    expect(outcome(build({ state: "cancelled" }))).toBe("What was here before still serves.");
  });

  it("is a line of the history", () => {
    const line = cards.makePast(published({ id: "7".repeat(20) }));
    expect([line.dataset.state, line.dataset.build, line.open]).toEqual(["published", "7".repeat(20), false]);
    expect(line.querySelector("summary")?.textContent).toMatch(/^Readytidewatchfrom tidewatch\.csv60 photos · 22 Nov 2026/);
  });
});
