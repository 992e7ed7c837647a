// Which picture of an `image-set()` is drawn: the browser chooses one by the screen's resolution and by the kinds of files that
// it knows; the others are named and not shown.

const SET = /(?:-webkit-)?image-set\(/i;
const RESOLUTION = /(?:^|\s)([\d.]+)(x|dppx|dpi|dpcm)(?=\s|$)/i;
const TYPE = /(?:^|\s)type\(\s*["']([^"']*)["']\s*\)/i;
/** Kinds of files that both browsers draw. */
const DRAWN = new Set(["apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg+xml", "webp", "x-icon", "vnd.microsoft.icon"].map((kind) => `image/${kind}`));
/** So many of each unit are one dot for each CSS pixel. */
const DOTS: Readonly<Record<string, number>> = { x: 1, dppx: 1, dpi: 96, dpcm: 96 / 2.54 };

/** The value of a style with each `image-set()` in it replaced by what of it is drawn on a screen of this resolution. */
export function chooseOfSets(value: string, resolution: number): string {
  let rest = value;
  let chosen = "";
  for (;;) {
    const found = SET.exec(rest);
    if (found === null) return chosen + rest;
    const begin = found.index + found[0].length;
    const options = partsUntilClosed(rest, begin);
    chosen += rest.slice(0, found.index) + best(options.parts, resolution);
    rest = rest.slice(options.end);
  }
}

/** What stands between commas, up to the bracket that closes; commas in brackets and in strings are none. */
function partsUntilClosed(text: string, begin: number): { parts: string[]; end: number } {
  const parts: string[] = [];
  let [depth, quote, from] = [0, "", begin];
  for (let at = begin; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quote !== "") {
      if (letter === "\\") at += 1;
      else if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "(") depth += 1;
    else if (letter === ")" && depth > 0) depth -= 1;
    else if (letter === ")") return { parts: [...parts, text.slice(from, at)], end: at + 1 };
    else if (letter === "," && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return { parts: [...parts, text.slice(from)], end: text.length };
}

/** The least resolution that is enough, or the highest there is; of two alike the first. */
function best(options: readonly string[], resolution: number): string {
  let chosen = { image: "none", dots: 0 };
  for (const option of options) {
    const [image, more] = imageAndMore(option.trim());
    const [, kind = "image/jpeg"] = TYPE.exec(more) ?? [];
    if (!DRAWN.has(kind.toLowerCase())) continue;
    const [, number = "1", unit = "x"] = RESOLUTION.exec(more) ?? [];
    const dots = Number(number) / (DOTS[unit.toLowerCase()] ?? 1);
    const isBetter = chosen.dots < resolution ? dots > chosen.dots : dots >= resolution && dots < chosen.dots;
    if (isBetter) chosen = { image, dots };
  }
  return chosen.image;
}

/** An option's picture, always as a `url()` where it is a file, and what is said of it. */
function imageAndMore(option: string): [string, string] {
  const string = /^(?:"([^"]*)"|'([^']*)')/.exec(option);
  if (string !== null) return [`url("${string[1] ?? string[2] ?? ""}")`, option.slice(string[0].length)];
  const url = /^url\(\s*(?:"[^"]*"|'[^']*'|[^)"']*)\s*\)/i.exec(option);
  // Anything else is drawn by the browser itself, as gradients are.
  return url === null ? ["none", option] : [url[0], option.slice(url[0].length)];
}
