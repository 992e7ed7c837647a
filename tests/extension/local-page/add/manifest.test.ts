// A manifest file: uploaded, explained, and built under a name.
import { beforeEach, describe, expect, it } from "vitest";

import { build, dataset } from "../../support/answers.ts";
import { failure, LocalPage, until } from "../../support/local-page.ts";

type Manifest = typeof import("../../../../helper/inset/server/web/page/add/manifest.js");
const UPLOAD = { id: "abc", file: "tidewatch.csv", bytes: 40 };
const EXPLAIN = "GET /v1/uploads/abc/explanation";
const EXPLANATION = {
  sources: [
    { name: "tidewatch.csv", reader: "csv", why: ["Its column photo_url holds addresses."], why_told: [null], rows: [{ text: "x,1", photo_ids: ["990000000001"], owner: "12345678@N00", licence: null, names: [] }] },
    { name: "more.csv", reader: "csv", why: [], why_told: [], rows: [] },
  ],
  passed_over: { count: 1, reasons: [{ reason: "It is a picture.", count: 1, names: ["a.jpg"] }] },
};
let page: LocalPage;
let manifest: Manifest;

beforeEach(async () => {
  page = (await LocalPage.open("#add")).answers("POST /v1/uploads", { status: 201, body: UPLOAD }).answers(EXPLAIN, EXPLANATION);
  page.answers("GET /v1/datasets", { revision: "r", datasets: [dataset()], unavailable: [] });
  manifest = await import("../../../../helper/inset/server/web/page/add/manifest.js");
  manifest.prepareManifest();
});

/** Chooses a file, and waits until it is explained. */
async function take(name = "tidewatch.csv"): Promise<void> {
  page.choose("#manifest-file", name, "photo_url\nx");
  await until(() => { expect(page.all("#taken-for .source")).toHaveLength(1); });
}

const step = (): string[] => ["drop", "upload", "taken"].filter((each) => !page.get(`#${each}`).hidden);

describe("a file that is chosen", () => {
  it("is sent under its name, and explained before anything is built", async () => {
    await take("Tide watch.csv");
    expect(page.asked("POST /v1/uploads").map(({ path, body }) => [path, body])).toEqual([["/v1/uploads?file=Tide%20watch.csv", "photo_url\nx"]]);
    expect([step(), page.words("#taken-heading")]).toEqual([["taken"], "tidewatch.csv, 40 bytes"]);
    expect(page.words("#taken-for .source")).toContain("Its column photo_url holds addresses.");
    expect(page.all("#taken-for td").map((cell) => cell.textContent).slice(0, 4)).toEqual(["990000000001", "12345678@N00", "", "x,1"]);
    expect(page.all("#taken-for summary").map((each) => each.textContent)).toEqual(["1 more file that will be read", "1 file passed over"]);
    expect(page.asked("POST /v1/datasets/tidewatch/builds")).toEqual([]);
  });

  it("that is rather a data export leads to where one asks about one's own photos", async () => {
    await take();
    expect(page.all("#taken-for .note")).toEqual([]);
    const [source] = EXPLANATION.sources;
    page.answers(EXPLAIN, { ...EXPLANATION, sources: [{ ...source, name: "72157600000000001_part1.zip/photo_990000000001.json", reader: "json" }] });
    page.press("Look again");
    await until(() => { expect(page.words("#taken-for .note")).toMatch(/^This looks like a Flickr data export.* Am I in it\?$/); });
    expect(page.get("#taken-for .note a").getAttribute("href")).toBe("#check");
  });

  it.each([
    ["Open Images V7.csv.gz", "open-images-v7"],
    ["tidewatch.tar.bz2", "tidewatch"],
    ["--Ünï_code--.JSON", "n-_code"],
    ["photos.2019.parquet", "photos.2019"],
    [`${"a".repeat(80)}.txt`, "a".repeat(64)],
    ["….csv", ""],
  ])("suggests a name for the dataset: %s becomes %s", async (file, name) => {
    await take(file);
    expect(page.get<HTMLInputElement>("#build-name").value).toBe(name);
  });

  it("that the helper does not take says why, and another can be chosen", async () => {
    page.answers("POST /v1/uploads", failure(507, "disk_full", "Make room:", "3 GB."));
    page.choose("#manifest-file", "tidewatch.csv", "x");
    await until(() => { expect(page.words("#manifest-problem")).toBe("Make room: 3 GB."); });
    expect(step()).toEqual(["drop"]);
  });

  it("that is not understood says why, and how else to read it", async () => {
    page.answers(EXPLAIN, failure(422, "manifest_invalid", "Give the column that holds the photo."));
    page.choose("#manifest-file", "tidewatch.csv", "x");
    await until(() => { expect(page.words("#manifest-problem")).toBe("Give the column that holds the photo."); });
    expect([step(), page.get<HTMLDetailsElement>("#reading").open]).toEqual([["taken"], true]);
    page.get<HTMLSelectElement>("#build-reader").value = "csv";
    page.type("#build-column", " photo url ");
    page.answers(`${EXPLAIN}?reader=csv&column=photo+url`, EXPLANATION);
    page.click("#look-again");
    await until(() => { expect(page.all("#taken-for .source")).toHaveLength(1); });
    expect(page.words("#manifest-problem")).toBe("");
  });

  it("can be given up for another, and is removed from the helper", async () => {
    page.answers("DELETE /v1/uploads/abc", { removed: "abc" });
    await take();
    page.press("Take another file");
    await until(() => { expect(page.asked("DELETE /v1/uploads/abc")).toHaveLength(1); });
    expect([step(), page.window.sessionStorage.length]).toEqual([["drop"], 0]);
  });
});

describe("files that are dropped", () => {
  function drop(...names: string[]): Event {
    const event = new page.window.Event("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: { files: names.map((name) => new page.window.File(["x"], name)) } });
    page.get("#drop").dispatchEvent(event);
    return event;
  }

  it("are taken one at a time", () => {
    expect(drop("a.csv", "b.csv").defaultPrevented).toBe(true);
    expect(page.words("#manifest-problem")).toContain("Drop one file at a time.");
    expect(page.seen).toEqual([]);
  });

  it("are sent", async () => {
    drop("a.csv");
    await until(() => { expect(page.asked("POST /v1/uploads")).toHaveLength(1); });
  });

  it("beside the field do not make the browser leave the page", () => {
    const event = new page.window.Event("drop", { bubbles: true, cancelable: true });
    page.get("h1").dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(page.seen).toEqual([]);
  });
});

describe("a reload", () => {
  it("loses no file that was sent", async () => {
    page.window.sessionStorage.setItem("inset-upload", JSON.stringify(UPLOAD));
    await manifest.resumeManifest();
    expect([step(), page.words("#taken-heading"), page.all("#taken-for .source").length]).toEqual([["taken"], "tidewatch.csv, 40 bytes", 1]);
    expect(page.asked("POST /v1/uploads")).toEqual([]);
  });

  it("forgets a file that the helper no longer has", async () => {
    page.answers(EXPLAIN, failure(404, "upload_unknown", "Send it again."));
    page.window.sessionStorage.setItem("inset-upload", JSON.stringify(UPLOAD));
    await manifest.resumeManifest();
    expect([step(), page.window.sessionStorage.length, page.words("#manifest-problem")]).toEqual([["drop"], 0, "Send it again."]);
  });
});

describe("the build", () => {
  const ORDER = "POST /v1/datasets/faces/builds";

  it("is asked for with what was chosen, and is then under way", async () => {
    page.answers(ORDER, { status: 202, body: build({ dataset: "faces" }) });
    await take();
    page.type("#build-name", "faces");
    page.get<HTMLSelectElement>("#build-reader").value = "csv";
    page.get<HTMLInputElement>('[name="keep"][value="filter"]').checked = true;
    page.get<HTMLSelectElement>("#build-rate").value = "0.000001";
    page.submit("#build-form");
    await until(() => { expect(page.words("#running-list")).toContain("faces"); });
    expect(page.asked(ORDER).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ upload: "abc", reader: "csv", filter_only: true, error_rate: 0.000001 }]);
    expect([step(), page.said, page.window.sessionStorage.length]).toEqual([["drop"], "faces: it has begun.", 0]);
  });

  it("asks for nothing that was left to the helper", async () => {
    page.answers(ORDER, { status: 202, body: build({ dataset: "faces" }) });
    await take();
    page.type("#build-name", "faces");
    page.submit("#build-form");
    await until(() => { expect(page.asked(ORDER)).toHaveLength(1); });
    expect(JSON.parse(page.asked(ORDER)[0]?.body ?? "")).toEqual({ upload: "abc" });
  });

  it.each(["", "Faces", "-faces", "faces-", "fa ces", "a/b"])("is not asked for under the name %j", async (name) => {
    await take();
    page.type("#build-name", name);
    page.submit("#build-form");
    expect(page.words("#build-name-note")).toBe("Give the dataset a name: small letters, digits, dots, underscores and hyphens.");
    expect(page.document.activeElement?.id).toBe("build-name");
    expect(page.seen.filter(({ path }) => path.endsWith("/builds"))).toEqual([]);
  });

  it("that replaces a dataset says so before", async () => {
    await manifest.resumeManifest();
    await take();
    page.type("#build-name", "tidewatch");
    expect(page.words("#build-name-note")).toBe("Takes the place of the tidewatch that is on this computer now (60 photos). That one serves until the new one is ready.");
    page.type("#build-name", "tidewatch-2");
    expect(page.words("#build-name-note")).toBe("");
  });

  it("that is refused says why, and keeps the file", async () => {
    page.answers(ORDER, failure(409, "build_busy", "Wait for the build that runs."));
    await take();
    page.type("#build-name", "faces");
    page.submit("#build-form");
    await until(() => { expect(page.words("#manifest-problem")).toBe("Wait for the build that runs."); });
    expect([step(), page.window.sessionStorage.length]).toEqual([["taken"], 1]);
  });
});
