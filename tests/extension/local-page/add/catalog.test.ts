// The catalog: what is found in it, and what can be added from it.
import { beforeEach, describe, expect, it } from "vitest";

import type { CatalogEntry } from "../../../../helper/inset/server/web/page/shared/wire.d.ts";
import { build, entry } from "../../support/answers.ts";
import { failure, LocalPage, until, wordsOf } from "../../support/local-page.ts";

type Catalog = typeof import("../../../../helper/inset/server/web/page/add/catalog.js");
let page: LocalPage;
let catalog: Catalog;

beforeEach(async () => {
  page = await LocalPage.open("#add");
  catalog = await import("../../../../helper/inset/server/web/page/add/catalog.js");
});

async function shows(...entries: CatalogEntry[]): Promise<void> {
  page.answers("GET /v1/catalog", { checked: "2026-11-22", entries });
  catalog.prepareCatalog();
  await catalog.refreshCatalog();
}

const names = (): string[] => page.all("#catalog-list h3 code").map((each) => each.textContent);
const numbered = (count: number): CatalogEntry[] => Array.from({ length: count }, (_, n) => entry({ name: `set-${String(n)}`, title: `Set ${String(n)}` }));

describe("the list", () => {
  it("begins with eight, and shows all on demand", async () => {
    await shows(...numbered(11));
    expect(names()).toHaveLength(8);
    expect([page.words("#catalog-state"), page.words("#catalog-more")]).toEqual(["11 datasets", "Show all 11"]);
    page.click("#catalog-more");
    expect(names()).toHaveLength(11);
    expect(page.get("#catalog-more").hidden).toBe(true);
  });

  it.each([
    ["ebb-1", ["ebb-1"]],
    ["FACE institute", ["ebb-1", "flow-2"]],
    ["2014", ["flow-2"]],
    ["nothing like it", []],
  ])("finds %s by name, title, publisher, purpose and year", async (words, found) => {
    await shows(entry({ name: "ebb-1", title: "Ebb" }), entry({ name: "flow-2", title: "Flow", year: 2014 }), entry({ name: "sand", title: "Sand", purpose: "captions", publisher: "Dune" }));
    page.type("#catalog-find", words);
    expect(names()).toEqual(found);
    expect(page.words("#catalog-state")).toBe(found.length === 0 ? "No dataset in the catalogue matches." : `${String(found.length)} dataset${found.length === 1 ? "" : "s"} of 3`);
  });

  it("can leave out what cannot be added from here", async () => {
    await shows(entry({ name: "ebb" }), entry({ name: "flow", fetchable: false, access: "agreement" }));
    page.click("#catalog-addable");
    expect(names()).toEqual(["ebb"]);
  });

  it("says why it cannot be had", async () => {
    page.answers("GET /v1/catalog", failure(500, "failure", "Look at the log."));
    await catalog.refreshCatalog();
    expect(page.words("#catalog-state")).toBe("Look at the log.");
  });
});

describe("an entry", () => {
  it("tells purpose, publisher, year and what its number counts", async () => {
    await shows(entry({ year: 2019, photos: 70_000, flickr: "part", photos_note: "faces" }));
    expect(page.words("#catalog-list .body p")).toBe("For face recognition · The Ebb Institute, 2019 · 70,000 photos, a part of them Flickr’s (faces)");
  });

  it("says nothing of what nobody has found out", async () => {
    await shows(entry());
    expect(page.words("#catalog-list .body p")).toBe("For face recognition · The Ebb Institute");
    expect(page.all("#catalog-list details")).toEqual([]);
  });

  it("says that it is on this computer, and that its publisher has withdrawn it", async () => {
    await shows(entry({ published: true, status: { withdrawn: true, note: "Withdrawn after complaints." } }));
    expect(page.all("#catalog-list .tag").map(wordsOf)).toEqual(["On this computer", "Withdrawn"]);
    expect(page.words("#catalog-list details")).toContain("Withdrawn after complaints.");
    expect(page.words("#catalog-list .actions")).toContain("Make it again");
  });

  it.each([
    [{ files: 6, bytes: 5_950_797, exact: true, complete: true }, "Downloads 6"],
    [{ files: 2, bytes: 786_000_000, exact: false, complete: true }, "Downloads about 786"],
    [{ files: 3, bytes: 45_000_000, exact: false, complete: false }, "Downloads more than 45"],
    [{ files: 1, bytes: 0, exact: true, complete: false }, "Downloads an amount that is not known before"],
  ])("says before it begins how much %j is", async (download, words) => {
    await shows(entry({ download }));
    expect(page.words("#catalog-list .actions")).toContain(words);
  });

  it("tells a census apart, and never as use for training", async () => {
    await shows(entry({ kind: "census", purpose: "a list of all public photos" }));
    expect(page.all("#catalog-list .tag").map(wordsOf)).toEqual(["Census"]);
    expect(page.words("#catalog-list")).toContain("A list of all public photos");
    expect(page.words("#catalog-list")).not.toContain("For a list");
    expect(page.words("#catalog-list details")).toContain("does not say that any was used for training");
  });

  it("tells how to opt out, with no link where the address is none of the web's", async () => {
    await shows(entry({ opt_out: { how: "Write to them.", page: "javascript:alert(1)", mail: "out@ebb.example" }, paper: "https://ebb.example/paper" }));
    const words = page.words("#catalog-list details");
    for (const told of ["To opt out: Write to them.", "javascript:alert(1)", "Mail: out@ebb.example"]) expect(words).toContain(told);
    expect(page.all("#catalog-list details a").map((link) => link.getAttribute("href"))).toEqual(["https://ebb.example/paper"]);
  });

  it.each([["free", "Free, by hand"], ["agreement", "On agreement"], ["not_public", "Not public"]] as const)("that no program can fetch (%s) has words instead of a button", async (access, words) => {
    await shows(entry({ fetchable: false, access }));
    expect(page.words("#catalog-list .actions")).toBe(words);
    expect(page.all("#catalog-list button")).toEqual([]);
  });
});

describe("adding", () => {
  const ORDER = "POST /v1/datasets/tidewatch/builds";

  it("starts a build from the catalog and shows it under way", async () => {
    page.answers(ORDER, { status: 202, body: build({ source: { kind: "catalog", name: "tidewatch" }, phase: "downloading" }) });
    await shows(entry());
    page.press("Add", "#catalog-list");
    await until(() => { expect(page.words("#running-list")).toContain("tidewatch from the catalogue"); });
    expect(page.asked(ORDER).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ catalog: "tidewatch" }]);
    expect([page.said, page.scrolledTo]).toEqual(["tidewatch: it has begun.", ["running"]]);
  });

  it("that is refused says so beside the entry, and can be tried again", async () => {
    page.answers(ORDER, failure(409, "build_busy", "Wait for the build that runs."));
    await shows(entry());
    page.press("Add", "#catalog-list");
    await until(() => { expect(page.words("#catalog-list .problem")).toBe("Wait for the build that runs."); });
    await until(() => { expect(page.get<HTMLButtonElement>("#catalog-list button").disabled).toBe(false); });
    expect(page.get("#running").hidden).toBe(true);
  });
});

describe("adding several", () => {
  const sized = (name: string, bytes: number, photos = 1_000_000): CatalogEntry => entry({ name, title: name, photos, download: { files: 1, bytes, exact: bytes > 0, complete: bytes > 0 } });
  const box = (title: string): HTMLInputElement => page.get<HTMLInputElement>(`#catalog-list input[aria-label="Choose ${title}"]`);

  it("tells before what all of them cost, and what nobody knows", async () => {
    await shows(sized("ebb", 400_000_000), sized("flow", 225_000_000), sized("sand", 0));
    expect(page.get("#catalog-chosen").hidden).toBe(true);
    box("ebb").click();
    expect(page.words("#catalog-cost")).toBe("Downloads 400 MB · up to 46.0 MB on disk · about 71 seconds at 50 Mbit/s");
    box("flow").click();
    box("sand").click();
    expect(page.words("#catalog-cost")).toBe("Downloads 625 MB · up to 138 MB on disk · about 2 minutes at 50 Mbit/s. Of 1 dataset nobody knows the amount before.");
    expect(page.words("#catalog-add")).toBe("Add the 3 chosen datasets");
    page.click("#catalog-none");
    expect([page.get("#catalog-chosen").hidden, box("ebb").checked]).toEqual([true, false]);
  });

  it("takes everything that is free and not here yet, one after the other", async () => {
    for (const name of ["ebb", "flow"]) page.answers(`POST /v1/datasets/${name}/builds`, { status: 202, body: build({ id: name, dataset: name, state: "queued", phase: null }) });
    await shows(sized("ebb", 1), entry({ name: "here", published: true }), entry({ name: "shut", fetchable: false }), sized("flow", 1));
    page.click("#catalog-all");
    page.click("#catalog-add");
    await until(() => { expect(page.get("#catalog-chosen").hidden).toBe(true); });
    expect(page.seen.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual(["/v1/datasets/ebb/builds", "/v1/datasets/flow/builds"]);
  });

  it("keeps chosen what was refused, and says why", async () => {
    page.answers("POST /v1/datasets/ebb/builds", { status: 202, body: build({ id: "ebb", dataset: "ebb" }) });
    page.answers("POST /v1/datasets/flow/builds", failure(429, "too_many", "Wait until a build has ended."));
    await shows(sized("ebb", 1), sized("flow", 1));
    page.click("#catalog-all");
    page.click("#catalog-add");
    await until(() => { expect(page.words("#catalog-problem")).toBe("Wait until a build has ended."); });
    await until(() => { expect([box("ebb").checked, box("flow").checked]).toEqual([false, true]); });
  });
});
