// What the page says, in the reader's language. `site/words.js` holds all messages of all languages, so that no request tells
// which language somebody reads; their source is helper/inset/words/locales.

type Messages = Readonly<Record<string, string>>;

declare global {
  var insetWords: Readonly<Record<string, Messages>> | undefined;
}

const ENGLISH = "en";
let language = ENGLISH;

/** The folder's name of a language that there are messages in, for a tag such as `de-AT` or `zh-Hant`; null for others. */
function languageOf(tag: string): string | null {
  const [first = "", ...rest] = tag.toLowerCase().split(/[-_]/);
  const name = first === "zh" ? (rest.some((part) => ["tw", "hk", "mo", "hant"].includes(part)) ? "zh_TW" : "zh_CN") : first;
  return languages().includes(name) ? name : null;
}

/** All languages, as `zh_TW`. */
export function languages(): string[] {
  return Object.keys(globalThis.insetWords ?? {}).sort();
}

/** Takes the first of these languages that there are messages in, else English; a tag or a folder's name each. */
export function speak(wanted: readonly string[]): void {
  language = wanted.map(languageOf).find((each) => each !== null) ?? ENGLISH;
  document.documentElement.lang = languageTag();
}

/** `zh_TW`. */
export const spoken = (): string => language;
/** `zh-TW`. */
export const languageTag = (): string => language.replace("_", "-");

/** A language's own name for itself. */
export function nameOf(each: string): string {
  const tag = each.replace("_", "-");
  const name = new Intl.DisplayNames([tag], { type: "language", fallback: "code" }).of({ "zh-CN": "zh-Hans", "zh-TW": "zh-Hant" }[tag] ?? tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

function messages(): Messages {
  return globalThis.insetWords?.[language] ?? {};
}

/** The message of that name; arguments fill $1, $2 … Numbers are written the way the language does. */
export function text(name: string, ...args: readonly (string | number)[]): string {
  const written = args.map((arg) => (typeof arg === "number" ? arg.toLocaleString(languageTag()) : arg));
  return (messages()[name] ?? globalThis.insetWords?.[ENGLISH]?.[name] ?? name).replace(/\$([1-9])/g, (_, place) => written[Number(place) - 1] ?? "");
}

/** The message for a count, which fills $1, in the form that the language has for it. */
export function countText(name: string, count: number, ...more: readonly (string | number)[]): string {
  const form = `${name}_${new Intl.PluralRules(languageTag()).select(count)}`;
  return text(form in messages() ? form : `${name}_other`, count, ...more);
}

/** Bytes, in few letters: `2.2 MB`. */
export function sizeText(bytes: number): string {
  const [unit, amount] = bytes < 1e6 ? ["kilobyte", Math.max(bytes / 1e3, 0.1)] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(languageTag(), { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}

/** A day such as `2026-11-28`, or the day of a time. */
export function dayText(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const tag = languageTag() === "en" ? "en-GB" : languageTag();
  return date.toLocaleDateString(tag, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
}

/** A share of photos: `about 1 in 4,100`, with two digits. */
export function oneIn(rate: number): string {
  if (rate < 1e-9) return text("one_in_a_billion");
  return text("one_in", Number(Math.round(1 / rate).toPrecision(2)));
}
