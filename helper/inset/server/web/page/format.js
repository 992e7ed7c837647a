// Numbers, sizes and times in words. English, because the page is.

const NUMBER = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** @param {number} value */
export const number = (value) => NUMBER.format(value);

/**
 * `1 photo`, `2,000 photos`
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** @param {number} bytes */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return plural(bytes, "byte");
  return `${value >= 99.5 ? Math.round(value).toString() : value.toPrecision(value >= 9.95 ? 3 : 2)} ${UNITS[unit]}`;
}

/** @param {string} iso */
export const day = (iso) => DAY.format(new Date(iso));

/** @param {string} iso */
export const minute = (iso) => MINUTE.format(new Date(iso));

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1) return "less than a second";
  if (seconds < 90) return plural(Math.round(seconds), "second");
  if (seconds < 5400) return plural(Math.round(seconds / 60), "minute");
  return `${(seconds / 3600).toFixed(1)} hours`;
}

/**
 * A share in words: `about 1 in 4,100`.
 * @param {number} rate 0 to 1
 */
export const oneIn = (rate) => (rate < 1e-9 ? "fewer than 1 in a billion" : `about 1 in ${number(Number((1 / rate).toPrecision(2)))}`);

/**
 * A share or a chance: `95 %`, rounded down. A share below 1 is never rounded to 100 %, nor one above 0 to 0 %: how
 * chances are written is held to tests/vectors/chances.json, as everywhere in Inset.
 * @param {number} share 0 to 1
 */
export function percent(share) {
  if (share > 0 && share < 0.01) return "<1\u00a0%";
  return `${share < 1 ? Math.min(99, Math.floor(share * 100)) : 100}\u00a0%`;
}

/**
 * A photo ID short enough for an axis: `55 billion`, `12.3 million`.
 * @param {number} photo
 */
export function shortId(photo) {
  if (photo >= 1e9) return `${Number((photo / 1e9).toPrecision(3))} billion`;
  if (photo >= 1e6) return `${Number((photo / 1e6).toPrecision(3))} million`;
  return number(photo);
}
