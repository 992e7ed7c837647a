import { beforeEach, expect, it, vi } from "vitest";
import type { HelperState } from "../../../extension/src/shared/answers.ts";
import type { PhotoDetails } from "../../../extension/src/shared/details.ts";
import type { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";

let state: HelperState;
let details: PhotoDetails | null;
let browser: FakeBrowser;

beforeEach(() => {
  const fake = new FakeChrome().install();
  state = "ready";
  details = { photo: "911000000001", answer: "not_listed", datasets: [], censuses: [], unavailable: [] };
  fake.background = ({ kind }) => (kind === "details" ? details : { state, revision: "r1", port: 46738, version: "0.1.0" });
});

async function open(query = "?photo=911000000001"): Promise<void> {
  browser = await openOwnPage("answer", query);
  await settle(20);
}

const heading = (): HTMLElement => browser.get("#heading");

it("names the photo and leads to it", async () => {
  await open();
  expect(visibleText(browser.get("#photo"))).toBe("Photo 911000000001");
  expect((browser.get("#page") as HTMLAnchorElement).href).toBe("https://www.flickr.com/photo.gne?id=911000000001");
  expect(visibleText(heading())).toBe("Not listed");
});

it("names the datasets, and a likelihood as one", async () => {
  const unknown = { false_positive_rate: null, owner: null, owner_names: [], licence: null, about: null, origin: null };
  details = {
    photo: "911000000001",
    answer: "probably_listed",
    datasets: [{ dataset: "floodmark", answer: "probably_listed", chance: 0.999, ...unknown }],
    censuses: [],
    unavailable: [],
  };
  await open();
  expect(visibleText(heading())).toBe("Probably in 1 dataset");
  expect(visibleText(browser.get("#body"))).toContain("99%");
});

it.each<[string, HelperState, boolean]>([
  ["while the helper is off", "off", false],
  ["while the helper fails at this photo", "ready", true],
])("says that nothing is known %s, and goes on by itself", async (_, now, fails) => {
  const found = details;
  state = now;
  if (fails) details = null;
  await open();
  expect(visibleText(heading())).toBe("Could not be checked");
  expect(heading().dataset.answer).toBe("unknown");
  state = "ready";
  details = found;
  await vi.waitFor(() => { expect(visibleText(heading())).toBe("Not listed"); }, 4_000);
});

it.each(["", "?photo=", "?photo=abc", "?photo=0911"])("says of %j that it names no photo, and asks about none", async (query) => {
  details = null;
  await open(query);
  expect(visibleText(heading())).toBe("No photo here");
  expect(visibleText(browser.get("#page"))).toBe("");
});

it("has the button that its words name, while the helper is off", async () => {
  state = "off";
  await open();
  expect(visibleText(browser.get("#step-text"))).toContain("Press “Start Inset”");
  expect(visibleText(browser.get("#step-action button"))).toBe("Start Inset");
  expect(visibleText(browser.get("#body"))).toBe("");
});
