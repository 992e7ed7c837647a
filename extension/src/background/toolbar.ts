// The number on the toolbar: photos of this tab that are listed. "?" where nobody could answer, nothing where none is.
import type { Counts, HelperStatus } from "../shared/answers.ts";
import { countText, text } from "../shared/i18n.ts";

const LISTED = "#8a4b00";
const UNANSWERED = "#5b6470";

/** What the toolbar says of one tab. `paused`: Inset rests on its site. */
export function describe(counts: Counts, status: HelperStatus, paused = false): { text: string; colour: string; title: string } {
  if (paused) return { text: "", colour: LISTED, title: text("toolbar_paused") };
  const { listed, probably_listed: probably } = counts;
  if (listed > 0) return { text: short(listed), colour: LISTED, title: countText("toolbar_listed", listed) };
  // A likelihood is marked as one, in four characters.
  if (probably > 0) return { text: `~${short(probably)}`, colour: UNANSWERED, title: countText("toolbar_probably", probably) };
  if (counts.unknown > 0) {
    const state = status.state === "ready" ? "unanswered" : status.state;
    return { text: "?", colour: UNANSWERED, title: text(`state_${state}`) };
  }
  return { text: "", colour: LISTED, title: text(counts.not_listed > 0 ? "toolbar_none" : "name") };
}

function short(count: number): string {
  return count > 999 ? "1k+" : count.toString();
}

export async function showOnToolbar(tabId: number, counts: Counts, status: HelperStatus, paused: boolean): Promise<void> {
  const shown = describe(counts, status, paused);
  await Promise.all([
    chrome.action.setBadgeText({ tabId, text: shown.text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: shown.colour }),
    chrome.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
    chrome.action.setTitle({ tabId, title: shown.title }),
  ]);
}
