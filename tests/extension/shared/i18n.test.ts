// Counts in languages that have more forms than English, and what is said where a language lacks one.
import { describe, expect, it, vi } from "vitest";
import { countText, language, sentences, text } from "../../../extension/src/shared/i18n.ts";

function speak(messages: Record<string, string>): void {
  const getMessage = (name: string, args: readonly string[] = []): string => (messages[name] ?? "").replace(/\$([1-9])/g, (_, n: string) => args[Number(n) - 1] ?? "");
  vi.stubGlobal("chrome", { i18n: { getMessage } });
}

describe("a count", () => {
  it.each([[1, "1 zdjęcie"], [2, "2 zdjęcia"], [5, "5 zdjęć"], [12, "12 zdjęć"], [22, "22 zdjęcia"]])("of %d in Polish", (count, said) => {
    speak({ language: "pl", photos_one: "$1 zdjęcie", photos_few: "$1 zdjęcia", photos_many: "$1 zdjęć", photos_other: "$1 zdjęcia" });
    expect(countText("photos", count)).toBe(said);
  });

  it("falls back to the general form: a browser gives English for what a language lacks, and English has no other", () => {
    speak({ language: "pl", photos_one: "$1 photo", photos_other: "$1 photos" });
    expect(countText("photos", 5)).toBe("5 photos");
  });

  it("in Chinese is written by the language's tag", () => {
    speak({ language: "zh-TW", photos_one: "$1 張相片", photos_other: "$1 張相片" });
    expect(countText("photos", 1234)).toBe("1,234 張相片");
  });
});

describe("sentences one after the other", () => {
  it.each([["en", "Ebb.", "Flow.", "Ebb. Flow."], ["pl", "Ebb.", "Flow.", "Ebb. Flow."], ["ko", "썰물.", "밀물.", "썰물. 밀물."], ["ja", "引き潮。", "満ち潮。", "引き潮。満ち潮。"], ["zh-CN", "退潮。", "涨潮。", "退潮。涨潮。"], ["zh-TW", "退潮。", "漲潮。", "退潮。漲潮。"]])("in %s", (language, first, second, said) => {
    speak({ language });
    expect(sentences(first, "", second)).toBe(said);
  });
});

describe("what is left of an extension that was updated under a page", () => {
  it("says nothing, and throws nothing into the page's console", () => {
    vi.stubGlobal("chrome", { i18n: { getMessage: () => { throw new Error("Extension context invalidated."); } } });
    expect(text("badge_opens")).toBe("");
    expect(countText("photos", 5)).toBe("");
    expect(language()).toBe("en");
  });
});
