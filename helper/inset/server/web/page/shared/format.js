// Numbers, sizes and times as the page's language writes them.
import { language, text } from "./words.js";

const UNITS = /** @type {const} */ (["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"]);

/** @param {number} value */
export const number = (value) => value.toLocaleString(language());

/**
 * A number with its unit: `5 minutes`, `1.2 GB`.
 * @param {number} value
 * @param {string} unit one of those that ECMA-402 names
 * @param {Intl.NumberFormatOptions} [options]
 */
const measure = (value, unit, options) => new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long", ...options }).format(value);

/** @param {number} bytes decimal units, as disks are sold */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return measure(bytes, "byte");
  const digits = value >= 99.5 ? { maximumFractionDigits: 0 } : { minimumSignificantDigits: value >= 9.95 ? 3 : 2, maximumSignificantDigits: value >= 9.95 ? 3 : 2 };
  return measure(value, UNITS[unit] ?? "terabyte", { unitDisplay: "short", ...digits });
}

/** @param {string} iso a time, or a day alone, which is the same day wherever it is read */
export const day = (iso) => new Intl.DateTimeFormat(dates(), { dateStyle: "medium", ...(iso.length === 10 ? { timeZone: "UTC" } : {}) }).format(new Date(iso));

/** Days of a year, and of a month, as far as an age is told. */
const YEAR = 365;
const MONTH = 30;

/**
 * How long ago that was, in days, months or years: `3 days ago`, `yesterday`. A time to come, as of another computer's wrong
 * clock, is told as a day.
 * @param {string} iso
 */
export function ago(iso) {
  const days = Math.floor((Date.now() - new Date(iso).getTime()) / 86_400_000);
  if (days < 0) return day(iso);
  const said = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  if (days < 2 * MONTH) return said.format(-days, "day");
  return days < 2 * YEAR ? said.format(-Math.floor(days / MONTH), "month") : said.format(-Math.floor(days / YEAR), "year");
}

/** @param {string} iso */
export const minute = (iso) => new Intl.DateTimeFormat(dates(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

/** English dates with the day first: most of those who read the page in English are not in the United States. */
const dates = () => (language() === "en" ? "en-GB" : language());

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1) return text("less_than_a_second");
  if (seconds < 90) return measure(Math.round(seconds), "second");
  if (seconds < 5400) return measure(Math.round(seconds / 60), "minute");
  return measure(seconds / 3600, "hour", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/**
 * A share in words: `about 1 in 4,100`.
 * @param {number} rate 0 to 1
 */
export const oneIn = (rate) => (rate < 1e-9 ? text("one_in_a_billion") : text("one_in", Number((1 / rate).toPrecision(2))));

/**
 * A share or a chance as the language writes it: `95%`, rounded down. A share below 1 is never rounded to 100%, nor one
 * above 0 to 0%: how chances are written is held to tests/vectors/chances.json, as everywhere in Inset.
 * @param {number} share 0 to 1
 */
export function percent(share) {
  const written = new Intl.NumberFormat(language(), { style: "percent" });
  if (share > 0 && share < 0.01) return `<${written.format(0.01)}`;
  return written.format((share < 1 ? Math.min(99, Math.floor(share * 100)) : 100) / 100);
}

/**
 * A photo ID short enough for an axis: `55 billion`, `12.3 million`.
 * @param {number} photo
 */
export const shortId = (photo) => new Intl.NumberFormat(language(), photo >= 1e6 ? { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 3 } : {}).format(photo);
