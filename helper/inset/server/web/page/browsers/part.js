// Part 5: browsers and programs that wait for approval, and those that are paired.
import { ask, explain } from "../shared/api.js";
import { byId, make, makeAskingButton, makeButton, say, write } from "../shared/dom.js";
import { makeDrawing } from "../shared/drawing.js";
import { setAsking, showEntries } from "../shared/entries.js";
import { day, minute } from "../shared/format.js";
import { whileShown } from "../shared/parts.js";
import { listed, text } from "../shared/words.js";
import { kindOf, makeApproval } from "./approval.js";
import { thisBrowser } from "./this-browser.js";

/** @typedef {import("../shared/wire.d.ts").PairingWaiting} PairingWaiting */
/** @typedef {import("../shared/wire.d.ts").Paired} Paired */

/** Short, so that a request appears here soon after Connect was pressed. */
const EVERY_MS = 1500;
/** What a scope allows, as the name of a message. */
const SCOPES = new Map([["lookup", "browsers_may_look_up"], ["owner", "browsers_may_all"]]);

/** @returns {import("../shared/parts.js").Part} */
export function browsersPart() {
  /** @type {Set<string> | null} requests of the last answer; null before the first */
  let before = null;
  const state = () => byId("paired-state", HTMLElement);
  const refresh = makeDrawing({
    ask: async () => /** @type {import("../shared/wire.d.ts").PairingList} */ (await ask("/v1/pairings")),
    draw: ({ waiting, paired }) => {
      state().className = "quiet";
      state().hidden = paired.length > 0;
      write(state(), text("browsers_none"));
      byId("waiting-none", HTMLElement).hidden = waiting.length > 0;
      // How long a request waits still changes all the time, and is not shown.
      showEntries(byId("waiting-list", HTMLElement), waiting.map((each) => ({ id: each.id, from: each.id, draw: () => makeWaiting(each, () => void refresh()) })));
      showEntries(byId("paired-list", HTMLElement), paired.map((each) => (
        { id: each.id, from: [each, thisBrowser() === each.id], draw: () => makePaired(each, () => void refresh()) })));
      const asks = waiting.filter((each) => before !== null && !before.has(each.id));
      before = new Set(waiting.map((each) => each.id));
      if (asks.length > 0) say(text("browsers_asks", listed(asks.map((each) => each.name))));
    },
    fail: (error) => {
      state().hidden = false;
      state().className = "problem";
      write(state(), explain(error));
    },
  });
  return whileShown(EVERY_MS, refresh);
}

/**
 * @param {PairingWaiting} asker
 * @param {() => void} onChange
 */
function makeWaiting(asker, onChange) {
  const entry = make("li", "entry waiting", make("div", "body", make("h3", "", asker.name), makeApproval(asker, onChange)));
  entry.dataset.pairing = asker.id;
  return entry;
}

/**
 * @param {Paired} paired
 * @param {() => void} onChange
 */
function makePaired({ id, name, origin, scopes, created_at: createdAt, used_on: usedOn }, onChange) {
  const problem = make("p", "problem");
  problem.hidden = true;
  const path = `/v1/pairings/${encodeURIComponent(id)}`;
  const tell = (/** @type {unknown} */ error) => {
    problem.hidden = false;
    write(problem, explain(error));
  };
  const may = listed(scopes.map((scope) => text(SCOPES.get(scope) ?? scope)));
  const times = [text("browsers_since", minute(createdAt)), usedOn === null ? text("browsers_never_used") : text("browsers_used", day(usedOn))];
  const here = thisBrowser() === id ? [make("span", "tag exact", text("browsers_this"))] : [];
  const entry = make("li", "entry",
    make("div", "body",
      make("h3", "", `${name} `, ...here),
      make("p", "quiet", `${kindOf(origin)} · ${may}`.replace(/^./, (letter) => letter.toUpperCase())),
      make("p", "quiet", times.join(" · ")),
      problem),
    makeRenaming(name, async (wanted) => {
      await ask(`${path}/name`, { method: "POST", body: { name: wanted } });
      say(text("browsers_renamed", wanted));
    }, onChange, tell),
    makeAskingButton({
      words: text("browsers_revoke"),
      question: text("browsers_revoke_sure", name),
      yes: text("browsers_revoke_yes", name),
      no: text("keep_it"),
      action: async () => {
        try {
          await ask(path, { method: "DELETE" });
          say(text("browsers_revoked", name));
          onChange();
        } catch (error) {
          tell(error);
        }
      },
    }));
  entry.dataset.pairing = id;
  return entry;
}

/**
 * A button that becomes a field for another name.
 * @param {string} name as it is now
 * @param {(wanted: string) => Promise<void>} rename
 * @param {() => void} onChange
 * @param {(error: unknown) => void} tell
 */
function makeRenaming(name, rename, onChange, tell) {
  const box = make("form", "renaming");
  const showButton = (/** @type {boolean} */ focus) => {
    const button = makeButton(text("browsers_rename"), showField, "quiet-button");
    button.setAttribute("aria-label", text("browsers_rename_name", name));
    box.replaceChildren(button);
    if (focus) button.focus();
    setAsking(box, false);
  };
  const showField = () => {
    const field = make("input");
    field.value = name;
    field.maxLength = 60;
    field.required = true;
    field.setAttribute("aria-label", text("browsers_new_name"));
    const save = make("button", "primary", text("browsers_rename_save"));
    box.replaceChildren(field, make("div", "actions", save, makeButton(text("cancel"), () => { showButton(true); })));
    setAsking(box, true);
    field.select();
  };
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = box.querySelector("input")?.value.trim() ?? "";
    if (wanted === name || wanted === "") showButton(true);
    else void rename(wanted).then(() => { showButton(true); onChange(); }, tell);
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") showButton(true); });
  showButton(false);
  return box;
}
