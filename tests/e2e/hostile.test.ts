/** A page that attacks the helper: in no browser does any of its requests reach a handler. */
import { beforeAll, expect, it } from "vitest";

import { HOSTILE } from "./harness/flickr-server.ts";
import { pause } from "./harness/until.ts";
import { describeInBrowsers, type World } from "./harness/world.ts";
import { hostilePage } from "./pages/hostile.ts";

/** One line of the helper's log, as `method route status`. */
interface LoggedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: string;
}

function requestsIn(log: string): LoggedRequest[] {
  return [...log.matchAll(/request method=(\S+) route=(\S+) status=(\S+)/g)].map(
    ([, method = "", route = "", status = ""]) => ({
      method,
      route,
      status,
    }),
  );
}

/** Let the page try everything; returns what of it arrived at the helper. */
async function attack(world: World): Promise<{ arrived: LoggedRequest[]; told: Record<string, string> }> {
  const { flickr, helper } = world;
  flickr.serve("/", { html: hostilePage(helper.port) }, HOSTILE);
  const page = await world.open(`https://${HOSTILE}/`);
  // The extension asks the helper too when its pairing changes; let it finish.
  await pause(1500);
  const before = helper.log.length;
  const told = await page.evaluate(() =>
    (globalThis as unknown as { attack: () => Promise<Record<string, string>> }).attack(),
  );
  return { arrived: requestsIn(helper.log.slice(before)), told };
}

async function expectUnharmed(world: World): Promise<void> {
  const { helper } = world;
  expect(helper.running).toBe(true);
  const waiting = JSON.parse((await helper.run("pair", "--json")).stdout) as { waiting: unknown[] };
  expect(waiting.waiting).toEqual([]);
}

describeInBrowsers("a hostile page seen as local", (world) => {
  beforeAll(async () => {
    await world().helper.build("tidewatch", ["950000000001"]);
    await world().helper.start();
    await world().pair();
  });

  it("reaches the helper but no handler, reads nothing and leaves nothing behind", async () => {
    const { arrived, told } = await attack(world());
    // It must have tried: a page that fails before it asks would prove nothing.
    expect(new Set(arrived.map((request) => request.method))).toEqual(new Set(["GET", "POST", "OPTIONS"]));
    expect(arrived.length).toBeGreaterThanOrEqual(12);
    for (const request of arrived)
      expect(["401", "403", "404", "405", "415"], JSON.stringify(request)).toContain(request.status);
    for (const [attempt, outcome] of Object.entries(told))
      expect(outcome, attempt).toMatch(/^(refused|opaque|error|closed|sent)/);
    await expectUnharmed(world());
  });
});

describeInBrowsers(
  "a hostile page seen as public",
  (world, name) => {
    beforeAll(async () => {
      await world().helper.build("tidewatch", ["950000000001"]);
      await world().helper.start();
      await world().pair();
    });

    it.skipIf(name === "firefox")("does not even reach the helper, while the extension does", async () => {
      const { arrived } = await attack(world());
      expect(arrived).toEqual([]);
      expect(requestsIn(world().helper.log)).toContainEqual({ method: "GET", route: "/v1/datasets", status: "200" });
      await expectUnharmed(world());
    });
  },
  { asPublic: true },
);
