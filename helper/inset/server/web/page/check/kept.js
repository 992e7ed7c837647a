// A check that the helper remembers, or keeps on the disk: an entry that opens it.
import { withProbable } from "../shared/answers.js";
import { make, makeButton } from "../shared/dom.js";
import { minute } from "../shared/format.js";
import { countText, text } from "../shared/words.js";
import { askedTitle } from "./asked.js";

/**
 * @param {import("../shared/wire.d.ts").CheckSummary} check
 * @param {string | null} shown the ID of the check that is open
 * @param {(id: string) => void} onForget
 * @returns {HTMLElement}
 */
export function makeKept({ id, asked, made_at: madeAt, kept, checked, listed, probably_listed, unlikely }, shown, onForget) {
  const things = asked.map(askedTitle).join(", ");
  const link = make("a", "", things || text("ask_a_check"));
  link.href = `#check/${id}`;
  if (id === shown) link.setAttribute("aria-current", "true");
  const found = withProbable(text("ask_found", listed, countText("photos", checked)), { probably_listed, unlikely });
  const forget = makeButton(text("ask_forget_short"), () => { onForget(id); }, "quiet-button");
  forget.setAttribute("aria-label", text("ask_forget_of", things));
  return make("li", "entry", make("div", "body", link, make("span", "quiet", `${found} · ${minute(madeAt)} · ${text(kept ? "ask_kept_here" : "ask_until_stop")}`)), make("div", "actions", forget));
}
