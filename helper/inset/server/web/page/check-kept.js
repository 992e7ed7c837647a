// A check that the helper remembers, or keeps on the disk: an entry that opens it.
import { make, makeButton } from "./dom.js";
import { minute, number, plural } from "./format.js";

/**
 * @param {import("./wire.d.ts").CheckSummary} check
 * @param {string | null} shown the ID of the check that is open
 * @param {(id: string) => void} onForget
 * @returns {HTMLElement}
 */
export function makeKept({ id, asked, made_at: madeAt, kept, checked, listed, probably_listed: probably }, shown, onForget) {
  const link = make("a", "", asked.join(", ") || "A check");
  link.href = `#check/${id}`;
  if (id === shown) link.setAttribute("aria-current", "true");
  const found = `${number(listed)} of ${plural(checked, "photo")} listed${probably === 0 ? "" : `, ${number(probably)} probably`}`;
  const forget = makeButton("Forget", () => { onForget(id); }, "quiet-button");
  forget.setAttribute("aria-label", `Forget the check of ${asked.join(", ")}`);
  return make("li", "entry", make("div", "body", link, make("span", "quiet", `${found} · ${minute(madeAt)} · ${kept ? "kept on this computer" : "until the helper stops"}`)), make("div", "actions", forget));
}
