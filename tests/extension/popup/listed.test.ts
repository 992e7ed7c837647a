// What the popup lists of a page, as it is shown, copied and saved; and the line about the page's account.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AccountSummary } from "../../../extension/src/shared/account.ts";
import type { HelperState } from "../../../extension/src/shared/answers.ts";
import type { DatasetInfo, Origin } from "../../../extension/src/shared/details.ts";
import type { PageReport } from "../../../extension/src/shared/messages.ts";
import type { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";

/** Of a publisher who writes as if they were Inset, and in a spreadsheet's formula. */
const THEIRS: Origin = { signed_by: null, publisher: '=HYPERLINK("x")” Inset: safe', address: "https://packs.example/a", unpacked_at: "2026-11-20T00:00:00Z", built_at: "2026-11-19T00:00:00Z" };
let browser: FakeBrowser;
let state: HelperState;
let report: PageReport | null;
let account: AccountSummary | null;
let datasets: Partial<DatasetInfo>[] | null;

beforeEach(() => {
  const fake = new FakeChrome().install();
  state = "ready";
  report = null;
  account = null;
  datasets = [{ name: "ffhq", origin: null }, { name: "laion", origin: THEIRS }, { name: "unasked", origin: THEIRS }];
  fake.background = ({ kind }) => {
    if (kind === "status") return { state, revision: state === "ready" ? "r1" : null, port: 46738, version: "0.1.0" };
    if (kind === "changes") return { numbers: null };
    if (kind === "datasets") return datasets;
    return kind === "account" ? account : { outcome: "idle" };
  };
  fake.addresses = { 5: "https://www.flickr.com/photos/marlene-tern/" };
  fake.page = (message) => ((message as { kind: string }).kind === "picture" ? null : (report ?? undefined));
});

async function open(): Promise<void> {
  browser = await openOwnPage("popup", "?tab=5");
  await settle(20);
}

const shown = (selector: string): string => visibleText(browser.get(selector));

describe("the list of a page's listed photos", () => {
  const NOTHING = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0 };
  const copied: string[] = [];
  const saved: { name: string; content: Blob }[] = [];

  beforeEach(async () => {
    copied.length = 0;
    saved.length = 0;
    report = {
      counts: { ...NOTHING, listed: 2, probably_listed: 1 },
      account: null,
      listed: [
        { id: "911000000001", answer: "listed", datasets: [{ dataset: "ffhq", answer: "listed" }, { dataset: "laion", answer: "probably_listed", chance: 0.9 }], url: "https://www.flickr.com/photos/marlene-tern/911000000001/in/dateposted-public/", title: '=HYPERLINK("x")', own: true },
        { id: "911000000002", answer: "listed", datasets: [{ dataset: "coco", answer: "listed" }], url: null, title: "<b>Low tide</b>", own: false },
        { id: "911000000003", answer: "probably_listed", datasets: [{ dataset: "laion", answer: "probably_listed", chance: 0.957 }], url: null, title: null, own: false },
      ],
    };
    await open();
    vi.stubGlobal("navigator", { clipboard: { writeText: (words: string) => Promise.resolve(void copied.push(words)) } });
    Object.assign(URL, { createObjectURL: (content: Blob) => { saved.push({ name: "", content }); return "blob:inset"; }, revokeObjectURL: () => undefined });
    browser.document.addEventListener("click", (event) => {
      const link = event.target as HTMLAnchorElement;
      if (link.localName === "a") event.preventDefault();
    }, true);
  });

  const items = (): string[] => [...browser.document.querySelectorAll<HTMLElement>("#listed > li")].map(visibleText);
  const choose = (dataset: string): void => {
    const select = browser.get("#listed-of") as HTMLSelectElement;
    select.value = dataset;
    select.dispatchEvent(new browser.window.Event("change"));
  };
  const press = async (button: string): Promise<void> => {
    browser.get(button).click();
    await settle(5);
  };

  it("shows titles as text, with the photo's number beside them", () => {
    expect(items()).toEqual(['=HYPERLINK("x")YoursPhoto 911000000001ffhqlaion (about 90% likely)', "<b>Low tide</b>Photo 911000000002coco", "Photo 911000000003laion (about 95% likely)"]);
    expect(browser.document.querySelectorAll("#listed b b").length).toBe(0);
  });

  it("is narrowed to one dataset, which then speaks alone", () => {
    choose("laion");
    expect(items()).toEqual(['=HYPERLINK("x")YoursPhoto 911000000001laion (about 90% likely)', "Photo 911000000003laion (about 95% likely)"]);
  });

  it("keeps the photos that say what they said, with the focus, when the page finds another one or names one anew", async () => {
    const links = (): HTMLElement[] => [...browser.document.querySelectorAll<HTMLElement>("#listed a")];
    const [first] = report?.listed ?? [];
    const [link] = links();
    if (first === undefined || link === undefined) throw new Error("no photo");
    const shownBefore = [...browser.get("#listed").children];
    link.focus();
    const found = { id: "911000000004", answer: "listed", datasets: [{ dataset: "coco", answer: "listed" }], url: null, title: null, own: false } as const;
    // It stands above them on the page.
    report = report && { ...report, listed: [found, ...report.listed] };
    await vi.waitFor(() => { expect(items()).toHaveLength(4); });
    expect(items()[0]).toBe("Photo 911000000004coco");
    for (const [at, each] of [...browser.get("#listed").children].slice(1).entries()) expect(each).toBe(shownBefore[at]);
    expect(browser.document.activeElement).toBe(link);

    report = report && { ...report, listed: [found, { ...first, title: "Low water" }, ...report.listed.slice(2)] };
    await vi.waitFor(() => { expect(items()[1]).toContain("Low water"); });
    expect(links()[0]).not.toBe(link);
    expect(browser.document.activeElement).toBe(links()[0]);

    report = report && { ...report, listed: report.listed.slice(2) };
    await vi.waitFor(() => { expect(items()).toEqual(["<b>Low tide</b>Photo 911000000002coco", "Photo 911000000003laion (about 95% likely)"]); });
  });

  it("keeps the choice of datasets as it is, which may be open, when the page finds another photo of theirs", async () => {
    const choices = (): Element[] => [...browser.get("#listed-of").children];
    const before = choices();
    expect(before.map((each) => each.textContent)).toEqual(["All datasets", "coco", "ffhq", "laion"]);
    const found = { id: "911000000004", answer: "listed", datasets: [{ dataset: "coco", answer: "listed" }], url: null, title: null, own: false } as const;
    report = report && { ...report, listed: [...report.listed, found] };
    await vi.waitFor(() => { expect(items()).toHaveLength(4); });
    for (const [at, each] of choices().entries()) expect(each).toBe(before[at]);
    const other = { ...found, id: "911000000005", datasets: [{ dataset: "yfcc", answer: "listed" }] } as const;
    report = report && { ...report, listed: [...report.listed, other] };
    await vi.waitFor(() => { expect(items()).toHaveLength(5); });
    expect(choices().map((each) => each.textContent)).toEqual(["All datasets", "coco", "ffhq", "laion", "yfcc"]);
  });

  it("is copied as the addresses of photos' pages, certain ones alone, and says what was left out", async () => {
    await press("#copy-links");
    expect(copied).toEqual(["https://www.flickr.com/photos/marlene-tern/911000000001/\nhttps://www.flickr.com/photo.gne?id=911000000002\n"]);
    expect(shown("#listed-note")).toBe("2 links copied. 1 photo that is not listed for certain was left out.");
    choose("laion");
    await press("#copy-links");
    expect(copied.length).toBe(1);
    expect(shown("#listed-note")).toBe("Nothing to copy: no photo here is listed for certain.");
  });

  it("says what to do where the browser allows no copying", async () => {
    vi.stubGlobal("navigator", { clipboard: { writeText: () => Promise.reject(new Error("no")) } });
    await press("#copy-links");
    expect(shown("#listed-note")).toBe("Save as CSV instead: this browser did not allow copying.");
  });

  it("is saved as CSV, whose cells no spreadsheet takes for formulas", async () => {
    choose("laion");
    await press("#save-csv");
    const theirs = `unsigned_pack,,"'=HYPERLINK(""x"")” Inset: safe",https://packs.example/a,2026-11-19T00:00:00Z,2026-11-20T00:00:00Z`;
    const bytes = Buffer.from(await (saved[0]?.content ?? new Blob()).arrayBuffer()).toString("utf8");
    expect(bytes).toBe(
      "\ufeffphoto_id,title,url,answer,dataset,dataset_answer,chance,origin,signed_by,publisher_says,fetched_from,made_at,added_at\r\n" +
      `911000000001,"'=HYPERLINK(""x"")",https://www.flickr.com/photos/marlene-tern/911000000001/,probably_listed,laion,probably_listed,0.9,${theirs}\r\n` +
      `911000000003,,https://www.flickr.com/photo.gne?id=911000000003,probably_listed,laion,probably_listed,0.957,${theirs}\r\n`,
    );
  });

  it("marks what nobody vouches for as not certain, and says why", () => {
    const chips = [...browser.document.querySelectorAll<HTMLElement>("#listed .chip")].map((each) => [each.dataset.dataset, each.classList.contains("unvouched")]);
    expect(chips).toEqual([["ffhq", false], ["laion", true], ["coco", false], ["laion", true]]);
    expect(browser.document.querySelector<HTMLElement>(".chip.unvouched")?.title).toContain("Nobody vouches for it");
  });

  it("has below it whose the ready-made datasets in it are, in their words as theirs; nothing of others", () => {
    const lines = [...browser.document.querySelectorAll<HTMLElement>("#origins > p")].map(visibleText);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^laion: Ready-made, from “=HYPERLINK\("x"\)" Inset: safe” · made .+ · added here .+ ?Nobody vouches for it$/);
    expect(browser.get("#origins").hidden).toBe(false);
  });
});

describe("the account of the page", () => {
  const SUMMARY: AccountSummary = { nsid: "900000701@N07", photos: 87, more: false, asked: 3, datasets: [{ dataset: "ffhq", photos: 80 }, { dataset: "coco", photos: 7 }, { dataset: "pipa", photos: 1 }], theirs: [], without: ["laion"], unavailable: [] };
  const page = (nsid: string | null): PageReport => ({ counts: { listed: 0, probably_listed: 0, not_listed: 4, unknown: 0, public: 0, unlikely: 0 }, account: nsid, listed: [] });

  it.each<[string, Partial<AccountSummary>, string, string]>([
    ["listed photos", {}, "This account: 87 photos in 3 datasets", "These name no accounts, and may list more: laion."],
    ["more than were counted", { more: true }, "This account: at least 87 photos in 3 datasets", "These name no accounts, and may list more: laion."],
    ["none", { photos: 0, datasets: [], without: [] }, "This account: no photo in the 3 datasets that name accounts", ""],
    ["what nobody can know", { photos: 0, datasets: [], asked: 0 }, "No dataset here names accounts, so nothing can be said of this account as a whole.", ""],
    ["a dataset that could not be opened", { without: [], unavailable: ["coco"] }, "This account: 87 photos in 3 datasets", "Could not be opened: coco. Nothing is known about it."],
  ])("has %s", async (_, more, line, limits) => {
    account = { ...SUMMARY, ...more };
    report = page("900000701@N07");
    await open();
    expect(shown("#account-line")).toBe(line);
    expect(shown("#account-limits")).toBe(limits);
    expect(shown("#account-link")).toBe(account.datasets.length === 0 ? "" : "See the whole list");
    expect((browser.get("#account-link") as HTMLAnchorElement).href).toBe("http://127.0.0.1:46738/#check/account/900000701%40N07");
  });

  it("has below it whose its ready-made datasets are", async () => {
    account = SUMMARY;
    report = page(SUMMARY.nsid);
    datasets = [{ name: "coco", origin: { ...THEIRS, publisher: "The Keepers", signed_by: "RWQ01" } }];
    await open();
    expect(shown("#origins")).toMatch(/^coco: Ready-made, from “The Keepers” · signed · made .+ · added here .+$/);
    datasets = null;
    account = { ...SUMMARY, datasets: [] };
    await open();
    expect(shown("#origins")).toBe("");
  });

  it.each([["the page does not say whose it is", page(null), "ready"], ["the helper is off", page("900000701@N07"), "off"], ["the tab shows no photos", null, "ready"]] as const)("is not spoken of where %s", async (_, now, helper) => {
    account = SUMMARY;
    report = now;
    state = helper;
    await open();
    expect(shown("#account-line")).toBe("");
  });
});
