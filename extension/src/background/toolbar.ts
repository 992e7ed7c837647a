// The number on the toolbar button: photos of this tab that are listed; "?" where the helper could not answer, empty where none
// is listed.
import type { Counts, HelperStatus } from "../shared/answers.ts";
import { countText, text } from "../shared/i18n.ts";
import { TOOLBAR } from "../shared/palettes.ts";

/** What the toolbar says of one tab. */
export function describe(counts: Counts, status: HelperStatus): { text: string; colour: string; title: string } {
  const { listed, probably_listed: probably } = counts;
  if (listed > 0) return { text: short(listed), colour: TOOLBAR.listed, title: countText("toolbar_listed", listed) };
  // "~" marks a likelihood; the browser shows about four characters.
  const likely = probably - counts.unlikely;
  if (likely > 0) return { text: `~${short(likely)}`, colour: TOOLBAR.unanswered, title: countText("toolbar_probably", likely) };
  if (probably > 0) return { text: `~${short(probably)}`, colour: TOOLBAR.unanswered, title: countText("toolbar_possibly", probably) };
  if (counts.unknown > 0) {
    const state = status.state === "ready" ? "unanswered" : status.state;
    return { text: "?", colour: TOOLBAR.unanswered, title: text(`state_${state}`) };
  }
  return { text: "", colour: TOOLBAR.listed, title: text(counts.not_listed > 0 ? "toolbar_none" : "name") };
}

function short(count: number): string {
  return count > 999 ? "1k+" : count.toString();
}

export async function showOnToolbar(tabId: number, counts: Counts, status: HelperStatus): Promise<void> {
  const shown = describe(counts, status);
  await Promise.all([
    chrome.action.setBadgeText({ tabId, text: shown.text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: shown.colour }),
    chrome.action.setBadgeTextColor({ tabId, color: TOOLBAR.ink }),
    chrome.action.setTitle({ tabId, title: shown.title }),
  ]);
}

/** Removes the number in a tab in which nothing is looked up; the title says why. */
export async function clearToolbar(tabId: number, reason: "toolbar_paused" | "badges_off_title" | "name"): Promise<void> {
  await Promise.all([chrome.action.setBadgeText({ tabId, text: "" }), chrome.action.setTitle({ tabId, title: text(reason) })]);
}
