// The photos that the person chose to remember: what has changed for them since they looked, checking them again, forgetting them.
import { isUnlikely } from "../shared/answers.js";
import { ask } from "../shared/api.js";
import { byId, make, makeAskingButton, makeButton, makeFold, makePhotoLink, say, write } from "../shared/dom.js";
import { makeDrawing } from "../shared/drawing.js";
import { showEntries } from "../shared/entries.js";
import { minute } from "../shared/format.js";
import { makeProblem } from "../shared/problem.js";
import { countText, listed, text } from "../shared/words.js";
import { askedTitle } from "./asked.js";
import { showProblem } from "./problem.js";

/**
 * @typedef {import("../shared/wire.d.ts").WatchFacts} WatchFacts
 * @typedef {import("../shared/wire.d.ts").WatchNews} WatchNews
 */

/** Photos of one change that are named; `inset watch list --json` has all. */
const NAMED = 200;

/** @type {(watch: string) => void} */
let check = () => undefined;

/**
 * Lets the buttons of the watches do what they say.
 * @param {(watch: string) => void} onCheck asks about a watch's photos
 */
export function prepareWatches(onCheck) {
  check = onCheck;
  byId("watch-see", HTMLButtonElement).addEventListener("click", () => { byId("watch-heading", HTMLElement).focus(); });
}

/** Shows what is remembered and what changed. */
export const showWatches = makeDrawing({
  ask: async () => /** @type {[import("../shared/wire.d.ts").WatchList, import("../shared/wire.d.ts").Changes]} */ (await Promise.all([ask("/v1/watches"), ask("/v1/changes")])),
  draw: ([{ watches }, changes]) => {
    byId("watch", HTMLElement).hidden = watches.length === 0;
    showEntries(byId("watch-list", HTMLElement), watches.map((each) => ({ id: each.id, from: each, draw: () => makeWatch(each) })));
    const news = sums(changes);
    byId("watch-news", HTMLElement).hidden = news.length === 0;
    write(byId("watch-news-words", HTMLElement), news.length === 0 ? "" : text("watch_news", listed(news)));
  },
  fail: (error) => {
    byId("watch", HTMLElement).hidden = false;
    byId("watch-list", HTMLElement).replaceChildren(makeProblem(error, "li"));
  },
});

/**
 * Remembers what a check asked about.
 * @param {string} id the check's
 * @param {string | null} name null leaves the name to the helper
 * @returns {Promise<string>} what to tell the person
 */
export async function remember(id, name) {
  /** @type {WatchFacts} */
  const watch = await ask("/v1/watches", { method: "POST", body: name === null ? { check: id } : { check: id, name } });
  await showWatches();
  return text("watch_remembered", askedTitle(watch.name));
}

/** @param {import("../shared/wire.d.ts").Changes} changes */
function sums({ new: found, probably_new: probably, unlikely_new: unlikely, gone }) {
  const counts = /** @type {const} */ ([["watch_sum_new", found], ["watch_sum_probably", probably - unlikely], ["watch_sum_possibly", unlikely], ["watch_sum_gone", gone]]);
  return counts.filter(([, count]) => count > 0).map(([name, count]) => text(name, count));
}

/** @param {WatchFacts} watch */
function makeWatch(watch) {
  const { account, photos, listed: certain, probably_listed: probably, unlikely, checked_at: asked, news } = watch;
  const name = askedTitle(watch.name);
  const facts = [
    account === null || account === watch.name ? "" : text("watch_account", account), countText("photos", photos), text("watch_listed", certain),
    probably > unlikely ? text("watch_probably", probably - unlikely) : "", unlikely > 0 ? text("watch_possibly", unlikely) : "", text("watch_asked", minute(asked)),
  ];
  const again = named(makeButton(text("watch_check"), () => { check(watch.id); }), "watch_check_name", name);
  const seen = named(makeButton(text("watch_seen"), () => void change("POST", `/v1/watches/${watch.id}/seen`, "watch_was_seen", { checked_at: asked }), "primary"), "watch_seen_name", name);
  const forget = makeAskingButton({
    words: text("watch_forget"), question: text("watch_forget_sure", name), yes: text("watch_forget_yes"), no: text("watch_forget_no"),
    action: () => change("DELETE", `/v1/watches/${watch.id}`, "watch_forgotten"),
  });
  const entry = make("li", "entry", make("div", "body", make("strong", "", name), make("span", "quiet", facts.filter((each) => each !== "").join(" · ")),
    news.length === 0 ? null : make("ul", "news", ...news.map(makeNews))),
  make("div", "actions", ...(news.length > 0 ? [seen] : []), again, forget));
  entry.dataset.watch = watch.id;
  return entry;
}

/** @param {WatchNews} each */
function makeNews({ dataset, since, run, certain, chance, new: found, gone }) {
  const kind = since === run ? "known" : "new";
  const name = certain ? `watch_${kind}` : isUnlikely(chance) ? `watch_possibly_${kind}` : `watch_probably_${kind}`;
  const words = [
    found.length === 0 ? "" : countText(name, found.length, dataset),
    gone.length === 0 ? "" : countText("watch_gone", gone.length, dataset),
  ];
  const runs = since === null || since === run ? text("watch_run", run) : text("watch_runs", run, since);
  return make("li", "", `${listed(words.filter((each) => each !== ""))} `, make("span", "quiet", `(${runs})`),
    makeFold(text("watch_which"), makePhotos("+", found), makePhotos("−", gone)));
}

/**
 * @param {string} sign
 * @param {readonly string[]} photos
 */
function makePhotos(sign, photos) {
  if (photos.length === 0) return null;
  const rest = photos.length - NAMED;
  const links = photos.slice(0, NAMED).flatMap((photo, at) => [at > 0 ? ", " : "", makePhotoLink(photo)]);
  return make("p", "quiet", `${sign} `, ...links, rest > 0 ? ` ${text("watch_more", rest)}` : "");
}

/**
 * @param {"POST" | "DELETE"} method
 * @param {string} path
 * @param {string} said the message that a screen reader hears
 * @param {unknown} [body]
 */
async function change(method, path, said, body) {
  try {
    await ask(path, { method, body });
    showProblem(null);
    say(text(said));
  } catch (error) {
    showProblem(error);
  }
  await showWatches();
  const heading = byId("watch-heading", HTMLElement);
  // A heading in a section that is hidden, because nothing is left in it, takes no focus.
  (byId("watch", HTMLElement).hidden ? byId("check-text", HTMLTextAreaElement) : heading).focus();
}

/**
 * Gives a button a name that tells what it is about.
 * @param {HTMLButtonElement} button
 * @param {string} message
 * @param {string} name
 */
export function named(button, message, name) {
  button.setAttribute("aria-label", text(message, name));
  return button;
}
