// What the page says: its messages, and that its scripts hold no sentence of their own.
import { readdirSync, readFileSync } from "node:fs";

import { JSDOM } from "jsdom";
import ts from "typescript";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { languages, pageMessages, sentenceNames, wordsElement } from "../support/page-messages.ts";

const PAGE = new URL("../../../helper/inset/server/web/page/", import.meta.url);
const scripts = readdirSync(PAGE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js") && name !== "reading/photo-ref.js");
const english = pageMessages("en");

type Words = typeof import("../../../helper/inset/server/web/page/shared/words.js");

async function speaking(language: string): Promise<Words> {
  vi.stubGlobal("document", new JSDOM(`<html lang="${language}"><head>${wordsElement(language)}</head></html>`).window.document);
  vi.resetModules();
  return import("../../../helper/inset/server/web/page/shared/words.js");
}

describe("a message", () => {
  let words: Words;
  beforeEach(async () => { words = await speaking("en"); });

  it("has its places filled, numbers as the language writes them", async () => {
    expect(words.text("one_in", 4100)).toBe("about 1 in 4,100");
    expect((await speaking("de")).text("one_in", 4100)).toBe("etwa 1 von 4.100");
  });

  it.each([["en", 1, "1 photo"], ["en", 2, "2 photos"], ["fr", 0, "0 photo"], ["ja", 1, "1枚の写真"]])("in %s counts %d", async (language, count, said) => {
    expect((await speaking(language)).countText("photos", count)).toBe(said);
  });

  it.each([[1, "Nur 1 von 30 angesehenen Zeilen enthält eine Adresse."], [2, "Nur 2 von 30 angesehenen Zeilen enthalten eine Adresse."]])("of the helper's own that counts %d is told in its form", async (count, said) => {
    expect((await speaking("de")).spoken("Only …", { name: "list_few_urls", values: [count, 30] })).toBe(said);
  });

  it.each([["en", "Ebb. Flow."], ["pl", "Ebb. Flow."], ["ja", "Ebb.Flow."], ["zh_CN", "Ebb.Flow."]])("in %s is followed by another", async (language, said) => {
    expect((await speaking(language)).sentences("Ebb.", "", "Flow.")).toBe(said);
  });

  it("never reads a place in what fills it", () => {
    expect(words.text("browsers_asks", "$1")).toBe("$1 asks to be connected.");
  });
});

/** Every string of a script that is not a class, an event, an address …, with what names a message. */
function strings(script: string): { said: string[]; named: string[] } {
  const source = ts.createSourceFile(script, readFileSync(new URL(script, PAGE), "utf8"), ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const said: string[] = [];
  const named: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    // Mistakes in the page itself are for whoever mends it.
    if (ts.isNewExpression(node) && node.expression.getText() === "Error") return;
    if (ts.isStringLiteralLike(node)) {
      // Not of `text(…).split("…")`: what is called there is `split`.
      const caller = ts.isCallExpression(node.parent) && ts.isIdentifier(node.parent.expression) ? node.parent.getText() : ts.isConditionalExpression(node.parent) ? node.parent.getText() : "";
      if (/^(?:text|countText)\(/.test(caller) && node.parent.getChildAt(2).getText().startsWith(node.getText())) named.push(node.text);
      else said.push(node.text);
    } else if (ts.isTemplateExpression(node)) {
      said.push([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" "));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { said, named };
}

/** Names that are the same in every language, and what a browser calls things. */
const NAMES = new Set(["= ; path=/; SameSite=Strict; max-age=", "Inset", "English", "Deutsch", "Français", "Español", "Português", "Enter", "Escape", "Content-Type"]);
/** Two words, the first with a capital or both of three letters and more; or one word that begins with a capital. */
const SENTENCE = /\p{Lu}\p{Ll}+ \p{L}|\p{L}{3,}[,.:;!?…’] \p{L}|^\p{Lu}\p{Ll}{2,}$/u;

describe.each(scripts)("%s", (script) => {
  const { said, named } = strings(script);

  it("has no sentence of its own", () => {
    expect(said.filter((each) => SENTENCE.test(each.trim()) && !NAMES.has(each.trim()))).toEqual([]);
  });

  it("names messages that there are", () => {
    expect(named.filter((name) => !(name in english) && !(`${name}_other` in english))).toEqual([]);
  });
});

it("is used: there is no message that nobody shows", () => {
  const code = readdirSync(new URL("../", PAGE), { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:js|html|py)$/.test(name)).map((name) => readFileSync(new URL(`../${name}`, PAGE), "utf8")).join("\n")
    + readFileSync(new URL("../../sample/pages.py", PAGE), "utf8");
  const composed = [...code.matchAll(/`([a-z]+_[a-z_]*)\$\{/g)].map(([, beginning = ""]) => beginning);
  const used = (name: string): boolean => new RegExp(`["$]${name}\\b`).test(code) || composed.some((beginning) => name.startsWith(beginning));
  expect(Object.keys(english).filter((name) => !sentenceNames.includes(name) && !used(name) && !used(name.replace(/_(?:one|other)$/, "")))).toEqual([]);
});

it("has all its messages in every language", () => {
  for (const language of languages) {
    const spoken = pageMessages(language);
    expect(Object.keys(english).filter((name) => !(name in spoken))).toEqual([]);
  }
});
