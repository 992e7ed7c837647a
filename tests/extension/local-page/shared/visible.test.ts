// Words from elsewhere on the local page.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { beforeEach, expect, it, vi } from "vitest";

import { make, write } from "../../../../helper/inset/server/web/page/shared/dom.js";
import { visible } from "../../../../helper/inset/server/web/page/shared/visible.js";
import { charactersSeen } from "../../support/vectors.ts";

const { payloads } = JSON.parse(readFileSync(new URL("../../../vectors/hostile_fields.json", import.meta.url), "utf8")) as { payloads: Record<string, string> };
beforeEach(() => { vi.stubGlobal("document", new JSDOM().window.document); });

const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u;

it.each(Object.entries(payloads))("shows %s as text in which nothing is hidden", (_, payload) => {
  for (const element of [make("p", "", payload), make("p", "")]) {
    if (element.textContent === "") write(element, payload);
    expect(element.querySelectorAll(":not(code)")).toHaveLength(0);
    expect(element.textContent.replace(/[\n\t\r]/g, "")).not.toMatch(HIDDEN);
  }
});

it("shows as an escape what nobody sees, and nothing else", () => {
  expect([...charactersSeen()].filter(([letter, isSeen]) => (visible(letter) === letter) !== isSeen)).toEqual([]);
});

it("leaves what people write as it is, joined letters and emojis too", () => {
  for (const words of ["Zoë", "می‌خواهم", "👩‍👧", "שלום", "two\nlines\tand a tab"]) expect(visible(words)).toBe(words);
  expect(visible("\u202egpj.exe")).toBe("\\u202egpj.exe");
});
