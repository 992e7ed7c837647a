// Builds under way and the history, as the helper tells them.
import { beforeEach, describe, expect, it } from "vitest";

import type { Build } from "../../../../helper/inset/server/web/page/shared/wire.d.ts";
import { build, published, report } from "../../support/answers.ts";
import { failure, type FakeEventSource, LocalPage, until, wordsOf } from "../../support/local-page.ts";

type Builds = typeof import("../../../../helper/inset/server/web/page/add/builds.js");
const LIST = "GET /v1/builds";
const ID = build().id;
let page: LocalPage;
let builds: Builds;

beforeEach(async () => {
  page = await LocalPage.open("#add");
  builds = await import("../../../../helper/inset/server/web/page/add/builds.js");
});

function tells(...all: Build[]): void {
  page.answers(LIST, { builds: all, next: null });
}

function onlyStream(): FakeEventSource {
  const [stream, ...others] = LocalPage.streams;
  if (stream === undefined || others.length > 0) throw new Error(`There are ${String(LocalPage.streams.length)} streams.`);
  return stream;
}

const running = (): string[] => page.all("#running-list .build").map((card) => wordsOf(card.querySelector("h3") ?? card));
const history = (): string[] => page.all("#history-list summary strong").map(wordsOf);

describe("the list", () => {
  it("says that nothing has been built", async () => {
    tells();
    await builds.refreshBuilds();
    expect(page.words("#history-state")).toBe("Nothing has been made from this page yet.");
    expect(page.get("#running").hidden).toBe(true);
  });

  it("shows what is under way apart from what has ended", async () => {
    tells(build({ id: "b" }), published({ id: "a", dataset: "ebb" }));
    await builds.refreshBuilds();
    expect([running(), history()]).toEqual([["tidewatch from tidewatch.csv"], ["ebb"]]);
    expect(page.words("#running-heading")).toBe("Under way");
  });

  it("lets nobody cancel here what the command line builds", async () => {
    tells(build({ id: "b" }), build({ id: "a", dataset: "ebb", source: { kind: "command", name: "inset build --cluster" } }));
    await builds.refreshBuilds();
    const buttons = page.all("#running-list .build").map((card) => [...card.querySelectorAll("button")].map(wordsOf));
    expect(running()).toEqual(["ebb by the command line", "tidewatch from tidewatch.csv"]);
    expect(buttons).toEqual([[], ["Cancel"]]);
  });

  it("says why it cannot be had", async () => {
    page.answers(LIST, failure(500, "failure", "Look at the log."));
    await builds.refreshBuilds();
    expect([page.words("#history-state"), page.get("#history-state").className]).toEqual(["Look at the log.", "problem"]);
  });

  it("keeps an opened entry open when another build has ended", async () => {
    tells(published({ id: "a", dataset: "ebb" }));
    await builds.refreshBuilds();
    page.get<HTMLDetailsElement>('[data-build="a"]').open = true;
    tells(published({ id: "b", dataset: "flow" }), published({ id: "a", dataset: "ebb" }));
    await builds.refreshBuilds();
    expect(history()).toEqual(["flow", "ebb"]);
    expect(page.all("#history-list details").map((each) => (each as HTMLDetailsElement).open)).toEqual([false, true]);
  });

  it("loads older builds on demand", async () => {
    page.answers(LIST, { builds: [published({ id: "c", dataset: "flow" })], next: "b" });
    page.answers("GET /v1/builds?limit=20&cursor=b", { builds: [published({ id: "a", dataset: "ebb" })], next: null });
    await builds.refreshBuilds();
    expect(page.get("#history-more").hidden).toBe(false);
    page.click("#history-more");
    await until(() => { expect(history()).toEqual(["flow", "ebb"]); });
    expect(page.get("#history-more").hidden).toBe(true);
  });
});

describe("a build under way", () => {
  it("is followed by one stream, and what waits behind it by none", async () => {
    tells(build({ id: "b", state: "queued", phase: null }), build({ id: "a" }));
    await builds.refreshBuilds();
    expect(onlyStream().address).toBe("/v1/builds/a/events");
    expect(running()).toHaveLength(2);
  });

  it("shows each event, and says a new phase once", () => {
    builds.watch(build());
    onlyStream().tell("build", build({ rows: 9000 }));
    expect(page.words("#running-list .figures")).toContain("9,000 rows");
    expect(page.said).toBe("");
    onlyStream().tell("build", build({ phase: "verifying" }));
    expect(page.said).toBe("tidewatch: Verifying every photo");
  });

  it("becomes its outcome when it ends", async () => {
    tells(published());
    builds.watch(build());
    const stream = onlyStream();
    stream.tell("build", published({ report: report({ photos: 61 }) }));
    expect(stream.closed).toBe(true);
    expect(page.words("#running-list .build")).toContain("Photos61");
    expect(page.words("#running-heading")).toBe("Done");
    expect(page.said).toBe("tidewatch: Ready");
    await until(() => { expect(history()).toEqual(["tidewatch"]); });
    page.press("Close", "#running-list");
    expect(page.get("#running").hidden).toBe(true);
  });

  it("that fails is not called done", () => {
    tells();
    builds.watch(build());
    onlyStream().tell("build", build({ state: "failed", ended_at: "2026-11-22T10:01:00Z", error: { code: "disk_full", message: "Make room.", hint: "" } }));
    expect(page.words("#running-heading")).toBe("Ended");
    expect(page.words("#running-list .problem")).toBe("Make room.");
  });

  it("is asked about where its stream breaks off", async () => {
    tells(published());
    page.answers(`GET /v1/builds/${ID}`, published());
    builds.watch(build());
    onlyStream().dispatchEvent(new Event("error"));
    await until(() => { expect(page.said).toBe("tidewatch: Ready"); });
    expect(page.asked(`GET /v1/builds/${ID}`)).toHaveLength(1);
    expect(onlyStream().closed).toBe(true);
  });

  it("can be cancelled, once", async () => {
    page.answers(`DELETE /v1/builds/${ID}`, { status: 202, body: build() });
    builds.watch(build());
    page.press("Cancel", "#running-list");
    page.press("Cancel", "#running-list");
    await until(() => { expect(page.asked(`DELETE /v1/builds/${ID}`)).toHaveLength(1); });
  });

  it("that can no longer be cancelled says so, and the button comes back", async () => {
    page.answers(`DELETE /v1/builds/${ID}`, failure(409, "build_ended", "It has ended."));
    builds.watch(build());
    page.press("Cancel", "#running-list");
    await until(() => { expect(page.said).toBe("It has ended."); });
    expect(page.get<HTMLButtonElement>("#running-list button").disabled).toBe(false);
  });

  it("has no stream while the part is out of view", async () => {
    tells(build());
    await builds.refreshBuilds();
    builds.leaveBuilds();
    expect(onlyStream().closed).toBe(true);
    expect([page.get("#running").hidden, running()]).toEqual([true, []]);
    await builds.refreshBuilds();
    expect(running()).toEqual(["tidewatch from tidewatch.csv"]);
  });
});
