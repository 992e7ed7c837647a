// Every language has every message, and there is no message that is never shown.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { COLOURS, STYLES } from "../../extension/src/shared/preferences.ts";
import { readMessages } from "./support/fake-chrome.ts";

const folder = fileURLToPath(new URL("../../extension/", import.meta.url));
const languages = readdirSync(`${folder}_locales`);
const english = readMessages("en");

const STATES = ["ready", "off", "other_program", "not_paired", "helper_too_old", "extension_too_old", "no_index", "no_permission", "failing", "not_answering"];
const ANSWERS = ["listed", "probably_listed", "not_listed", "unknown"];
const KINDS = ["account", "album", "group"];
const CHECKS = [...KINDS, "interrupted", "in_other_tab", "running", "paused", "finished", "stopped", "refused", "unreachable", "empty", "unfilled", "elsewhere", "sign_in", "gone", "hidden", "closed", "repeats", "bad_key", "full"];
/** What the code puts into names that it composes: `state_${…}`, `look_${…}_more`. */
const PARTS = [...STATES, ...ANSWERS, ...STYLES, ...COLOURS, "unanswered", "probably", "badge_listed", "badge_probably", "badge_possibly", ...CHECKS];

const code = readdirSync(`${folder}src`, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|html)$/.test(name))
  .map((name) => readFileSync(`${folder}src/${name}`, "utf8"))
  .join("\n");
const manifest = readFileSync(`${folder}manifest.json`, "utf8");

/** Names that a call or an attribute gives: written out, or composed of known parts. */
function named(pattern: RegExp): string[] {
  return [...code.matchAll(pattern)].flatMap(([, written = ""]) => {
    const hole = /\$\{[^}]+\}/;
    return hole.test(written) ? PARTS.map((part) => written.replace(hole, part)) : [written];
  });
}

const plain = named(/(?:\btext\(|data-(?:text|label)=|\bsay\()["`]([a-z_${}.]+)["`]/g);
const counted = named(/\bcountText\(["`]([a-z_${}]+)["`]/g);

/** The places for names and numbers in a message. */
const places = (text = ""): string[] => [...text.matchAll(/\$[1-9]/g)].map(String).sort();

/** The tag of a folder of messages: `zh_TW` is `zh-TW`. */
const tagOf = (folder: string): string => folder.replace("_", "-");
/** A form of a count that English does not have. */
const FURTHER = /_(?:zero|two|few|many)$/;

/** The forms of counts that whole numbers up to a million take in a language, apart from `one` and `other`. */
function furtherForms(language: string): string[] {
  const rules = new Intl.PluralRules(tagOf(language));
  const forms = new Set(Array.from({ length: 1_000 }, (_, count) => rules.select(count)));
  return [...forms].filter((form) => form !== "one" && form !== "other");
}

/** Characters beside which little room is left, by width: an ideograph is as wide as two letters. */
const width = (text: string): number => Array.from(text).reduce((sum, character) => sum + (/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uff00-\uff60]/.test(character) ? 2 : 1), 0);

describe.each(languages)("the messages in %s", (language) => {
  const messages = readMessages(language);

  it("are the same ones, in the same order, with the same places for names and numbers", () => {
    expect(Object.keys(messages).filter((name) => !FURTHER.test(name))).toEqual(Object.keys(english));
    for (const [name, { message }] of Object.entries(messages)) {
      expect(message, name).toBe(message.trim());
      expect(message, name).not.toBe("");
      expect(places(message), name).toEqual(places(english[name.replace(FURTHER, "_other")]?.message));
    }
  });

  it("name their own language, in which numbers and plurals are written", () => {
    expect(messages.language?.message).toBe(tagOf(language));
    expect(Intl.PluralRules.supportedLocalesOf(tagOf(language))).toEqual([tagOf(language)]);
  });

  it("have every form of every count that the language tells apart, and no other", () => {
    const tellsApart = new Intl.PluralRules(tagOf(language)).resolvedOptions().pluralCategories.includes("one");
    const further = furtherForms(language);
    const counts = Object.keys(messages).filter((each) => each.endsWith("_one")).map((name) => name.replace(/_one$/, ""));
    for (const name of counts) {
      const [one, other] = [messages[`${name}_one`]?.message, messages[`${name}_other`]?.message];
      expect(other, name).toBeDefined();
      if (!tellsApart) expect(one, name).toBe(other);
    }
    const expected = counts.flatMap((name) => further.map((form) => `${name}_${form}`));
    expect(Object.keys(messages).filter((name) => FURTHER.test(name)).sort()).toEqual(expected.sort());
  });

  it("fit where room is scarce", () => {
    // The name in the extension stores' lists, and the state beside the popup's name.
    expect(messages.description?.message.length).toBeLessThanOrEqual(132);
    for (const state of STATES) expect(width(messages[`state_${state}`]?.message ?? ""), state).toBeLessThanOrEqual(26);
    // Badges, buttons and headings were laid out for the English; a sentence may be half as long again, a word twice.
    for (const [name, { message }] of Object.entries(messages)) {
      const room = width(english[name.replace(FURTHER, "_other")]?.message ?? "");
      expect(width(message), `${name}: ${message}`).toBeLessThanOrEqual(Math.max(room * 1.75, room + 28));
    }
  });

  it.skipIf(language === "en")("are translated", () => {
    const words = /[a-z]{4,} [a-z]{3,}/i;
    const same = Object.entries(english).filter(([name, { message }]) => words.test(message) && messages[name]?.message === message);
    expect(same).toEqual([]);
  });
});

describe("the code", () => {
  it("names messages that are there", () => {
    const wanted = [...plain, ...counted.flatMap((name) => [`${name}_one`, `${name}_other`])];
    const composed = new Set(named(/\btext\(["`]([a-z_]*\$\{[a-z_${}.]+)["`]/g));
    expect(wanted.filter((name) => !(name in english) && !composed.has(name) && !isComposedCount(name))).toEqual([]);
    for (const state of STATES) {
      for (const name of [`state_${state}`, `${state}_title`, `${state}_text`]) expect(english).toHaveProperty(name);
    }
    for (const look of [...STYLES, ...COLOURS]) expect(english).toHaveProperty(`look_${look}`);
    for (const style of STYLES) expect(english).toHaveProperty(`look_${style}_more`);
    for (const check of CHECKS) expect(english).toHaveProperty(`check_${check}`);
    for (const kind of KINDS) expect(english).toHaveProperty(`check_popup_${kind}`);
    for (const answer of ANSWERS) expect(english).toHaveProperty(`count_${answer}`);
  });

  it("uses every message", () => {
    const used = new Set([...plain, ...counted.flatMap((name) => [`${name}_one`, `${name}_other`])]);
    const written = (name: string): boolean => code.includes(`"${name}"`) || manifest.includes(`__MSG_${name}__`);
    expect(Object.keys(english).filter((name) => !used.has(name) && !written(name))).toEqual([]);
  });
});

/** `${message}_count`, of which only three parts are real. */
function isComposedCount(name: string): boolean {
  return PARTS.some((part) => name === `${part}_count_one` || name === `${part}_count_other`);
}
