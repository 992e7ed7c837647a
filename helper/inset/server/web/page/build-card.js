// One build: how far it is while it runs, and what it did when it has ended.
import { make, makeFacts, makeFold, makeTable, withCode } from "./dom.js";
import { makePassedOver } from "./explanation.js";
import { duration, minute, number, oneIn, plural, size } from "./format.js";

/** @typedef {import("./wire.d.ts").Build} Build */
/** @typedef {import("./wire.d.ts").BuildReport} BuildReport */

const PHASES = {
  downloading: "Downloading the manifest",
  looking: "Looking into the manifest",
  reading: "Reading rows",
  writing: "Writing the index",
  verifying: "Verifying every photo",
  publishing: "Publishing",
};

export const STATES = {
  queued: "Waiting for its turn",
  running: "Under way",
  published: "Published",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** @param {Build} build */
export const hasEnded = (build) => build.ended_at !== null || !["queued", "running"].includes(build.state);

/** @param {Build} build */
export function phaseOf(build) {
  if (build.state !== "running") return STATES[build.state];
  return build.phase === null ? "Starting" : PHASES[build.phase];
}

/**
 * A card that is made once and then updated, so that its buttons are not replaced while somebody presses one.
 * @param {Build} build
 * @param {HTMLElement[]} actions
 */
export function makeRunning(build, actions) {
  const phase = make("p", "phase");
  phase.id = `phase-${build.id}`;
  const bar = make("progress");
  bar.setAttribute("aria-labelledby", phase.id);
  const figures = make("p", "quiet figures");
  const card = make("div", "build", make("h3", "", build.dataset, " ", make("span", "quiet", `from ${sourceOf(build)}`)), phase, bar, figures, make("div", "actions", ...actions));
  card.dataset.build = build.id;
  const update = (/** @type {Build} */ now) => {
    card.dataset.state = now.state;
    phase.textContent = phaseOf(now);
    const known = now.bytes_total > 0 && (now.phase === "reading" || now.phase === "downloading");
    if (known) {
      bar.max = now.bytes_total;
      bar.value = now.bytes_read;
    } else bar.removeAttribute("value");
    figures.textContent = figuresOf(now, known);
  };
  update(build);
  return { card, update };
}

/** @param {Build} build */
const sourceOf = ({ source }) => (source.kind === "catalog" ? "the catalog" : source.name);

/**
 * @param {Build} build
 * @param {boolean} known whether `bytes_read` of `bytes_total` says how far the phase is
 */
function figuresOf(build, known) {
  const parts = [];
  if (build.rows > 0) parts.push(plural(build.rows, "row"));
  if (known) parts.push(`${size(build.bytes_read)} of ${size(build.bytes_total)}`);
  if (known && build.bytes_per_second !== null) parts.push(`${size(build.bytes_per_second)} a second`);
  if (build.seconds_left !== null) parts.push(`about ${duration(build.seconds_left)} left`);
  return parts.join(" · ");
}

/**
 * What an ended build did.
 * @param {Build} build
 * @returns {HTMLElement[]}
 */
export function makeOutcome(build) {
  if (build.report !== null) return makeReport(build.report);
  if (build.error === null) return [make("p", "quiet", "What was published before still serves.")];
  const hint = build.error.hint === "" ? null : make("p", "", ...withCode(build.error.hint));
  return [make("p", "problem", ...withCode(build.error.message)), ...(hint === null ? [] : [hint]), make("p", "quiet", "What was published before still serves.")];
}

/**
 * @param {BuildReport} report
 * @returns {HTMLElement[]}
 */
function makeReport(report) {
  const list = make("a", "", "See it under Datasets");
  list.href = "#datasets";
  /** @type {HTMLElement[]} */
  const parts = [makeFacts([
    ["Photos", number(report.photos)],
    ["Rows read", number(report.rows)],
    ["Repeats", number(report.duplicates)],
    ["Rows without a photo", number(report.rejected)],
    ["Answers", report.exact ? "Certain" : `Probable; wrong for ${oneIn(report.false_positive_rate)} photos that are not in it`],
    ["Account or licence known", report.details === 0 ? "of no photo" : `of ${plural(report.details, "photo")}`],
    ["On disk", size(report.bytes)],
    ["Took", duration(report.seconds)],
    ["Run", report.run],
  ])];
  const rejected = makeRejected(report);
  if (rejected !== null) parts.push(rejected);
  const over = makePassedOver(report.passed_over);
  if (over !== null) parts.push(over);
  return [...parts, make("p", "", list)];
}

/** @param {BuildReport} report */
function makeRejected(report) {
  if (report.rejected === 0) return null;
  const rows = report.rejected_examples.map((each) => [each.manifest, number(each.line), each.reason, make("code", "row", each.text)]);
  const shown = report.rejected_examples.length;
  const words = shown < report.rejected ? `The first ${number(shown)} of ${plural(report.rejected, "row")} without a photo` : `${plural(report.rejected, "row")} without a photo`;
  return makeFold(words, makeTable(words, ["File", "Line", "Why", "Row"], rows));
}

/**
 * An ended build in the history.
 * @param {Build} build
 */
export function makePast(build) {
  const when = build.ended_at ?? build.queued_at;
  const count = build.report === null ? "" : plural(build.report.photos, "photo");
  const summary = make("summary", "", make("span", "mark", STATES[build.state]), make("strong", "", build.dataset), make("span", "quiet", `from ${sourceOf(build)}`), make("span", "quiet end", [count, minute(when)].filter((each) => each !== "").join(" · ")));
  const entry = make("details", "past", summary, ...makeOutcome(build));
  entry.dataset.state = build.state;
  entry.dataset.build = build.id;
  return entry;
}
