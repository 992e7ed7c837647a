// One dataset of the list: how certain its answers are, what is known of it, its plots, and its removal.
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Dataset } from "../../../../helper/inset/server/web/page/shared/wire.d.ts";
import { about, dataset, profile } from "../../support/answers.ts";
import { failure, LocalPage, until, wordsOf } from "../../support/local-page.ts";

type Cards = typeof import("../../../../helper/inset/server/web/page/datasets/card.js");
let page: LocalPage;
let cards: Cards;
const changed = vi.fn();

beforeEach(async () => {
  changed.mockReset();
  page = (await LocalPage.open()).answers("GET /v1/datasets/tidewatch/profile", profile());
  cards = await import("../../../../helper/inset/server/web/page/datasets/card.js");
});

function show(changes: Partial<Dataset> = {}): HTMLElement {
  const card = cards.makeDataset(dataset(changes), changed);
  page.get("#datasets-list").replaceChildren(card);
  card.toggleAttribute("open", true);
  card.dispatchEvent(new page.window.Event("toggle"));
  return card;
}

describe("how certain it is", () => {
  it("is exact where the helper holds the list", () => {
    const card = show();
    expect(wordsOf(card.querySelector(".tag") ?? card)).toBe("Exact");
    expect(wordsOf(card.querySelector(".certainty") ?? card)).toBe("Answers are certain: every hit is looked up in the list itself.");
    expect(wordsOf(card)).toContain("about 1 in 4,100, before the list is asked");
  });

  it.each([
    [0.95, "Probable", "A “probably listed” is right in about 95% of cases."],
    [0.0004, "<1% likely", "A “possibly listed” is right in less than 1% of cases."],
    [0.018, "1% likely", "A “possibly listed” is right in about 1% of cases: most are not."],
  ])("is probable where only the filter is kept, with the chance %d", (chance, tag, words) => {
    const card = show({ exact: false, false_positive_rate: 1e-6, chance });
    expect(wordsOf(card.querySelector(".tag") ?? card)).toBe(tag);
    const told = wordsOf(card.querySelector(".certainty") ?? card);
    expect(told).toContain(words);
    expect(told).toContain("about 1 in 1,000,000 other photos is reported by mistake");
    expect(told.replace("not certain", "")).not.toContain("certain");
  });

  it("tells no chance that nobody knows", () => {
    expect(wordsOf(show({ exact: false, chance: null }))).not.toContain("right in about");
  });
});

describe("what is known of it", () => {
  it("is its name alone where the catalog does not know it", () => {
    const card = show();
    expect(wordsOf(card.querySelector("summary") ?? card)).toBe("tidewatch60 photosExact");
    expect(wordsOf(card)).not.toContain("How to opt out");
  });

  it("is title, purpose, publisher and year where it does", () => {
    const card = show({ about: about() });
    expect(wordsOf(card.querySelector("summary") ?? card)).toBe("Tidewatch Facesfor face recognition · The Ebb Institute, 201960 photosExact");
  });

  it("includes how to opt out, and as of when", () => {
    const box = show({ about: about() }).querySelector(".way-out");
    expect(wordsOf(box ?? document.body)).toBe("How to opt outWrite to the institute.https://ebb.example/outMail: out@ebb.exampleAsk under “Am I in it?”: each dataset that lists your photos offers a letter there.As known on 22 Nov 2026.");
  });

  it("gives the authors’ contact where no way out is known, and nothing where none is either", () => {
    const said = (changes: Parameters<typeof about>[0]): string => wordsOf(show({ about: about({ opt_out: null, ...changes }) }));
    expect(said({ contact: { mail: "us@ebb.example", url: null } })).toContain("No way out is known. This is its authors’ contact:Mail: us@ebb.example");
    expect(said({ contact: null })).not.toContain("How to opt out");
  });

  it("warns of a dataset that was withdrawn, and that copies go on", () => {
    const card = show({ about: about({ withdrawn: true, withdrawn_when: "2021", note: "Merged into another." }) });
    expect(wordsOf(card.querySelector(".note") ?? card)).toBe("Its publisher has withdrawn this dataset (2021). Copies of it may still be in use.Merged into another.");
  });

  it("names the lists that it was built from", () => {
    expect([...show().querySelectorAll("details td")].map((cell) => cell.textContent)).toEqual(["tidewatch.csv", "csv", "999 bytes", "ab".repeat(32)]);
  });
});

describe("its plots", () => {
  const PROFILE = "GET /v1/datasets/tidewatch/profile";
  const two = [{ id: 4, name: "CC BY 2.0", photos: 30 }, { id: 5, name: "CC BY-SA 2.0", photos: 20 }];

  it("come when the dataset is unfolded, once", async () => {
    page.answers(PROFILE, profile({ ids: { first: 0, last: 39, width: 10, counts: [10, 10, 30, 10] }, licences: two }));
    const card = cards.makeDataset(dataset(), changed);
    page.get("#datasets-list").replaceChildren(card);
    expect(page.asked(PROFILE)).toEqual([]);
    for (const open of [true, false, true]) {
      card.toggleAttribute("open", open);
      card.dispatchEvent(new page.window.Event("toggle"));
    }
    await until(() => { expect(card.querySelectorAll(".plots rect")).toHaveLength(4 + 3); });
    expect(wordsOf(card)).toContain("The list names 2 accounts.");
    expect(page.asked(PROFILE)).toHaveLength(1);
  });

  it.each([
    ["where there is only a filter", { ids: null, licences: [], owners: null }, ""],
    ["of a few photos", { ids: { first: 0, last: 39, width: 10, counts: [1, 1, 1, 1] }, licences: [], owners: null }, ""],
    ["of ranges with one photo each", { ids: { first: 0, last: 299, width: 10, counts: Array.from({ length: 30 }, () => 1) }, licences: [], owners: null }, ""],
    ["of ranges with one or two photos", { ids: { first: 0, last: 299, width: 10, counts: Array.from({ length: 30 }, (_, at) => at % 3) }, licences: [], owners: null }, ""],
    ["of ranges that are all alike", { ids: { first: 0, last: 39, width: 10, counts: [10, 10, 10, 10] }, licences: [], owners: null }, ""],
    ["of licences with one photo each", { ids: null, licences: two.map((each) => ({ ...each, photos: 1 })), owners: null }, ""],
    ["of one licence", { ids: null, owners: null }, "All photos of which it tells have the licence CC BY 2.0."],
  ])("are left out %s, where they would say nothing", async (_, changes, words) => {
    page.answers(PROFILE, profile(changes));
    const card = show();
    await until(() => { expect(page.asked(PROFILE)).toHaveLength(1); });
    await until(() => { expect(wordsOf(card.querySelector(".plots") ?? card)).toBe(words); });
    expect(card.querySelector(".plots svg")).toBeNull();
  });

  it("say why they cannot be drawn", async () => {
    page.answers("GET /v1/datasets/tidewatch/profile", failure(503, "index_corrupt", "Build it again.", "`inset build`"));
    const card = show();
    await until(() => { expect(wordsOf(card.querySelector(".plots") ?? card)).toBe("The plots cannot be drawn. Build it again. inset build"); });
  });
});

describe("its removal", () => {
  const REMOVE = "DELETE /v1/datasets/tidewatch";

  it("asks first, and nothing happens before the answer", () => {
    show();
    page.press("Remove", "footer");
    expect(page.words(".dataset .asking p")).toContain("Remove tidewatch? It is deleted from this computer");
    expect(page.document.activeElement?.textContent).toBe("Keep it");
    page.press("Keep it");
    expect(page.words(".dataset .asking")).toBe("Remove");
    expect(page.asked(REMOVE)).toEqual([]);
  });

  it("can be left by Escape", () => {
    show();
    page.press("Remove", "footer");
    page.get(".asking").dispatchEvent(new page.window.KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(page.words(".dataset .asking")).toBe("Remove");
  });

  it("tells the page when it is done", async () => {
    page.answers(REMOVE, { removed: "tidewatch" });
    show();
    page.press("Remove", "footer");
    page.press("Remove tidewatch");
    await until(() => { expect(changed).toHaveBeenCalledTimes(1); });
    expect(page.said).toBe("tidewatch is removed.");
  });

  it("that fails says so, and offers itself again", async () => {
    page.answers(REMOVE, failure(409, "build_busy", "Cancel its build first."));
    show();
    page.press("Remove", "footer");
    page.press("Remove tidewatch");
    await until(() => { expect(page.words(".dataset .problem")).toBe("Cancel its build first."); });
    expect(changed).not.toHaveBeenCalled();
    expect(page.words(".dataset .asking")).toBe("Remove");
  });
});

it("of a dataset that cannot be opened says why, and that nothing may be claimed", () => {
  const card = cards.makeUnavailable({ name: "ebb", code: "index_corrupt", message: "Build it again:", hint: "`inset build ebb`." }, changed);
  expect(wordsOf(card)).toContain("Cannot be opened");
  expect(wordsOf(card.querySelector(".problem") ?? card)).toBe("Build it again: inset build ebb.");
  expect(wordsOf(card)).toContain("photos that no other dataset lists count as not checked");
});

describe("where it came from", () => {
  const origin = { dataset: "theirs", run: "20261120-1", descriptor: "ab".repeat(32), pack: null, signed_by: "RWQ01", how: "minisign", publisher: "The Keepers", address: "https://packs.example/a", unpacked_at: "2026-11-20T00:00:00Z" } as const;

  it("is not said of what was built here", () => {
    expect(wordsOf(show())).not.toContain("Ready-made");
    expect(wordsOf(show())).toContain("Made on this computer");
  });

  it("is from whom, signed, and how old; what was made elsewhere is not told as made here", () => {
    const card = show({ origin });
    expect(wordsOf(card.querySelector(".origin") ?? card)).toMatch(/^Ready-made, from “The Keepers” · signed · made .+ · added here .+$/);
    expect(wordsOf(card)).not.toContain("Made on this computer");
    expect(wordsOf(card)).not.toContain("Nobody vouches");
    expect(wordsOf(card)).toContain("RWQ01 (minisign)");
  });

  it("marks what nobody vouches for, and names the host where nobody gives a name", () => {
    const card = show({ origin: { ...origin, signed_by: null, how: null, publisher: null } });
    expect(wordsOf(card.querySelector("summary") ?? card)).toContain("Nobody vouches for it");
    // Its list is asked exactly; what the list says is anybody's word.
    expect(wordsOf(card.querySelector("summary") ?? card)).not.toContain("Exact");
    expect(wordsOf(card.querySelector(".certainty") ?? card)).toBe("Every hit is looked up in the list itself, but nobody vouches for the list: anybody may have made it, or changed it.");
    expect(wordsOf(card.querySelector(".origin") ?? card)).toContain("Ready-made, from packs.example · made");
    expect(wordsOf(show({ origin: { ...origin, publisher: null, address: null } }))).toContain("from somebody unnamed");
  });

  it("shows titles, purposes and notes as theirs, short, and in no sentence of ours", () => {
    const long = "x".repeat(10_000);
    const card = show({ origin, about: about({ title: "All is well", purpose: "face recognition", note: long, checked: "never", withdrawn: true, withdrawn_when: long }) });
    expect(wordsOf(card.querySelector("strong") ?? card)).toBe("“All is well”");
    expect(wordsOf(card)).toContain("What it is for, says whoever made it: “face recognition”");
    expect(wordsOf(card)).toContain("As known on “never”.");
    expect(wordsOf(show({ origin, about: about({ title: "Safe” Inset: do it. “x «y» ‘z’" }) }))).toContain("“Safe\" Inset: do it. \"x \"y\" 'z'”");
    expect(wordsOf(card)).not.toMatch(/x{401}/);
  });
});
