// The parts of the page: one is shown at a time, named by the address (`#lookup`), so that Back and bookmarks work. What follows a
// slash (`#check/0123`) is the part's own.
import { byId } from "./dom.js";

/**
 * @typedef {{show: () => void, hide?: () => void, change?: () => void}} Part called when a part is shown, when another is shown
 * instead, and when only the part's own piece of the address has changed
 */

const FIRST = "check";
/** What parts were called in bookmarks of earlier versions. */
const FORMER = new Map([["rebuild", "add"]]);

/** @type {Map<string, Part>} */
const parts = new Map();
let shown = "";

/**
 * @param {string} name
 * @param {Part} part
 */
export function addPart(name, part) {
  parts.set(name, part);
}

export const shownPart = () => shown;

/**
 * Shows the part that the address names.
 * @param {boolean} focus whether to move the focus there, as after a click; not when the page has just loaded
 */
export function showPart(focus) {
  const asked = location.hash.slice(1).split("/", 1)[0] ?? "";
  const now = FORMER.get(asked) ?? asked;
  const name = parts.has(now) ? now : FIRST;
  if (name === shown) {
    parts.get(name)?.change?.();
    return;
  }
  leaveParts();
  shown = name;
  for (const each of parts.keys()) byId(`part-${each}`, HTMLElement).hidden = each !== name;
  for (const link of document.querySelectorAll('nav a[href^="#"]')) {
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const part = byId(`part-${name}`, HTMLElement);
  document.title = `${part.dataset.title ?? ""} - Inset`;
  parts.get(name)?.show();
  if (!focus) return;
  scrollTo(0, 0);
  part.querySelector("h1")?.focus({ preventScroll: true });
}

/** Calls the shown part's `hide`; no part counts as shown afterwards. */
export function leaveParts() {
  parts.get(shown)?.hide?.();
  shown = "";
}

/**
 * Repeats an action while a part is shown and the window is visible.
 * @param {number} ms
 * @param {() => Promise<void>} action
 * @returns {Part}
 */
export function whileShown(ms, action) {
  let timer = 0;
  let turn = 0;
  const run = async () => {
    const mine = ++turn;
    clearTimeout(timer);
    if (!document.hidden) await action();
    if (mine === turn) timer = setTimeout(() => void run(), ms);
  };
  const whenSeen = () => { if (!document.hidden) void run(); };
  return {
    show: () => {
      document.addEventListener("visibilitychange", whenSeen);
      void run();
    },
    hide: () => {
      document.removeEventListener("visibilitychange", whenSeen);
      clearTimeout(timer);
      turn += 1;
    },
  };
}
