// In which order tiles come: by where they are, also between a jump and what the browser tells of it.
import { beforeEach, expect, it, vi } from "vitest";
import { Nearby } from "../../../../extension/src/content/badges/nearby.ts";
import { makeTile } from "../../../../extension/src/content/badges/tile.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";
import { BOX, LongPage } from "../../support/long-page.ts";

beforeEach(() => { new FakeChrome().install(); });

it("after a jump those that are on the screen now come first, though nobody has told yet that those before are not", () => {
  const page = new LongPage(100, "img");
  const tiles = page.boxes.map((element, n) => makeTile({ element, photo: String(911_000_000_001 + n) }));
  const none = vi.fn();
  const nearby = new Nearby(new Scrolling(), { nearChanged: none, farChanged: none });
  for (const tile of tiles) nearby.watch(tile);
  page.look();
  const order = (): number[] => nearby.nearestFirst(tiles).map((tile) => tiles.indexOf(tile));
  expect(order()[0]).toBe(0);
  page.scrollTo(60 * BOX + 1);
  expect(order()[0]).toBe(60);
  page.look();
  expect(order()[0]).toBe(60);
  nearby.stop();
});
