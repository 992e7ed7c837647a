// The number on the toolbar: photos of this tab that are listed. "?" where nobody could answer, nothing where none is.
import type { Counts, HelperStatus } from "../shared/answers.ts";
import { countText, text } from "../shared/i18n.ts";

const LISTED = "#8a4b00";
const UNANSWERED = "#5b6470";

/** What the toolbar says of one tab. */
export function describe(counts: Counts, status: HelperStatus): { text: string; colour: string; title: string } {
  const found = counts.listed + counts.probably_listed;
  if (found > 0) {
    return { text: found > 999 ? "999+" : String(found), colour: LISTED, title: countText("toolbar_listed", found) };
  }
  if (counts.unknown > 0) return { text: "?", colour: UNANSWERED, title: text(`state_${status.state === "ready" ? "unanswered" : status.state}`) };
  return { text: "", colour: LISTED, title: text(counts.not_listed > 0 ? "toolbar_none" : "name") };
}

export async function showOnToolbar(tabId: number, counts: Counts, status: HelperStatus): Promise<void> {
  const shown = describe(counts, status);
  await Promise.all([
    chrome.action.setBadgeText({ tabId, text: shown.text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: shown.colour }),
    chrome.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
    chrome.action.setTitle({ tabId, title: shown.title }),
  ]);
}
