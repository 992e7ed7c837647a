// What is listed of an account: how many different photos, in which datasets, and what nobody could tell.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Accounts } from "../../../extension/src/background/accounts.ts";
import type { Connection } from "../../../extension/src/background/connection.ts";
import type { DatasetInfo } from "../../../extension/src/shared/details.ts";
import { savePairing } from "../../../extension/src/shared/pairing.ts";
import { changePreferences } from "../../../extension/src/shared/preferences.ts";
import { FakeChrome } from "../support/fake-chrome.ts";

const NSID = "900000701@N07";
const A = "911000000001";
const B = "911000000002";
const C = "911000000003";

interface Page {
  readonly revision: string;
  readonly datasets: { dataset: string; photos: number }[];
  readonly without_owners: string[];
  readonly unavailable: string[];
  readonly photos: { photo_id: string; datasets: string[] }[];
  readonly next: string | null;
}

const page = (more: Partial<Page> = {}): Page => ({ revision: "r1", datasets: [], without_owners: [], unavailable: [], photos: [], next: null, ...more });

let pages: (Page | null)[];
let asked: { path: string; token: string | null }[];
let status: { state: string; revision: string | null };
let accounts: Accounts;
let library: Pick<DatasetInfo, "name" | "origin">[] | null;

beforeEach(async () => {
  new FakeChrome().install();
  pages = [];
  asked = [];
  status = { state: "ready", revision: "r1" };
  await savePairing({ port: 46738, token: "inset_a" });
  vi.stubGlobal("fetch", (address: string, init: { headers: Record<string, string> }) => {
    const { pathname, search, origin } = new URL(address);
    expect(origin).toBe("http://127.0.0.1:46738");
    asked.push({ path: pathname + search, token: init.headers.Authorization ?? null });
    const answer = pages[asked.length - 1] ?? null;
    return Promise.resolve(answer === null ? new Response("{}", { status: 500 }) : Response.json(answer));
  });
  library = ["ffhq", "coco"].map((name) => ({ name, origin: null }));
  accounts = new Accounts({ current: () => Promise.resolve(status), datasets: () => Promise.resolve(library) } as unknown as Connection);
});

describe("an account", () => {
  it("in one dataset has that dataset's number, asked once and by its NSID, with the token", async () => {
    pages = [page({ datasets: [{ dataset: "ffhq", photos: 4000 }, { dataset: "coco", photos: 0 }], without_owners: ["laion"], photos: [{ photo_id: A, datasets: ["ffhq"] }], next: A })];
    const found = await accounts.of(NSID);
    expect(found).toEqual({ nsid: NSID, photos: 4000, more: false, asked: 2, datasets: [{ dataset: "ffhq", photos: 4000 }], theirs: [], without: ["laion"], unavailable: [] });
    expect(await accounts.of(NSID)).toEqual(found);
    expect(asked).toEqual([{ path: "/v1/accounts/900000701%40N07?limit=1000", token: "Bearer inset_a" }]);
  });

  it("in several datasets has each photo once, over all pages", async () => {
    const datasets = [{ dataset: "coco", photos: 2 }, { dataset: "ffhq", photos: 3 }];
    pages = [
      page({ datasets, photos: [{ photo_id: A, datasets: ["ffhq", "coco"] }, { photo_id: B, datasets: ["ffhq"] }], next: B }),
      page({ datasets, photos: [{ photo_id: C, datasets: ["coco", "ffhq"] }] }),
    ];
    expect(await accounts.of(NSID)).toMatchObject({ photos: 3, more: false, datasets: [{ dataset: "ffhq", photos: 3 }, { dataset: "coco", photos: 2 }] });
    expect(asked.map(({ path }) => path)[1]).toBe(`/v1/accounts/900000701%40N07?limit=1000&cursor=${B}`);
  });

  it("is told without the datasets that the person switched off", async () => {
    await changePreferences({ hiddenDatasets: ["coco", "laion"] });
    pages = [page({ datasets: [{ dataset: "coco", photos: 2 }, { dataset: "ffhq", photos: 1 }], without_owners: ["laion", "yfcc"], photos: [] })];
    expect(await accounts.of(NSID)).toEqual({ nsid: NSID, photos: 1, more: false, asked: 1, datasets: [{ dataset: "ffhq", photos: 1 }], theirs: [], without: ["yfcc"], unavailable: [] });
  });

  it("has with it whose those of its datasets are that somebody else made, and is not spoken of where that is not known", async () => {
    const origin = { signed_by: null, publisher: "The Keepers", address: null, unpacked_at: null, built_at: null };
    library = null;
    pages = [page({ datasets: [{ dataset: "ffhq", photos: 1 }, { dataset: "coco", photos: 0 }] })];
    expect(await accounts.of(NSID)).toBeNull();
    library = [{ name: "coco", origin }, { name: "ffhq", origin }, { name: "pipa", origin }];
    expect(await accounts.of(NSID)).toMatchObject({ theirs: [{ name: "ffhq", origin }] });
  });

  it("is not spoken of where a page does not come, makes no sense, or is of another library", async () => {
    const datasets = [{ dataset: "coco", photos: 2 }, { dataset: "ffhq", photos: 3 }];
    pages = [null];
    expect(await accounts.of(NSID)).toBeNull();
    pages.push(page({ datasets: [{ dataset: "coco", photos: "2" as unknown as number }] }));
    expect(await accounts.of(NSID)).toBeNull();
    pages.push(page({ datasets, next: B }), page({ datasets, revision: "r2" }));
    expect(await accounts.of(NSID)).toBeNull();
    // Nothing of that was kept.
    pages.push(page({ datasets: [{ dataset: "coco", photos: 2 }] }));
    expect(await accounts.of(NSID)).toMatchObject({ photos: 2 });
  });

  it("is asked about anew when the library is another, and not at all while the helper is away", async () => {
    pages = [page({ datasets: [{ dataset: "coco", photos: 2 }] }), page({ revision: "r2", datasets: [{ dataset: "coco", photos: 3 }] })];
    await accounts.of(NSID);
    status = { state: "ready", revision: "r2" };
    expect(await accounts.of(NSID)).toMatchObject({ photos: 3 });
    status = { state: "off", revision: null };
    expect(await accounts.of(NSID)).toBeNull();
    expect(asked.length).toBe(2);
  });
});
