// What is remembered in "Am I in it?": photos that are watched, and letters that were sent.
import { beforeEach, describe, expect, it } from "vitest";

import { failure, LocalPage, until, wordsOf } from "../../support/local-page.ts";

const ONE = "990000000001";
const TWO = "990000000002";
const ID = "0123456789abcdef";
let page: LocalPage;

const news = (changes: object = {}): object => ({ watch: "ab12cd34", dataset: "tidewatch", since: "20260101-1", run: "20260102-1", certain: true, new: [ONE], gone: [], noticed_at: "2026-01-02T03:04:05Z", ...changes });
const watch = (changes: object = {}): object => ({
  id: "ab12cd34", name: "mine", kind: "list", account: null, photos: 20, listed: 3, probably_listed: 0, unlikely: 0, added_at: "2026-01-01T00:00:00Z", checked_at: "2026-01-02T03:04:05Z", datasets: [], news: [], ...changes,
});
const standing = (changes: object = {}): object => ({ dataset: "tidewatch", state: "built_since", run: "20260102-1", asked: 2, gone: 1, certain: true, gone_photos: [TWO], ...changes });
const sent = (changes: object = {}): object => ({
  id: "7", asked_on: "2026-01-02", answer_by: "2026-02-02", answered_on: null, overdue: false, recipient: "Nobody", mail: "nobody@example.org", url: null, role: "author", basis: "goodwill", standing: [standing()], ...changes,
});
const NOTHING = { new: 0, probably_new: 0, unlikely_new: 0, gone: 0 };

async function show(watches: object[], changes: object = NOTHING, letters: object[] = []): Promise<void> {
  page.answers("GET /v1/watches", { watches });
  page.answers("GET /v1/changes", changes);
  page.answers("GET /v1/letters", { letters });
  const { showRemembered } = await import("../../../../helper/inset/server/web/page/check/shown.js");
  await showRemembered();
}

beforeEach(async () => {
  page = await LocalPage.open("#check");
  page.answers("GET /v1/checks", { checks: [] });
});

describe("the name under which photos are remembered", () => {
  const report = (...asked: string[]): object => ({
    checked: 3, listed: 0, probably_listed: 0, unlikely: 0, datasets: [], censuses: [], by_year: [], by_album: [], by_licence: [], by_list_licence: [],
    asked: asked.map((name) => ({ kind: "list", name, photos: 3, account: null, photos_said: null, gaps: [] })), made_at: "2026-01-02T03:04:05Z", inset_version: "0.2.0", revision: "r1",
    limits: { no_training_set: false, not_in_library: [], without_accounts: [], unavailable: [], gaps: [] },
  });

  async function askFor(...asked: string[]): Promise<HTMLInputElement> {
    await show([]);
    const { prepareShown, showCheck } = await import("../../../../helper/inset/server/web/page/check/shown.js");
    prepareShown();
    page.answers("POST /v1/watches", watch());
    await showCheck({ id: ID, state: "answered", kept: false, report: report(...asked) } as never);
    page.press("Remember these photos");
    return page.get<HTMLInputElement>("#watch-name");
  }
  const sentBody = (): unknown => JSON.parse(page.asked("POST /v1/watches")[0]?.body ?? "null");
  const submit = async (): Promise<void> => {
    page.press("Remember", "#watch-form");
    await until(() => { expect(page.get("#watch-form").hidden).toBe(true); });
  };

  it("is that of what was asked, and then the helper may number it", async () => {
    expect((await askFor("mine.csv", "yours.csv")).value).toBe("mine.csv, yours.csv");
    await submit();
    expect(sentBody()).toEqual({ check: ID });
    expect(page.document.activeElement?.id).toBe("check-remember");
  });

  it.each([["Harbour", "Harbour"], ["  ", "3 photos of 2 Jan 2026"]])("is what the person writes: %j", async (written, name) => {
    const field = await askFor("photos given one by one");
    expect(field.value).toBe("3 photos of 2 Jan 2026");
    field.value = written;
    await submit();
    expect(sentBody()).toEqual({ check: ID, name });
  });

  it("is asked for again where it is taken", async () => {
    const field = await askFor("mine.csv");
    field.value = "taken";
    page.answers("POST /v1/watches", failure(400, "usage", "Choose another name"));
    page.press("Remember", "#watch-form");
    await until(() => { expect(page.words("#check-problem")).toContain("Choose another name"); });
    expect(page.get("#watch-form").hidden).toBe(false);
    page.press("Cancel", "#watch-form");
    expect(page.get("#watch-form").hidden).toBe(true);
  });
});

describe("photos that are watched", () => {
  it("are not there where nothing is remembered", async () => {
    await show([]);
    await until(() => { expect(page.get("#watch").hidden).toBe(true); });
    expect(page.get("#watch-news").hidden).toBe(true);
  });

  it("tell what changed, certain and probable apart, and that more became known is not called new", async () => {
    await show([watch({ probably_listed: 5, unlikely: 3, news: [
      news({ new: [ONE, "990000000003", "990000000004"], gone: [TWO, "990000000005"] }), news({ dataset: "ebb", since: null, certain: false, chance: 0.9 }), news({ dataset: "weak", certain: false, chance: 0.1 }), news({ dataset: "flow", since: "r", run: "r" }),
    ] })], { new: 3, probably_new: 3, unlikely_new: 2, gone: 2 });
    await until(() => { expect(page.words("#watch-news-words")).toBe("Of the photos that you remember: 3 newly listed, 1 probably newly listed, 2 possibly newly listed, 2 gone from a dataset."); });
    expect(page.words("#watch-list .body .quiet")).toContain("20 photos · 3 listed · 2 probably listed · 3 possibly listed · asked last: 2 Jan 2026");
    expect(page.all("#watch-list .news > li").map((each) => wordsOf(each).replace(/Which photos.*/, ""))).toEqual([
      "3 photos are new in tidewatch, 2 photos are gone from tidewatch (run 20260102-1, before it 20260101-1)",
      "1 photo is probably new in ebb (run 20260102-1)",
      "1 photo is possibly new in weak (run 20260102-1, before it 20260101-1)",
      "1 more photo of the account is known now, and listed in flow (run r)",
    ]);
    expect(page.all("#watch-list .news details a").map(wordsOf)).toEqual([ONE, "990000000003", "990000000004", TWO, "990000000005", ONE, ONE, ONE]);
  });

  it("are told no more once they were seen, and only what was shown counts as seen", async () => {
    await show([watch({ news: [news()] })], { ...NOTHING, new: 1 });
    await until(() => { expect(page.all("#watch-list .news > li")).toHaveLength(1); });
    page.answers("POST /v1/watches/ab12cd34/seen", watch());
    page.answers("GET /v1/watches", { watches: [watch()] });
    page.answers("GET /v1/changes", NOTHING);
    page.press("I have seen it");
    await until(() => { expect(page.all("#watch-list .news")).toHaveLength(0); });
    expect(JSON.parse(page.asked("POST /v1/watches/ab12cd34/seen")[0]?.body ?? "")).toEqual({ checked_at: "2026-01-02T03:04:05Z" });
    expect(page.document.activeElement?.id).toBe("watch-heading");
  });

  it("are forgotten after a question", async () => {
    await show([watch()]);
    await until(() => { expect(page.get("#watch").hidden).toBe(false); });
    page.press("Forget", "#watch");
    expect(page.asked("DELETE /v1/watches/ab12cd34")).toEqual([]);
    page.answers("DELETE /v1/watches/ab12cd34", { forgotten: "ab12cd34" });
    page.answers("GET /v1/watches", { watches: [] });
    page.press("Forget it", "#watch");
    await until(() => { expect(page.get("#watch").hidden).toBe(true); });
    expect(page.document.activeElement?.id).toBe("check-text");
  });

  it("say so where they cannot be read", async () => {
    await show([]);
    page.answers("GET /v1/watches", failure(500, "failure", "Remove ab12cd34.json, and add the watch again."));
    const { showWatches } = await import("../../../../helper/inset/server/web/page/check/watch.js");
    await showWatches();
    expect(page.words("#watch-list")).toContain("Remove ab12cd34.json");
  });

  it("come from a check, by the person's word", async () => {
    await show([]);
    page.answers("POST /v1/watches", { status: 201, body: watch() });
    const { remember } = await import("../../../../helper/inset/server/web/page/check/watch.js");
    expect(await remember(ID, null)).toContain("Remembered as “mine”");
    expect(JSON.parse(page.asked("POST /v1/watches")[0]?.body ?? "")).toEqual({ check: ID });
  });
});

describe("letters that were sent", () => {
  it("tell whether an answer is due, and which photos are gone since", async () => {
    await show([], NOTHING, [sent(), sent({ id: "8", overdue: true, recipient: "", standing: [standing({ state: "same_list", gone: null, gone_photos: [] }), standing({ dataset: "ebb", state: "not_published", run: null, gone: null, gone_photos: [] })] }), sent({ id: "9", answered_on: "2026-01-09", standing: [standing({ certain: false })] })]);
    await until(() => { expect(page.all("#sent-list > li")).toHaveLength(3); });
    const [newest, second, first] = page.all("#sent-list > li").map(wordsOf);
    expect(newest).toContain("answered on 9 Jan 2026");
    expect(newest).toContain("1 of 2 photos is gone from tidewatch (run 20260102-1) The others may still be in it.");
    expect(second).toContain("the host");
    expect(second).toContain("no answer is noted, and the date that it named, 2 Feb 2026, is over");
    expect(second).toContain("tidewatch: not built from another list since, so nothing can be said");
    expect(second).toContain("ebb: not on this computer any more, or it cannot be opened, so nothing is known");
    expect(first).toContain("an answer was asked for by 2 Feb 2026");
    expect(page.get("#sent-copies").hidden).toBe(false);
  });

  it("are noted as answered, and forgotten", async () => {
    await show([], NOTHING, [sent()]);
    await until(() => { expect(page.all("#sent-list > li")).toHaveLength(1); });
    page.answers("POST /v1/letters/7/answer", sent({ answered_on: "2026-01-09" }));
    page.answers("GET /v1/letters", { letters: [sent({ answered_on: "2026-01-09" })] });
    page.press("They answered");
    await until(() => { expect(page.words("#sent-list")).toContain("answered on 9 Jan 2026"); });
    page.answers("DELETE /v1/letters/7", { forgotten: "7" });
    page.answers("GET /v1/letters", { letters: [] });
    page.press("Forget", "#sent");
    page.press("Forget it", "#sent");
    await until(() => { expect(page.get("#sent").hidden).toBe(true); });
  });

  it("are noted by a button under the letter alone, once", async () => {
    await show([]);
    page.answers("POST /v1/letters", { status: 201, body: sent() });
    const { makeSentButton } = await import("../../../../helper/inset/server/web/page/check/sent.js");
    const wish = { check: ID, dataset: "tidewatch", role: "author", language: "en" };
    const button = makeSentButton(wish, () => undefined);
    page.document.body.append(button);
    expect(page.asked("POST /v1/letters")).toEqual([]);
    button.click();
    await until(() => { expect(button.textContent).toBe("Noted: sent today to Nobody"); });
    button.click();
    expect(page.asked("POST /v1/letters").map(({ body }): unknown => JSON.parse(body))).toEqual([wish]);
  });
});
