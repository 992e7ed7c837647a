// The number of what is new of remembered photos: on the button, and in a notification only where that was switched on.
import { beforeEach, describe, expect, it } from "vitest";
import { News, numberOf, renewFromTimeToTime } from "../../../extension/src/background/news.ts";
import { readChanges } from "../../../extension/src/background/wire.ts";
import { savePairing } from "../../../extension/src/shared/pairing.ts";
import { changePreferences } from "../../../extension/src/shared/preferences.ts";
import type { Changes } from "../../../extension/src/shared/wire.d.ts";
import { ALL_TABS, FakeChrome, settle } from "../support/fake-chrome.ts";

const NOTHING: Changes = { new: 0, probably_new: 0, unlikely_new: 0, gone: 0 };
let fake: FakeChrome;
let now = 0;
let answer: Changes | null = NOTHING;
let asked = 0;
let news: News;

beforeEach(() => {
  fake = new FakeChrome().install();
  [now, asked, answer] = [0, 0, NOTHING];
  news = new News(() => {
    asked += 1;
    return Promise.resolve(answer);
  }, () => now);
});

it.each<[Partial<Changes>, string]>([
  [{}, ""], [{ new: 3, gone: 2 }, "+3"], [{ new: 1, probably_new: 1 }, "+2"], [{ gone: 2 }, "−2"], [{ new: 4000 }, "+99"], [{ gone: 4000 }, "−99"],
])("%j is %j on the button", (some, said) => {
  expect(numberOf({ ...NOTHING, ...some })).toBe(said);
});

it("stands in every tab without a number of its own, in words too, and goes away", async () => {
  answer = { new: 3, probably_new: 1, unlikely_new: 0, gone: 2 };
  await news.current(false);
  expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "+4", title: "Of the photos that you remember: 3 newly listed, 1 probably newly listed, 2 gone from a dataset." });
  answer = NOTHING;
  await news.renew();
  expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "", title: "Inset" });
});

it("does not call probable what is more likely false", async () => {
  answer = { new: 0, probably_new: 5, unlikely_new: 3, gone: 0 };
  await news.current(false);
  expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "+5", title: "Of the photos that you remember: 2 probably newly listed, 3 possibly newly listed." });
  answer = { new: 0, probably_new: 3, unlikely_new: 3, gone: 0 };
  await news.renew();
  expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "+3", title: "Of the photos that you remember: 3 possibly newly listed." });
  // A helper of before does not say it.
  expect(readChanges({ new: 1, probably_new: 2, gone: 0 })).toEqual({ new: 1, probably_new: 2, unlikely_new: 0, gone: 0 });
  expect(readChanges({ new: 1, probably_new: 2, unlikely_new: 3, gone: 0 })).toBeNull();
});

it("is asked for once a minute, every two seconds while the popup is open, and at once after a build", async () => {
  await news.current(false);
  now = 59_000;
  await news.current(false);
  expect(asked).toBe(1);
  await news.current(true);
  expect(asked).toBe(2);
  now = 60_000;
  await news.current(true);
  expect(asked).toBe(2);
  await news.renew();
  expect(asked).toBe(3);
});

it("stays as it was while the helper does not say", async () => {
  answer = { ...NOTHING, new: 1 };
  await news.current(false);
  answer = null;
  await news.renew();
  expect(await news.current(false)).toEqual({ ...NOTHING, new: 1 });
  expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "+1" });
});

describe("while no page of Flickr's is open", () => {
  it("is asked for every few minutes, once the extension is connected", async () => {
    renewFromTimeToTime(news);
    await settle();
    expect(fake.alarms.get("news")).toBe(10);
    fake.alarm.emit({ name: "news" });
    await settle();
    expect(asked).toBe(0);
    await savePairing({ port: 46738, token: "right" });
    answer = { ...NOTHING, new: 2 };
    fake.alarm.emit({ name: "another's" });
    fake.alarm.emit({ name: "news" });
    await settle();
    expect(asked).toBe(1);
    expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "+2" });
  });

  it("goes on with the alarm that is there: a background that starts often must not put it off", async () => {
    fake.alarms.set("news", 7);
    renewFromTimeToTime(news);
    await settle();
    expect(fake.alarms.get("news")).toBe(7);
  });
});

describe("a notification", () => {
  it("is never shown unless that was switched on", async () => {
    fake.allowed = ["notifications"];
    answer = { ...NOTHING, new: 1 };
    await news.current(false);
    expect(fake.notified).toEqual([]);
  });

  it("is shown once of each change, with the numbers alone", async () => {
    fake.allowed = ["notifications"];
    await changePreferences({ notify: true });
    answer = { ...NOTHING, new: 1 };
    await news.renew();
    await news.renew();
    answer = { ...NOTHING, new: 2 };
    await news.renew();
    answer = NOTHING;
    await news.renew();
    expect(fake.notified).toEqual(["Of the photos that you remember: 1 newly listed.", "Of the photos that you remember: 2 newly listed."]);
  });

  it("is not shown where the browser's permission was taken back", async () => {
    await changePreferences({ notify: true });
    answer = { ...NOTHING, new: 1 };
    await news.renew();
    expect(fake.notified).toEqual([]);
  });
});

it.each([null, {}, { ...NOTHING, new: -1 }, { ...NOTHING, gone: "3" }, { ...NOTHING, new: 1.5 }])("what another program might answer is no number: %j", (body) => {
  expect(readChanges(body)).toBeNull();
});
