// What the card says: exact or likely, what for, since when, whose, under which licence, and how to opt out.
import { beforeEach, describe, expect, it } from "vitest";
import { summarise, UNKNOWN, type HelperStatus } from "../../../../extension/src/shared/answers.ts";
import type { DatasetDetails, Licence } from "../../../../extension/src/shared/details.ts";
import { bodyOf, bodyOfDetails, headingOf } from "../../../../extension/src/shared/words/answer-content.ts";
import { describe as describeAnswer, shortWords } from "../../../../extension/src/shared/words/answer-words.ts";
import { licenceWords } from "../../../../extension/src/shared/words/licence-words.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";

const BY_NC: Licence = { id: 2, name: "CC BY-NC 2.0", url: "https://creativecommons.org/licenses/by-nc/2.0/", commercial: false, derivatives: true, attribution: true };
const RESERVED: Licence = { id: 0, name: "All Rights Reserved", url: "", commercial: false, derivatives: false, attribution: null };
const COMMONS: Licence = { id: 7, name: "No known copyright restrictions", url: "https://www.flickr.com/commons/usage/", commercial: null, derivatives: null, attribution: null };

const listed: DatasetDetails = {
  dataset: "tidewatch",
  answer: "listed",
  false_positive_rate: null,
  owner: "900000701@N07",
  owner_names: ["Anna B"],
  licence: BY_NC,
  about: {
    title: "Tidewatch Coasts",
    publisher: "Ebb Institute",
    year: 2031,
    purpose: "training of landscape models",
    page: null,
    opt_out: { how: "Write to the institute.", url: "https://ebb.example/out", mail: "out@ebb.example" },
    withdrawn: true,
  },
  origin: null,
};
const likely: DatasetDetails = { dataset: "floodmark", answer: "probably_listed", chance: 0.9999, false_positive_rate: 1.04e-6, owner: null, owner_names: [], licence: null, about: null, origin: null };
const off: HelperStatus = { state: "off", revision: null, port: 46738, version: null };

const words = (body: readonly HTMLElement[]): string => body.map((part) => part.textContent).join("\n");
const say = (...datasets: DatasetDetails[]): HTMLElement[] => bodyOfDetails({ photo: "911000000001", answer: "listed", datasets, censuses: [], unavailable: [] });

beforeEach(() => {
  new FakeChrome().install();
  new FakeBrowser("<main></main>");
});

describe("the heading", () => {
  it.each([
    [[listed], "In 1 dataset"],
    [[likely], "Probably in 1 dataset"],
    [[{ ...likely, chance: 0.3 }], "Possibly in 1 dataset"],
    // What is said of the two must be true of each.
    [[{ ...likely, chance: 0.3 }, likely], "Probably in 1 dataset"],
    [[listed, likely], "In 1, probably in 1 more"],
    [[listed, { ...likely, chance: 0.3 }], "In 1, possibly in 1 more"],
    [[listed, likely, { ...likely, chance: 0.3 }], "In 1, probably in 1 more"],
    [[], "Not listed"],
  ])("%# says how many, and how sure", (datasets, heading) => {
    expect(headingOf(summarise(datasets))).toBe(heading);
  });

  it("never says 'not listed' of what nobody could answer, and tells why", () => {
    expect(headingOf(UNKNOWN)).toBe("Could not be checked");
    expect(words(bodyOf(UNKNOWN, off))).toContain("helper on this computer is not running");
    // The card has no such button.
    expect(words(bodyOf(UNKNOWN, off))).not.toContain("Start Inset");
  });
});

describe("a dataset that lists the photo", () => {
  it("says what it is, what for, since when, whose and under which licence", () => {
    const said = words(say(listed));
    for (const part of ["Tidewatch Coasts", "Ebb Institute · since 2031", "For training of landscape models", "Listed exactly", "900000701@N07", "CC BY-NC 2.0", "copies are still around"]) {
      expect(said).toContain(part);
    }
    expect(said).not.toContain("robably");
  });

  it("tells the account's names as what the list says, and only a few of many", () => {
    expect(words(say(listed))).toContain("Name in the list\u2068Anna B\u2069");
    const nameless = { ...likely, owner_names: ["a", "b", "c", "d", "\u202ee\u2069", "f"] };
    expect(words(say(nameless))).toContain("\u2068e\u2069, …");
    expect(words(say(nameless))).not.toContain("f\u2069");
    expect(words(say(likely))).not.toContain("Name in the list");
  });

  it("leads to the opt-out, and nowhere that is no web page or mailbox", () => {
    const hrefs = (body: readonly HTMLElement[]): string[] => body.flatMap((part) => [...part.querySelectorAll("a")].map((link) => link.href));
    expect(hrefs(say(listed))).toEqual([
      "https://www.flickr.com/people/900000701%40N07/",
      BY_NC.url,
      "https://ebb.example/out",
      "mailto:out@ebb.example",
    ]);
    const hostile = { ...listed, licence: { ...BY_NC, url: "javascript:alert(1)" } };
    expect(hrefs(say(hostile)).some((href) => href.startsWith("javascript"))).toBe(false);
  });
});

it("what nobody vouches for is not called certain, and before that is known nothing is", () => {
  const theirs = { signed_by: null, publisher: null, address: null, unpacked_at: null, built_at: null };
  const body = say({ ...listed, origin: theirs });
  expect(words(body)).toContain("The dataset’s own list names this photo. It came without a signature that was checked: anybody may have made it, or changed it.");
  expect(words(body)).not.toContain("isted exactly");
  expect(body[0]?.querySelector("li")?.className).toBe("dataset unvouched");
  expect(words(say({ ...listed, origin: { ...theirs, signed_by: "key" } }))).toContain("Listed exactly");
  expect(words(bodyOf(summarise([listed]), null))).not.toContain("isted exactly");
});

it("a likelihood is told with its chance and error rate, and never as a fact", () => {
  const said = words(say(likely));
  expect(said).toContain("Probably listed: for this dataset there is only a filter, no list. About 99% likely to be true. About 1 in 960,000 other photos is reported by mistake.");
  expect(said).not.toContain("Listed exactly");
  expect(words(say({ ...likely, chance: 0.004 }))).toContain("Possibly listed: for this dataset there is only a filter, no list. Less than 1% likely to be true.");
  expect(words(say({ ...likely, false_positive_rate: 1e-28 }))).toContain("Fewer than 1 in 1,000,000,000");
});

it("with censuses alone it is told why nothing is known of training", () => {
  const status: HelperStatus = { ...off, state: "ready", revision: "r1", onlyCensuses: true };
  expect(words(bodyOf(UNKNOWN, status))).toBe(
    "The helper has only a census, which says what was public. Only a training set can tell whether a photo is listed: add one.",
  );
});

describe("a census", () => {
  const census: DatasetDetails = { ...listed, dataset: "everything", about: listed.about === null ? null : { ...listed.about, title: "Everything" } };
  const alone = summarise([], [census]);

  it("is worded as what it is, and never as use for training", () => {
    expect(headingOf(alone)).toBe("Was public");
    expect(shortWords(alone)).toBe("Was public");
    expect(describeAnswer(alone)).toBe("Was public, according to: everything. This says nothing about training.");
    const said = words(bodyOfDetails({ photo: "911000000001", answer: "not_listed", datasets: [], censuses: [census], unavailable: [] }));
    expect(said).toContain("Everything");
    expect(said).toContain("It does not say that any was used for training.");
    expect(said).toContain("None of the helper’s training sets lists this photo.");
    expect(said).toContain("This photo stands in the census’s own list.");
    expect(said).not.toContain("isted exactly");
    expect(said).not.toContain("For training of landscape models");
    expect(words(bodyOf(alone, null))).toContain("nearly all photos that were public");
  });

  it("that only a filter holds is told as a likelihood", () => {
    expect(headingOf(summarise([], [likely]))).toBe("Was probably public");
    const said = words(bodyOf(summarise([], [likely]), null));
    expect(said).toContain("For this census there is only a filter, no list: the photo is probably in it. About 99% likely to be true.");
    expect(said).not.toContain("robably listed");
  });

  it("stands below the training sets, whose heading stays theirs", () => {
    expect(headingOf(summarise([listed], [census]))).toBe("In 1 dataset");
    const said = words(bodyOfDetails({ photo: "911000000001", answer: "listed", datasets: [listed], censuses: [census], unavailable: [] }));
    expect(said.indexOf("Tidewatch Coasts")).toBeLessThan(said.indexOf("Everything"));
    expect(said).not.toContain("None of the helper’s training sets");
  });
});

it("a dataset that could not be opened is named", () => {
  expect(words(bodyOfDetails({ photo: "911000000001", answer: "listed", datasets: [listed], censuses: [], unavailable: ["driftwood"] }))).toContain("Could not be opened: driftwood.");
});

it.each([
  [BY_NC, "Allowed: sharing and changed versions. Not allowed: commercial use. The photographer had to be named."],
  [RESERVED, "Allowed nothing without the author’s permission."],
  [COMMONS, "Gave no permission of its own."],
])("what $name allowed", (licence, said) => {
  expect(licenceWords(licence).join(" ")).toBe(said);
});
