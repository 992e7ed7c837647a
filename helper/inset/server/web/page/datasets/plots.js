// The two plots of a dataset, drawn as SVG: photos over Flickr's ID range, and licences.
import { make, makeFold, makeTable } from "../shared/dom.js";
import { number, percent, shortId } from "../shared/format.js";
import { countText, language, text } from "../shared/words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 160;
/** Photo IDs of which the time is known. Source: docs/MANIFESTS.md and helper/inset/flickr.py. */
const KNOWN_TIMES = [
  { photo: 1e9, year: 2007 },
  { photo: 54.45e9, year: 2025 },
];
/** Flickr has given out no IDs above this one: photos above it are made up. */
const GIVEN_OUT = 55e9;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} content
 */
function draw(tag, attributes, ...content) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...content);
  return element;
}

/**
 * Whether a plot of the IDs would say anything: a handful of photos, or all of them in two or three ranges, needs no
 * picture, and bars that are all as high as each other, or at most two photos high, show chance and no shape.
 * @param {import("../shared/wire.d.ts").IdSpread} ids
 */
export function saysOfIds({ counts }) {
  const bars = counts.filter((count) => count > 0);
  return bars.length > 3 && new Set(bars).size > 1 && Math.max(...bars) > 2 && bars.reduce((sum, count) => sum + count, 0) >= 20;
}

/**
 * Whether a plot of the licences would: several, of which not each is one photo's.
 * @param {import("../shared/wire.d.ts").Profile} profile
 */
export const saysOfLicences = ({ licences }) => licences.filter((each) => each.name !== null).length > 1 && licences.some((each) => each.photos > 1);

/**
 * @param {import("../shared/wire.d.ts").IdSpread} ids
 * @returns {HTMLElement}
 */
export function plotIds(ids) {
  const { first, last, width, counts } = ids;
  const most = Math.max(...counts, 1);
  const step = WIDTH / counts.length;
  const range = (/** @type {number} */ at) => text("plot_range", first + at * width, first + (at + 1) * width - 1);
  const bars = counts.map((count, at) => {
    // At least 2 high, so that a range with few photos does not look empty.
    const height = count === 0 ? 0 : Math.max((count / most) * HEIGHT, 2);
    const place = { x: (at * step + step * 0.06).toFixed(2), y: (HEIGHT - height).toFixed(2), width: (step * 0.88).toFixed(2), height: height.toFixed(2) };
    return draw("rect", place, draw("title", {}, text("plot_bar", countText("photos", count), range(at))));
  });
  const span = width * counts.length;
  const times = KNOWN_TIMES.filter(({ photo }) => photo >= first && photo < first + span);
  const lines = times.map(({ photo }) => {
    const x = (((photo - first) / span) * WIDTH).toFixed(2);
    return draw("line", { x1: x, x2: x, y1: 0, y2: HEIGHT });
  });
  const densest = counts.indexOf(most);
  const words = text("plot_in_words", countText("photos", counts.reduce((sum, count) => sum + count, 0)), first, last, most, range(densest));
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": words }, ...bars, ...lines);
  const marks = make("div", "times", ...times.map(({ photo, year }) => {
    const mark = make("span", "", new Intl.DateTimeFormat(language(), { year: "numeric" }).format(new Date(year, 6)));
    mark.style.insetInlineStart = `${((photo - first) / span) * 100}%`;
    if ((photo - first) / span > 0.5) mark.className = "before";
    return mark;
  }));
  const short = shortId(first) === shortId(last) ? number : shortId;
  const axis = make("div", "axis", make("span", "", short(first)), make("span", "quiet", text("plot_id_axis")), make("span", "", short(last)));
  const note = first > GIVEN_OUT
    ? text("plot_made_up")
    : text("plot_when");
  const rows = counts.flatMap((count, at) => (count === 0 ? [] : [[range(at), number(count)]]));
  return make("figure", "plot",
    make("figcaption", "", make("strong", "", text("plot_ids")), make("span", "quiet", text("plot_highest", countText("photos", most)))),
    times.length > 0 ? marks : null, make("div", "picture", picture), axis,
    make("p", "quiet", note), makeFold(text("plot_numbers"), makeTable(text("plot_ids"), [text("plot_id_axis"), text("plot_photos")], rows)));
}

/**
 * @param {import("../shared/wire.d.ts").Profile} profile
 * @param {number} photos of the dataset; those without a licence are shown as such
 * @returns {HTMLElement}
 */
export function plotLicences({ licences, other_licences: others }, photos) {
  const named = licences.flatMap((each) => (each.name === null ? [] : [{ name: each.name, photos: each.photos, untold: false }]));
  const untold = photos - others - named.reduce((sum, each) => sum + each.photos, 0);
  const all = [...named, { name: text("plot_others"), photos: others, untold: false }, { name: text("plot_not_told"), photos: untold, untold: true }].filter((each) => each.photos > 0);
  const most = Math.max(...all.map((each) => each.photos), 1);
  const rows = all.map((each) => {
    const bar = draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { x: 0, y: 0, height: 10, width: Math.max((each.photos / most) * 100, 0.5).toFixed(2) }));
    const row = make("tr", each.untold ? "untold" : "", make("th", "", each.name), make("td", "drawn", bar), make("td", "", number(each.photos)), make("td", "quiet", percent(each.photos / photos)));
    row.firstElementChild?.setAttribute("scope", "row");
    return row;
  });
  const table = make("table", "", make("caption", "unseen", `${text("plot_licences")}, ${text("plot_licences_then")}`), make("tbody", "", ...rows));
  return make("figure", "plot licences", make("figcaption", "", make("strong", "", text("plot_licences")), make("span", "quiet", text("plot_licences_then"))), table);
}
