/** What the popup says of the helper, in each of its states, and the pairing that a person does in it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { Page } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { freePort } from "../harness/helper.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers, type World } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025 } from "../pages/photo-cards.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);

const stateOf = (popup: Page): Promise<string | undefined> =>
  popup.evaluate(() => document.querySelector<HTMLElement>("#state")?.dataset.state);

async function untilState(popup: Page, state: string): Promise<void> {
  let last: string | undefined;
  try {
    await until("the popup", async () => (last = await stateOf(popup)) === state);
  } catch (error) {
    throw new Error(`The popup says ${String(last)}, wanted ${state}.`, { cause: error });
  }
}

/** The numbers that the popup shows, by answer. */
function countsOf(popup: Page): Promise<Record<string, number>> {
  return popup.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>("#counts [data-answer]")].map((row) => [
        row.dataset.answer ?? "",
        Number(row.querySelector("dd")?.textContent),
      ]),
    ),
  );
}

/** Press Connect and return the six digits that the popup then shows. */
async function connect(popup: Page): Promise<string> {
  await untilState(popup, "not_paired");
  await until("the Connect button", () => popup.$("#step-action button"));
  // The popup's own click handler, by its own button; a tab in the background takes no mouse.
  await popup.evaluate(() => document.querySelector<HTMLElement>("#step-action button")?.click());
  const shown = await until("a code", () =>
    popup.evaluate(() => document.querySelector("#step-action .code")?.textContent),
  );
  const code = shown.replaceAll(/\s/g, "");
  expect(code).toMatch(/^\d{6}$/);
  return code;
}

const storedToken = (popup: Page): Promise<unknown> =>
  popup.evaluate(
    async () => ((await chrome.storage.local.get("pairing")).pairing as { token?: string } | undefined)?.token,
  );

describeInBrowsers(
  "the popup",
  (world) => {
    beforeAll(() => {
      world().flickr.serve(ALBUM.path, ALBUM);
    });

    it("says that the helper is off", async () => {
      await world().setPairing({ port: await freePort(), token: "inset_of-another-time" });
      await untilState(await world().openPopup(), "off");
    });

    describe.each([
      { what: "a page", status: 200, type: "text/html", body: "<h1>My printer</h1>" },
      { what: "an error", status: 404, type: "text/plain", body: "not found" },
      {
        what: "another program's JSON",
        status: 200,
        type: "application/json",
        body: '{"name":"other","api":1,"version":"9","ready":true}',
      },
    ])("with another program on the port that answers with $what", ({ status, type, body }) => {
      it("says so", async () => {
        const asked: string[] = [];
        const other = createServer((request, response) => {
          asked.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? "no token"}`);
          response.writeHead(status, { "Content-Type": type });
          response.end(body);
        });
        await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
        try {
          await world().setPairing({ port: (other.address() as AddressInfo).port, token: "inset_a-real-secret" });
          await untilState(await world().openPopup(), "other_program");
          // Another program on the port gets neither a token nor a photo ID.
          expect(asked.length).toBeGreaterThan(0);
          for (const request of asked) expect(request).toBe("GET /v1/hello no token");
        } finally {
          other.closeAllConnections();
          await new Promise((resolve) => other.close(resolve));
        }
      });
    });

    it("says that no dataset is there, then that this browser is not connected", async () => {
      if (!world().helper.running) await world().helper.start();
      await world().helper.run("remove", "tidewatch");
      await world().pair();
      const popup = await world().openPopup();
      await untilState(popup, "no_index");
      await world().helper.build("tidewatch", ODD);
      await untilState(popup, "ready");
      await world().setPairing({ port: world().helper.port, token: "inset_not-a-token-of-this-helper" });
      await untilState(popup, "not_paired");
    });

    it("pairs by the six digits: a wrong code does nothing, the right one brings token and badges", async () => {
      const { helper } = world();
      await helper.ensure("tidewatch", ODD);
      const page = await world().openFlickr(ALBUM.path);
      await world().setPairing({ port: helper.port });
      const popup = await world().openPopup();
      const code = await connect(popup);
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
      expect((await helper.run("pair", wrong)).status).not.toBe(0);
      expect(await storedToken(popup)).toBeUndefined();
      expect((await helper.run("pair", code)).status).toBe(0);
      await untilState(popup, "ready");
      await expect.poll(() => storedToken(popup)).toMatch(/^inset_/);
      await popup.close();
      await page.bringToFront();
      await untilBadged(page, ODD);
      await expectBoundToken(world());
    });

    it("pairs although the popup is closed while the person is in the terminal", async () => {
      const { helper } = world();
      await helper.ensure("tidewatch", ODD);
      await world().setPairing({ port: helper.port });
      const popup = await world().openPopup();
      const code = await connect(popup);
      await popup.close();
      expect((await helper.run("pair", code)).status).toBe(0);
      const again = await world().openPopup();
      await untilState(again, "ready");
      await expect.poll(() => storedToken(again)).toMatch(/^inset_/);
    });

    it("counts the photos of the page behind it, and says when the helper has gone", async () => {
      const { helper } = world();
      await helper.ensure("tidewatch", ODD);
      await world().pair();
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ODD);
      const popup = await world().openPopupOn(page);
      await untilState(popup, "ready");
      await until("the counts", async () => (await countsOf(popup)).listed === ODD.length);
      expect(await countsOf(popup)).toEqual({
        listed: ODD.length,
        probably_listed: 0,
        not_listed: ALBUM.photos.length - ODD.length,
        unknown: 0,
      });
      await helper.stop();
      await untilState(popup, "off");
      await helper.start();
      await untilState(popup, "ready");
    });

    it("takes the badges away when the pairing is ended", async () => {
      const { helper } = world();
      await helper.ensure("tidewatch", ODD);
      await world().pair();
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ODD);
      for (const pairing of (
        JSON.parse((await helper.run("pair", "--list", "--json")).stdout) as { pairings: { id: string }[] }
      ).pairings) {
        expect((await helper.run("unpair", pairing.id)).status).toBe(0);
      }
      await untilBadged(page, []);
      await untilState(await world().openPopup(), "not_paired");
    });
  },
  { viewport: { width: 1280, height: 1500 } },
);

/** The token that the extension holds is of no use to another origin. */
async function expectBoundToken(world: World): Promise<void> {
  const popup = await world.openPopup();
  const token = String(await storedToken(popup));
  const { helper } = world;
  const strange = await helper.fetch("/v1/datasets", token, {
    headers: { Origin: `chrome-extension://${"a".repeat(32)}` },
  });
  expect(strange.status).toBe(403);
  const own = await helper.fetch("/v1/datasets", token, { headers: { Origin: world.browser.origin } });
  expect(own.status).toBe(200);
}
