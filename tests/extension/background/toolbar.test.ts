import { beforeEach, expect, it } from "vitest";
import { describe as sayOfTab } from "../../../extension/src/background/toolbar.ts";
import type { Counts, HelperState, HelperStatus } from "../../../extension/src/shared/answers.ts";
import { FakeChrome } from "../support/fake-chrome.ts";

const counts = (some: Partial<Counts>): Counts => ({ listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0, ...some });
const status = (state: HelperState): HelperStatus => ({ state, revision: null, port: 46738, version: null });

beforeEach(() => {
  new FakeChrome().install();
});

it.each<[Partial<Counts>, HelperState, string, string]>([
  [{ listed: 1, not_listed: 4 }, "ready", "1", "1 photo on this page is in a dataset"],
  [{ listed: 2, probably_listed: 5 }, "ready", "2", "2 photos on this page are in datasets"],
  [{ listed: 1234 }, "ready", "1k+", "1,234 photos on this page are in datasets"],
  [{ probably_listed: 3 }, "ready", "~3", "3 photos on this page are probably in datasets"],
  [{ probably_listed: 3, unlikely: 3 }, "ready", "~3", "3 photos on this page are possibly in datasets"],
  [{ probably_listed: 3, unlikely: 2 }, "ready", "~1", "1 photo on this page is probably in a dataset"],
  [{ not_listed: 9 }, "ready", "", "No photo on this page is listed"],
  [{ unknown: 9 }, "off", "?", "Helper is off"],
  [{ unknown: 9 }, "not_paired", "?", "Not connected"],
  [{ unknown: 1, not_listed: 8 }, "ready", "?", "Some photos could not be checked"],
  [{}, "off", "", "Inset"],
])("%j while %s: %s", (some, state, text, title) => {
  expect(sayOfTab(counts(some), status(state))).toMatchObject({ text, title });
});
