// How far a check is, what it waits for, and what the person can do.
import { byId, write } from "../shared/dom.ts";
import { countText, sentences, text } from "../shared/i18n.ts";
import { addressOfPage } from "../shared/photo-pages.ts";
import { minutes, nameOf, PER_PAGE } from "./setup.ts";
import type { Trouble, Walk } from "./walk.ts";

/** Troubles that may have gone by themselves when the person goes on later. */
const OF_THE_MOMENT: ReadonlySet<Trouble> = new Set<Trouble>(["refused", "unreachable", "elsewhere", "repeats"]);

/** Milliseconds that pages took since this page was opened, for an honest guess of what is left. */
let pace = { pages: 0, since: 0 };

/** A page was read. */
export function pageDone(): void {
  pace = pace.since === 0 ? { pages: 0, since: Date.now() } : { pages: pace.pages + 1, since: pace.since };
}

/** The walk begins or goes on: what was measured before says nothing of now. */
export function startPace(): void {
  pace = { pages: 0, since: 0 };
}

/** Who walks: this page, another tab, or nobody. */
export type Where = "here" | "in_other_tab" | "nowhere";

export function showProgress(walk: Walk, where: Where): void {
  const here = where === "here";
  const state = where === "in_other_tab" ? where : walk.state === "running" && !here ? "interrupted" : walk.state;
  write(byId("what", HTMLElement), nameOf(walk.pages));
  byId("on-flickr", HTMLAnchorElement).href = addressOfPage(walk.pages, 1);
  write(byId("state", HTMLElement), text(`check_${state}`));
  showBar(walk);
  write(byId("so-far", HTMLElement), soFar(walk, here));
  showTrouble(walk, here);
  byId("continue", HTMLElement).hidden = where !== "nowhere" || walk.state === "finished";
  byId("pause", HTMLElement).hidden = !here;
  byId("stop", HTMLElement).hidden = !here;
  byId("again", HTMLElement).hidden = where !== "nowhere" || walk.state !== "finished";
  byId("forget", HTMLElement).hidden = where !== "nowhere";
}

function showBar(walk: Walk): void {
  const bar = byId("bar-of-pages", HTMLProgressElement);
  const done = walk.state === "finished" ? 1 : walk.last === null ? null : Math.min(1, (walk.next - 1) / walk.last);
  // Without a number of pages the bar says that something is going on, and not how far.
  if (done === null && walk.found > 0) bar.removeAttribute("value");
  else bar.value = done ?? 0;
}

function soFar(walk: Walk, here: boolean): string {
  const parts = [countText("check_found", walk.found)];
  if (walk.state !== "finished") parts.unshift(walk.last === null ? text("check_page", walk.next) : text("check_page_of", Math.min(walk.next, walk.last), walk.last));
  if (here && walk.last !== null && walk.last >= walk.next) {
    const each = pace.pages > 0 ? (Date.now() - pace.since) / pace.pages : PER_PAGE;
    parts.push(text("check_left", minutes((walk.last - walk.next + 1) * each)));
  }
  return parts.join(" · ");
}

function showTrouble(walk: Walk, here: boolean): void {
  const place = byId("trouble", HTMLElement);
  place.hidden = walk.trouble === null;
  if (walk.trouble === null) return;
  const unlinked = walk.trouble === "empty" ? walk.unlinked.length : 0;
  const said = [unlinked > 0 ? countText("check_unlinked", unlinked) : text(`check_${walk.trouble}`)];
  const wait = Math.ceil((walk.waitUntil - Date.now()) / 1_000);
  if (here && walk.state === "running" && walk.trouble !== "hidden" && wait > 0) said.push(text("check_wait", wait));
  if (walk.state === "stopped" && OF_THE_MOMENT.has(walk.trouble)) said.push(text("check_gave_up"));
  write(place, sentences(...said));
}
