// One build: how far it is while it runs, and what it did when it has ended.
import { make, makeFacts, makeFold, makeLink, makeStackingTable, withCode } from "../shared/dom.js";
import { faultSentences } from "../shared/faults.js";
import { duration, minute, number, oneIn, size } from "../shared/format.js";
import { countText, english, text } from "../shared/words.js";
import { makePassedOver } from "./explanation.js";
import { rowReason } from "./reasons.js";

/** @typedef {import("../shared/wire.d.ts").Build} Build */
/** @typedef {import("../shared/wire.d.ts").BuildReport} BuildReport */

/** @param {Build} build */
export const hasEnded = (build) => build.ended_at !== null || !["queued", "running"].includes(build.state);

/** @param {Build} build */
export function phaseOf(build) {
  if (build.state !== "running") return text(`build_${build.state}`);
  return text(`build_${build.phase ?? "starting"}`);
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
  const cluster = make("div", "cluster");
  const card = make("div", "build", make("h3", "", build.dataset, " ", make("span", "quiet", fromWhere(build))), phase, bar, figures, cluster, make("div", "actions", ...actions));
  card.dataset.build = build.id;
  const update = (/** @type {Build} */ now) => {
    card.dataset.state = now.state;
    phase.textContent = phaseOf(now);
    const known = now.bytes_total > 0 && ["downloading", "reading", "merging"].includes(now.phase ?? "");
    if (known) {
      bar.max = now.bytes_total;
      bar.value = now.bytes_read;
    } else bar.removeAttribute("value");
    figures.textContent = figuresOf(now, known);
    showCluster(cluster, now.dashboard);
  };
  update(build);
  return { card, update };
}

/**
 * The cluster's own page, as long as there is one: the link is made anew only where its address is another.
 * @param {HTMLElement} place
 * @param {string | undefined} address
 */
function showCluster(place, address) {
  place.hidden = address === undefined;
  if (address === undefined || place.dataset.address === address) return;
  place.dataset.address = address;
  place.replaceChildren(makeLink(address, text("build_dashboard")));
}

/** @param {Build} build */
function fromWhere({ source }) {
  if (source.kind === "catalog") return text("build_from_catalog");
  if (source.kind === "command") return text("build_from_command");
  return source.kind === "sample" ? text("build_from_sample") : text("build_from", source.name);
}

/**
 * @param {Build} build
 * @param {boolean} known whether `bytes_read` of `bytes_total` says how far the phase is
 */
function figuresOf(build, known) {
  const parts = [];
  if (build.rows > 0) parts.push(countText("rows", build.rows));
  if (known) parts.push(text("build_bytes_of", size(build.bytes_read), size(build.bytes_total)));
  if (known && build.bytes_per_second !== null) parts.push(text("build_speed", size(build.bytes_per_second)));
  if (build.seconds_left !== null) parts.push(text("build_left", duration(build.seconds_left)));
  return parts.join(" · ");
}

/**
 * What an ended build did.
 * @param {Build} build
 * @returns {HTMLElement[]}
 */
export function makeOutcome(build) {
  if (build.report !== null) return [...makeReport(build.report), ...(build.source.kind === "sample" ? [makeSampleLink()] : [])];
  if (build.error === null) return [make("p", "quiet", text("build_former_serves"))];
  const told = faultSentences(build.error).map((each, at) => {
    const line = make("p", at === 0 ? "problem" : "", ...withCode(each.words));
    return each.english ? english(line) : line;
  });
  return [...told, make("p", "quiet", text("build_former_serves"))];
}

function makeSampleLink() {
  const link = make("a", "button", text("home_try"));
  link.href = "/sample";
  return make("p", "", link);
}

/**
 * @param {BuildReport} report
 * @returns {HTMLElement[]}
 */
function makeReport(report) {
  const list = make("a", "", text("build_see"));
  list.href = "#datasets";
  /** @type {HTMLElement[]} */
  const parts = [makeFacts([
    [text("plot_photos"), number(report.photos)],
    [text("build_rows_read"), number(report.rows)],
    [text("build_repeats"), number(report.duplicates)],
    [text("build_rejected"), number(report.rejected)],
    [text("build_answers"), report.exact ? text("build_certain") : text("build_probable", oneIn(report.false_positive_rate))],
    [text("dataset_details"), report.details === 0 ? text("of_no_photo") : text("of_photos", countText("photos", report.details))],
    [text("on_disk"), size(report.bytes)],
    [text("build_took"), duration(report.seconds)],
    [text("dataset_run"), report.run],
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
  const rows = report.rejected_examples.map((each) => [each.manifest, number(each.line), rowReason(each), make("code", "row", each.text)]);
  const shown = report.rejected_examples.length;
  const whole = countText("build_rejected_all", report.rejected);
  const words = shown < report.rejected ? text("build_rejected_first", shown, whole) : whole;
  return makeFold(words, makeStackingTable(words, [text("file"), text("line"), text("why"), text("row")], rows));
}

/**
 * An ended build in the history.
 * @param {Build} build
 */
export function makePast(build) {
  const when = build.ended_at ?? build.queued_at;
  const count = build.report === null ? "" : countText("photos", build.report.photos);
  const summary = make("summary", "", make("span", "mark", text(`build_${build.state}`)), make("strong", "", build.dataset), make("span", "quiet", fromWhere(build)), make("span", "quiet end", [count, minute(when)].filter((each) => each !== "").join(" · ")));
  const entry = make("details", "past", summary, ...makeOutcome(build));
  entry.dataset.state = build.state;
  entry.dataset.build = build.id;
  return entry;
}
