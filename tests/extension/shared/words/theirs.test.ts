// Words of whoever made a pack: visible, short, between quotation marks; and where a dataset came from.
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";

import type { Origin } from "../../../../extension/src/shared/details.ts";
import { ago, originLines, originNotes, originWords } from "../../../../extension/src/shared/words/origin-words.ts";
import { cut, seen, theirs, visible } from "../../../../extension/src/shared/words/theirs.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";
import { charactersSeen, quotedWords } from "../../support/vectors.ts";

const { payloads } = JSON.parse(readFileSync(new URL("../../../vectors/hostile_fields.json", import.meta.url), "utf8")) as { payloads: Record<string, string> };
const origin: Origin = { signed_by: "RWQ01", publisher: "The Keepers", address: "https://packs.example/a", unpacked_at: "2026-11-20T00:00:00Z", built_at: "2026-11-19T00:00:00Z" };

beforeEach(() => {
  new FakeChrome().install();
  new FakeBrowser("<main></main>");
});

describe("others' words", () => {
  it.each(Object.entries(payloads))("%s hides nothing", (_, payload) => {
    expect(theirs(payload)).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(theirs(payload)).toMatch(/^“[^]*”$/);
  });

  it("are cut between characters, and left as they are where they are short", () => {
    expect(cut("👩".repeat(100), 10)).toBe(`${"👩".repeat(9)}…`);
    expect(theirs("A".repeat(10_000))).toHaveLength(82);
    for (const words of ["Zoë", "می‌خواهم", "👩‍👧", "שלום"]) expect(visible(words)).toBe(words);
  });
});

it("what nobody sees is an escape, or left out, and all else stays", () => {
  const wrong = [...charactersSeen()].filter(([letter, isSeen]) => (visible(letter) === letter) !== isSeen || (seen(letter) === letter) !== isSeen);
  expect(wrong).toEqual([]);
});

describe("a mark within others' words", () => {
  it.each(quotedWords)("never ends the quotation: %j", (words, within) => {
    expect(theirs(words)).toBe(`“${within}”`);
  });
});

describe("where a dataset came from", () => {
  it("is nothing where it was built here", () => {
    expect(originLines({ origin: null })).toEqual([]);
    expect(originWords(null)).toBe("");
  });

  it("is one quiet line; the key is in its tooltip", () => {
    const [line, ...more] = originLines({ origin });
    expect(more).toEqual([]);
    expect(line?.textContent).toMatch(/^Ready-made, from “The Keepers” · signed · made .+ · added here .+$/);
    expect(line?.querySelector("[title]")?.getAttribute("title")).toContain("Key: RWQ01");
    expect(originWords(origin)).toBe("Ready-made, from “The Keepers” · signed");
  });

  it("is one line behind each dataset's name, for answers of several", () => {
    const [one, other, ...more] = originNotes([{ name: "kept", origin }, { name: "ours", origin: null }, { name: "found", origin: { ...origin, signed_by: null } }]);
    expect(more).toEqual([]);
    expect(one?.textContent).toMatch(/^kept: Ready-made, from “The Keepers” · signed · made .+ · added here [^·]+$/);
    expect(other?.textContent).toMatch(/^found: Ready-made, from “The Keepers” · made .+ · added here .+ Nobody vouches for it$/);
  });

  it("marks what is not signed", () => {
    const unsigned = { ...origin, signed_by: null, publisher: null };
    expect(originLines({ origin: unsigned }).map((each) => each.className)).toEqual(["unsigned", "quiet origin"]);
    expect(originWords(unsigned)).toBe("Ready-made, from packs.example · Nobody vouches for it");
    expect(originWords({ ...unsigned, address: null })).toBe("Ready-made, from somebody unnamed · Nobody vouches for it");
  });

  it.each([
    [0, "today"], [1, "yesterday"], [3, "3 days ago"], [59, "59 days ago"], [61, "2 months ago"], [400, "13 months ago"], [800, "2 years ago"], [-2, "Nov 22, 2026"],
  ])("tells an age of %d days as %s", (days, words) => {
    const now = Date.parse("2026-11-20T12:00:00Z");
    expect(ago(new Date(now - days * 86_400_000).toISOString(), now)).toBe(words);
  });
});
