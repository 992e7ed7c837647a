// Part 6: what `inset doctor` says, and some facts about the running helper.
import { makeAddLink } from "../shared/add-link.js";
import { ask, explain } from "../shared/api.js";
import { wantsDataset } from "../shared/choices.js";
import { byId, make, makeFacts, withCode, write } from "../shared/dom.js";
import { minute, size } from "../shared/format.js";
import { endSession } from "../shared/session.js";
import { countText, inEither, language, listed, spoken, text, textOr } from "../shared/words.js";

const ORDER = ["bad", "warning", "good"];
/** A time as programs write it. */
const STAMP = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** @returns {import("../shared/parts.js").Part} */
export function healthPart() {
  byId("health-again", HTMLButtonElement).addEventListener("click", () => void refresh());
  byId("session-end", HTMLButtonElement).addEventListener("click", () => void endSession().then(() => { location.reload(); }, () => undefined));
  return { show: () => void refresh() };
}

async function refresh() {
  const button = byId("health-again", HTMLButtonElement);
  button.disabled = true;
  await Promise.all([showChecks(), showFacts()]);
  button.disabled = false;
}

async function showChecks() {
  const state = byId("health-state", HTMLElement);
  try {
    /** @type {import("../shared/wire.d.ts").Health} */
    const { checks } = await ask("/v1/health");
    const wrong = checks.filter((each) => each.state !== "good").length;
    state.className = wrong === 0 ? "fine" : checks.some((each) => each.state === "bad") ? "problem" : "note";
    write(state, wrong === 0 ? countText("health_all_good", checks.length) : countText("health_wrong", wrong, checks.length));
    const sorted = [...checks].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    byId("health-list", HTMLElement).replaceChildren(...sorted.map(makeCheck));
  } catch (error) {
    state.className = "problem";
    write(state, explain(error));
  }
}

/** @param {import("../shared/wire.d.ts").HealthCheck} check */
function makeCheck({ name, state, message, message_told: messageTold, remedy, remedy_told: remedyTold }) {
  const key = name.replaceAll(" ", "_");
  const said = language() === "en" ? "" : textOr(`check_said_${key}_${state}`, "");
  const sentence = (/** @type {string} */ className) => (/** @type {string} */ words) => make("p", className, ...withCode(words.replace(STAMP, (stamp) => minute(stamp))));
  const words = make("div", "stack tight",
    inEither(sentence(said === "" ? "" : "quiet"), message, spoken(message, messageTold)),
    wantsDataset(remedyTold) ? make("p", "remedy", makeAddLink())
      : remedy === null || remedy === "" ? null : inEither(sentence("remedy"), remedy, spoken(remedy, remedyTold)));
  const item = make("li", "", make("span", "mark", text(`health_${state}`)), make("div", "", make("strong", "", textOr(`check_name_${key}`, name)), said === "" ? null : make("p", "", said), words));
  item.dataset.state = state;
  return item;
}

/**
 * Training sets, and apart from them censuses and what cannot be opened.
 * @param {import("../shared/wire.d.ts").Status} status
 */
function countDatasets({ datasets, censuses, unavailable }) {
  return listed([
    countText("training_sets", datasets),
    ...(censuses === 0 ? [] : [countText("censuses", censuses)]),
    ...(unavailable === 0 ? [] : [countText("cannot_be_opened_count", unavailable)]),
  ]);
}

async function showFacts() {
  const place = byId("helper-facts", HTMLElement);
  try {
    /** @type {import("../shared/wire.d.ts").Status} */
    const status = await ask("/v1/status");
    const facts = makeFacts([
      [text("health_version"), status.version],
      [text("health_since"), minute(status.started_at)],
      [text("health_datasets"), countDatasets(status)],
      [text("health_connected"), status.pairings.toString()],
      [text("health_address"), make("code", "", `127.0.0.1:${status.port.toString()}`)],
      [text("health_memory"), status.memory_bytes === null ? null : size(status.memory_bytes)],
      [text("health_process"), status.pid.toString()],
    ]);
    place.replaceChildren(...facts.children);
  } catch (error) {
    place.replaceChildren(make("div", "", make("dt", "", text("health_status")), make("dd", "", ...withCode(explain(error)))));
  }
}
