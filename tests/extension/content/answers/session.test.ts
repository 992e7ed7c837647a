// Asking about many photos while the helper comes and goes.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Session } from "../../../../extension/src/content/answers/session.ts";
import { Tiles } from "../../../../extension/src/content/badges/tiles.ts";
import { NOT_LISTED, UNKNOWN, type HelperState, type HelperStatus } from "../../../../extension/src/shared/answers.ts";
import type { Request } from "../../../../extension/src/shared/messages.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome, settle } from "../../support/fake-chrome.ts";

/** More than travel in one message. */
const MANY = Array.from({ length: 700 }, (_, n) => String(911_000_000_001 + n));

let tiles: Tiles;
let session: Session;
let state: HelperState | "silent";
let lookups: number;

const status = (): HelperStatus => ({ state: state === "silent" ? "off" : state, revision: state === "ready" ? "r1" : null, port: 8765, version: null });

/** A page of so many photos. */
function makeTiles({ document }: FakeBrowser): Tiles {
  const none = vi.fn();
  const made = new Tiles({ near: none, changed: none, events: { pointed: none, focused: none, pressed: none, changed: none, removed: none } });
  for (const photo of MANY) {
    const element = document.body.appendChild(document.createElement("div")).appendChild(document.createElement("img"));
    made.add({ photo, element });
  }
  return made;
}

beforeEach(() => {
  const fake = new FakeChrome().install();
  const browser = new FakeBrowser("<main></main>");
  tiles = makeTiles(browser);
  state = "ready";
  lookups = 0;
  fake.background = (message) => {
    const request = message as Request;
    if (request.kind === "check") return status();
    if (request.kind !== "lookup") return null;
    lookups += 1;
    if (state === "silent") return undefined;
    const answer = state === "ready" ? NOT_LISTED : UNKNOWN;
    return { status: status(), answers: Object.fromEntries(request.photos.map((photo) => [photo, answer])) };
  };
  session = new Session({ tiles, document: browser.document, orphaned: vi.fn() });
});

afterEach(() => {
  session.stop();
  tiles.stop();
});

it("asks about all photos in as few messages as hold them", async () => {
  session.askAll();
  await vi.waitFor(() => { expect(tiles.open()).toEqual([]); });
  expect(lookups).toBe(3);
});

it.each(["off", "failing", "silent"] as const)("does not ask on and on while the helper is %s, keeps what it said, and goes on afterwards", async (trouble) => {
  session.askAll();
  await vi.waitFor(() => { expect(tiles.open()).toEqual([]); });
  state = trouble;
  tiles.reopen();
  lookups = 0;
  session.askAll();
  await settle(400);
  expect(lookups).toBeLessThanOrEqual(4);
  expect(tiles.counts.not_listed).toBe(MANY.length);
  state = "ready";
  await session.check(true);
  await vi.waitFor(() => { expect(tiles.open()).toEqual([]); });
});
