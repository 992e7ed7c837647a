// The publishers that the person follows, on the page's list of datasets.
import { beforeEach, describe, expect, it } from "vitest";

import { failure, LocalPage, until, wordsOf } from "../../support/local-page.ts";

let page: LocalPage;
const ADDRESS = "https://example.org/packs/";

const one = (changes: object = {}): object => ({
  id: "0123456789abcdef", address: ADDRESS, root: "0".repeat(64), added_at: "2026-01-01T00:00:00Z", only: [], title: "Tides <b>", checked_at: "2026-01-02T03:04:05Z",
  tried_at: "2026-01-02T03:04:05Z", good_until: "2026-02-01T00:00:00Z", state: "fresh", error: null, failed_at: null, updating: false,
  datasets: [{ name: "ebb", dataset: "ebb", run: "20260102-1", pack: "1".repeat(64), photos: 1200, updated_at: "2026-01-02T03:04:05Z", offered: true }], ...changes,
});

async function show(subscriptions: object[], damaged: object[] = []): Promise<void> {
  page.answers("GET /v1/subscriptions", { subscriptions, damaged });
  const { showSubscriptions } = await import("../../../../helper/inset/server/web/page/datasets/subscriptions.js");
  await showSubscriptions();
}

beforeEach(async () => {
  page = await LocalPage.open("#datasets");
});

describe("followed publishers", () => {
  it("are not there where nobody is followed", async () => {
    await show([]);
    expect(page.get("#subscriptions").hidden).toBe(true);
  });

  it("are told with their freshness, their own title as text, and what is here", async () => {
    await show([one()]);
    const words = wordsOf(page.get("#subscriptions-list"));
    expect(words).toContain(ADDRESS);
    expect(words).toContain("up to date");
    expect(words).toContain("The publisher calls it: “Tides <b>”");
    expect(words).toContain("1,200 photos");
  });

  it("are told with what went wrong, and what is out of date is never called up to date", async () => {
    await show([one({ state: "stale", error: { code: "publisher_stale", message: "Ask the publisher.", hint: "" } })], [{ id: "f".repeat(16), code: "failure", message: "Run it.", hint: "" }]);
    const words = wordsOf(page.get("#subscriptions-list"));
    expect(words).toContain("out of date");
    expect(words).not.toContain("up to date");
    expect(words).toContain("Ask the publisher.");
    expect(words).toContain("Run it.");
  });

  it("are asked now, and followed no more after a question", async () => {
    await show([one()]);
    page.answers("POST /v1/subscriptions/0123456789abcdef/update", { updating: "0123456789abcdef" });
    page.answers("GET /v1/subscriptions", { subscriptions: [one({ updating: true })], damaged: [] });
    page.press("Update now", "#subscriptions");
    await until(() => { expect(page.get<HTMLButtonElement>("#subscriptions-list .actions button").disabled).toBe(true); });
    await show([one()]);
    page.press("Follow no more", "#subscriptions");
    page.answers("DELETE /v1/subscriptions/0123456789abcdef", { unsubscribed: "0123456789abcdef" });
    page.answers("GET /v1/subscriptions", { subscriptions: [], damaged: [] });
    page.press("Follow no more", "#subscriptions");
    await until(() => { expect(page.get("#subscriptions").hidden).toBe(true); });
  });

  it("say why nothing happened", async () => {
    await show([one()]);
    page.answers("POST /v1/subscriptions/0123456789abcdef/update", failure(404, "subscription_unknown", "Choose another."));
    page.press("Update now", "#subscriptions");
    await until(() => { expect(wordsOf(page.get("#subscriptions-problem"))).toContain("Choose another."); });
  });
});
