// The link to Inset's own page, in those of our pages that have an element `open-page`.
import type { HelperState, HelperStatus } from "./answers.ts";
import { byId } from "./dom.ts";
import { ask } from "./messages.ts";

/** States in which the helper serves its page. */
const ANSWERS: ReadonlySet<HelperState> = new Set<HelperState>(["ready", "no_index", "not_paired", "failing", "helper_too_old", "extension_too_old"]);

export function showOpenPage({ state, port }: HelperStatus): void {
  const link = byId("open-page", HTMLAnchorElement);
  link.hidden = !ANSWERS.has(state);
  link.href = `http://127.0.0.1:${port}/`;
}

/** A plain click is the background's, which may open the page as its owner; with a key held, the browser follows the link. */
export function prepareOpenPage(): void {
  byId("open-page", HTMLAnchorElement).addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void ask({ kind: "open_page" });
  });
}
