// What the page says, in the person's language. The helper sends the messages with the page, in the element #words; their
// source is inset/words/locales. Places $1, $2 … are filled with names and numbers.

/** @type {Record<string, string> | null} */
let known = null;

/** @returns {Record<string, string>} */
function messages() {
  known ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  return known ?? {};
}

/** The language of the page, as a tag such as `de`; numbers and dates are written as it writes them. */
export const language = () => document.documentElement.lang || "en";

/**
 * The message of that name; the arguments fill its places.
 * @param {string} name
 * @param {(string | number)[]} values numbers are written as the language writes them
 * @returns {string}
 */
export function text(name, ...values) {
  const written = values.map((each) => (typeof each === "number" ? each.toLocaleString(language()) : each));
  return (messages()[name] ?? name).replace(/\$([1-9])/g, (_, place) => written[Number(place) - 1] ?? "");
}

/** Whether the language's full stop is as wide as an ideograph, so that no space follows it. */
const isIdeographic = () => /^(?:ja|zh)/.test(language());

/** What stands between two sentences. */
export const between = () => (isIdeographic() ? "" : " ");

/**
 * Sentences one after the other, without the empty ones.
 * @param {string[]} said
 */
export const sentences = (...said) => said.filter((each) => each !== "").join(between());

/**
 * Words with the language's full stop behind them.
 * @param {string} words
 */
export const ended = (words) => `${words}${isIdeographic() ? "。" : "."}`;

/**
 * The message of that name; other words where there is none, as for what comes from elsewhere.
 * @param {string} name
 * @param {string} otherwise
 * @returns {string}
 */
export const textOr = (name, otherwise) => (Object.hasOwn(messages(), name) ? text(name) : otherwise);

/**
 * Words of the helper's in the page's language, by the message that they are; its English words where there is none.
 * They are text, whatever stands in them.
 * @param {string} words in English
 * @param {import("./wire.d.ts").Told | null | undefined} told
 * @returns {string}
 */
export function spoken(words, told) {
  if (language() === "en" || told === null || told === undefined) return words;
  return tell(told) ?? words;
}

/**
 * The message with its places filled; null where this page does not know it, or one in it.
 * @param {import("./wire.d.ts").Told} told
 * @returns {string | null}
 */
export function tell({ name: told, values }) {
  const name = fitting(told, values[0]);
  if (name === null) return null;
  const filled = values.map((each) => (typeof each === "object" ? tell(each) : typeof each === "string" ? ownWords(each) : each));
  if (filled.includes(null)) return null;
  const template = messages()[name] ?? "";
  const said = text(name, .../** @type {(string | number)[]} */ (filled));
  // A sentence that begins with one of its own begins with a capital letter, not a file's name: as in inset/words/sentences.py.
  return /^\$.*[.。]$/s.test(template) && typeof values[Number(template[1]) - 1] === "object" ? said.replace(/^./u, (first) => first.toUpperCase()) : said;
}

/**
 * The message of that name, or the one of it that fits a count; null where this page has neither.
 * @param {string} name
 * @param {unknown} count what fills $1
 * @returns {string | null}
 */
function fitting(name, count) {
  const forms = typeof count === "number" ? [new Intl.PluralRules(language()).select(count), "other"] : [];
  return [name, ...forms.map((form) => `${name}_${form}`)].find((each) => Object.hasOwn(messages(), each)) ?? null;
}

/**
 * Words that a message has as its own, as why a file was passed over, or what to do; others as they are.
 * @param {string} words
 */
const ownWords = (words) => textOr(`passed_over_${nameOf(words)}`, textOr(`hint_${nameOf(words)}`, words));

/**
 * The end of the name of the message that says an English sentence of the helper's: the sentence's letters and digits.
 * @param {string} sentence
 */
export const nameOf = (sentence) => sentence.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");

/**
 * What a dataset was made for: in the page's language where it is one of the catalogue's purposes, else as it is given.
 * @param {string} words
 * @returns {string}
 */
export const purposeWords = (words) => textOr(`purpose_${nameOf(words)}`, words);

/**
 * What the catalogue notes of a dataset, or how to get its list, in the same way.
 * @param {string} words
 * @returns {string}
 */
export const catalogWords = (words) => textOr(`catalog_${nameOf(words)}`, words);

/**
 * How to get out of a dataset, as the catalogue tells it, in the same way.
 * @param {string} words
 * @returns {string}
 */
export const wayOutWords = (words) => textOr(`way_out_${nameOf(words)}`, words);

/**
 * What a proof does not prove, in the same way.
 * @param {string} words
 * @returns {string}
 */
export const proofWords = (words) => textOr(`proves_not_${nameOf(words)}`, words);

/**
 * The message for a count, which fills $1: NAME_one, NAME_other or another form, by the language's own rule.
 * @param {string} name
 * @param {number} count
 * @param {(string | number)[]} more for $2, $3 …
 * @returns {string}
 */
export function countText(name, count, ...more) {
  const form = `${name}_${new Intl.PluralRules(language()).select(count)}`;
  return text(form in messages() ? form : `${name}_other`, count, ...more);
}

/**
 * Words as a list: `a, b and c`.
 * @param {readonly string[]} words
 * @returns {string}
 */
export const listed = (words) => new Intl.ListFormat(language(), { type: CONJOINED.test(language()) ? "conjunction" : "unit", style: "long" }).format(words);

/** Languages in which units stand side by side with a blank or nothing between. */
const CONJOINED = /^(?:ja|ko|zh)/;

/**
 * An element with words of the catalogue's or the helper's: in the page's language, or in English and marked as that.
 * @template {HTMLElement} T
 * @param {(said: string) => T} makeOf makes the element of the words
 * @param {string} words in English
 * @param {string} said the same in the page's language, where they are known in it
 * @returns {T}
 */
export const inEither = (makeOf, words, said) => (said === words ? english(makeOf(words)) : makeOf(said));

/**
 * Marks an element whose words are English whatever the page's language is: the catalogue's and the helper's own.
 * @template {HTMLElement} T
 * @param {T} element
 * @returns {T}
 */
export function english(element) {
  element.lang = "en";
  return element;
}
