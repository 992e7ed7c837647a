/** The first-run page of the helper itself: the whole chain works offline, on made-up photos. */
import { beforeAll, expect, it } from "vitest";

import { badges, badgesWhileScrolling } from "../harness/badges.ts";
import { click, expectNoComplaints, openAsOwner, wordsOf } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

const FIRST = 990_000_000_001;
const LISTED = Array.from({ length: 6 }, (_, i) => String(FIRST + 2 * i));

describeInBrowsers("the sample page", (world) => {
  beforeAll(async () => {
    await world().helper.start();
    await world().pair();
  });

  const address = (path: string): string => `http://127.0.0.1:${String(world().helper.port)}${path}`;

  it("is added by one click on Inset's page, where nothing is there yet", async () => {
    // A try before this one may have added it.
    await world().helper.run("remove", "inset-sample");
    const page = await openAsOwner(world(), "datasets");
    await until("the offer", () => wordsOf(page, "#datasets-list .empty"));
    await click(page, "#datasets-list .empty button");
    expect(await until("the sample", () => wordsOf(page, '#running-list [data-state="published"]'))).toContain("inset-sample");
    await expect.poll(() => wordsOf(page, "#history-list")).toContain("from the sample");
    await Promise.all([page.waitForNavigation(), click(page, '#running-list a[href="/sample"]')]);
    expect(new URL(page.url()).pathname).toBe("/sample");
    expectNoComplaints(page);
  });

  it("badges the odd photos of the gallery", async () => {
    const page = await world().open(address("/sample"));
    const seen = await badgesWhileScrolling(page, LISTED);
    expect(seen.map((badge) => badge.photo).sort()).toEqual(LISTED);
    for (const badge of seen) expect(badge).toMatchObject({ answer: "listed", atOnce: 1 });
  });

  it("badges a listed photo on its own page, and none that is not listed", async () => {
    const listed = await world().open(address(`/sample/photos/inset-sample/${String(FIRST)}/`));
    await expect.poll(() => badges(listed)).toEqual([{ photo: String(FIRST), answer: "listed" }]);
    const other = await world().open(address(`/sample/photos/inset-sample/${String(FIRST + 1)}/`));
    expect(await badgesWhileScrolling(other, [])).toEqual([]);
  });
});
