// Builds that are under way, and those that have ended. The helper keeps them, so a reload of the page loses nothing.
import { ask, explain } from "../shared/api.js";
import { byId, make, makeButton, say, write } from "../shared/dom.js";
import { text } from "../shared/words.js";
import { hasEnded, makeOutcome, makePast, makeRunning, phaseOf } from "./build-card.js";

/** @typedef {import("../shared/wire.d.ts").Build} Build */

const PAGE = 20;
/** How often a build is asked about after its stream of events broke off. */
const ASK_EVERY_MS = 2000;

/**
 * Builds that are shown as under way, by ID. `show` draws the newest state; `stop` ends its stream of events, and is null
 * while the build waits behind another: only one has a stream, because a browser opens few connections to one address.
 * @type {Map<string, {show: (build: Build) => void, stop: (() => void) | null}>}
 */
const watched = new Map();
let shownPast = "";

/** Shows what is under way, and the history. */
export async function refreshBuilds() {
  const state = byId("history-state", HTMLElement);
  try {
    /** @type {import("../shared/wire.d.ts").BuildList} */
    const { builds, next } = await ask(`/v1/builds?limit=${PAGE}`);
    for (const build of [...builds].reverse()) {
      if (watched.has(build.id) || !hasEnded(build)) watch(build);
    }
    const past = builds.filter(hasEnded);
    write(state, past.length === 0 ? text("add_history_none") : "");
    state.className = "quiet";
    state.hidden = past.length > 0;
    // Draw the list again only when a build has ended, so that opened entries and the focus stay.
    const key = past.map((each) => each.id).join(" ");
    if (key === shownPast) return;
    shownPast = key;
    showPast(past, next, true);
  } catch (error) {
    state.hidden = false;
    state.className = "problem";
    write(state, explain(error));
  }
}

/**
 * @param {Build[]} past
 * @param {string | null} next
 * @param {boolean} anew
 */
function showPast(past, next, anew) {
  const list = byId("history-list", HTMLElement);
  const more = byId("history-more", HTMLButtonElement);
  if (anew) {
    const open = new Set([...list.querySelectorAll("details[open]")].map((each) => /** @type {HTMLElement} */ (each).dataset.build));
    list.replaceChildren(...past.map(makePast));
    for (const each of list.querySelectorAll("details")) each.open = open.has(each.dataset.build);
  } else list.append(...past.map(makePast));
  more.hidden = next === null;
  more.onclick = () => void ask(`/v1/builds?limit=${PAGE}&cursor=${encodeURIComponent(next ?? "")}`).then(
    (answer) => { showPast(answer.builds.filter(hasEnded), answer.next, false); },
    (/** @type {unknown} */ error) => { say(explain(error)); },
  );
}

/** No stream is kept open while the part is out of view. */
export function leaveBuilds() {
  for (const { stop } of watched.values()) stop?.();
  watched.clear();
  byId("running-list", HTMLElement).replaceChildren();
  byId("running", HTMLElement).hidden = true;
}

/**
 * Shows a build as it is now, and follows the one that runs to its end.
 * @param {Build} build
 */
export function watch(build) {
  const known = watched.get(build.id) ?? addCard(build);
  known.show(build);
  const others = [...watched.values()].some(({ stop }) => stop !== null);
  if (known.stop === null && watched.has(build.id) && (build.state === "running" || !others)) known.stop = follow(build.id, known.show);
}

/** @param {Build} build */
function addCard(build) {
  const cancel = makeButton(text("cancel"), () => void cancelBuild(build.id, cancel));
  // What the command line builds is ended there.
  const { card, update } = makeRunning(build, build.source.kind === "command" ? [] : [cancel]);
  let phase = phaseOf(build);
  const show = (/** @type {Build} */ now) => {
    if (hasEnded(now)) {
      end(now, card);
      return;
    }
    update(now);
    // Announce a new phase only: figures come four times a second, too often for a screen reader.
    if (phaseOf(now) !== phase) say(`${now.dataset}: ${phaseOf(now)}`);
    phase = phaseOf(now);
  };
  /** @type {{show: (build: Build) => void, stop: (() => void) | null}} */
  const entry = { show, stop: null };
  watched.set(build.id, entry);
  byId("running-list", HTMLElement).append(card);
  byId("running", HTMLElement).hidden = false;
  write(byId("running-heading", HTMLElement), text("add_under_way"));
  return entry;
}

/**
 * @param {string} id
 * @param {(build: Build) => void} show
 * @returns {() => void} stops following
 */
function follow(id, show) {
  const address = `/v1/builds/${encodeURIComponent(id)}`;
  const stream = new EventSource(`${address}/events`);
  let timer = 0;
  let stopped = false;
  const stop = () => {
    stopped = true;
    stream.close();
    clearTimeout(timer);
  };
  const take = (/** @type {Build} */ build) => {
    if (hasEnded(build)) stop();
    show(build);
  };
  const askInstead = async () => {
    try {
      take(await ask(address));
    } catch {
      // main.js tells the person that the helper does not answer; ask again until it does.
    }
    if (!stopped) timer = setTimeout(() => void askInstead(), ASK_EVERY_MS);
  };
  stream.addEventListener("build", (event) => { take(JSON.parse(event.data)); });
  stream.addEventListener("error", () => {
    if (stopped) return;
    stream.close();
    void askInstead();
  });
  return stop;
}

/**
 * @param {string} id
 * @param {HTMLButtonElement} button
 */
async function cancelBuild(id, button) {
  button.disabled = true;
  try {
    await ask(`/v1/builds/${encodeURIComponent(id)}`, { method: "DELETE" });
  } catch (error) {
    say(explain(error));
    button.disabled = false;
  }
}

/**
 * @param {Build} build
 * @param {HTMLElement} card
 */
function end(build, card) {
  watched.get(build.id)?.stop?.();
  watched.delete(build.id);
  const close = makeButton(text("close"), () => {
    card.remove();
    byId("running", HTMLElement).hidden = byId("running-list", HTMLElement).childElementCount === 0;
    byId("history-heading", HTMLElement).scrollIntoView({ block: "nearest" });
  });
  const hadFocus = card.contains(document.activeElement);
  card.dataset.state = build.state;
  card.replaceChildren(make("h3", "", make("span", "mark", text(`build_${build.state}`)), " ", build.dataset), ...makeOutcome(build), make("div", "actions", close));
  if (hadFocus) close.focus();
  if (watched.size === 0) write(byId("running-heading", HTMLElement), text(build.state === "published" ? "add_done" : "add_ended"));
  say(`${build.dataset}: ${text(`build_${build.state}`)}`);
  void refreshBuilds();
}
