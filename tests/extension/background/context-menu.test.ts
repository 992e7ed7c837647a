// Which photo a click in the context menu means.
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Clicked } from "../../../extension/src/background/context-menu.ts";
import { FakeChrome } from "../support/fake-chrome.ts";

const PICTURE = "https://live.staticflickr.com/65535/911000000001_0a1b2c3d4e_b.jpg";
const PAGE = "https://www.flickr.com/photos/somebody/911000000002/";

let photoClicked: (clicked: Clicked) => string | null;

beforeAll(async () => {
  new FakeChrome().install();
  ({ photoClicked } = await import("../../../extension/src/background/context-menu.ts"));
});

it("the background does without menus where the browser has none", async () => {
  new FakeChrome().install();
  delete (chrome as { contextMenus?: unknown }).contextMenus;
  vi.resetModules();
  const { makeMenus, watchMenus } = await import("../../../extension/src/background/context-menu.ts");
  expect(() => { makeMenus(); }).not.toThrow();
  expect(() => { watchMenus(undefined as never); }).not.toThrow();
});

describe("the photo that was clicked", () => {
  it.each([
    ["a picture", { srcUrl: PICTURE, pageUrl: PAGE }, "911000000001"],
    ["a picture in a link to an album", { srcUrl: PICTURE, linkUrl: "https://www.flickr.com/photos/somebody/albums/72157600000000000" }, "911000000001"],
    ["a link over a picture", { linkUrl: PAGE }, "911000000002"],
    ["a spacer in a link", { srcUrl: "https://s.yimg.com/g/images/spaceball.gif", linkUrl: PAGE }, "911000000002"],
    ["a short link", { linkUrl: "https://flic.kr/p/pVXX8eM" }, "911000000003"],
    ["a photo's own page", { pageUrl: PAGE }, "911000000002"],
    ["the sample's picture", { srcUrl: "http://127.0.0.1:46738/sample/static/65535/990000000001_5a3b00000001_z.svg" }, "990000000001"],
    ["the sample's link", { linkUrl: "http://127.0.0.1:46738/sample/photos/inset-sample/990000000001/" }, "990000000001"],
    // A picture that is no photo does not stand for the page that it is on.
    ["an avatar on a photo's page", { srcUrl: "https://live.staticflickr.com/65535/buddyicons/12345678@N00.jpg", pageUrl: PAGE }, null],
    ["a link to an album on a photo's page", { linkUrl: "https://www.flickr.com/photos/somebody/albums/72157600000000000", pageUrl: PAGE }, null],
    ["another site's picture", { srcUrl: "https://press.example/a.jpg" }, null],
    ["nothing", {}, null],
  ])("is read from %s", (_, clicked, photo) => {
    expect(photoClicked(clicked)).toBe(photo);
  });
});

it("a click on \"Check all photos\" opens the page of a check about where it was", async () => {
  const fake = new FakeChrome().install();
  vi.resetModules();
  const { watchMenus } = await import("../../../extension/src/background/context-menu.ts");
  watchMenus(undefined as never);
  fake.menuClicked.emit({ menuItemId: "check", pageUrl: "https://www.flickr.com/groups/tidal-flats/pool/" }, { id: 7 });
  expect(fake.opened).toEqual(["chrome-extension://inset-test/check.html?of=https%3A%2F%2Fwww.flickr.com%2Fgroups%2Ftidal-flats%2Fpool%2F"]);
});
