// Part 5: browsers and programs that wait for approval, and those that are paired.
import { ask, explain } from "../shared/api.js";
import { byId, make, makeAskingButton, makeButton, say, write } from "../shared/dom.js";
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
  let shown = "";
  const refresh = async () => {
    const state = byId("paired-state", HTMLElement);
    try {
      /** @type {import("../shared/wire.d.ts").PairingList} */
      const { waiting, paired } = await ask("/v1/pairings");
      state.className = "quiet";
      state.hidden = paired.length > 0;
      write(state, text("browsers_none"));
      // Draw the lists again only when one has changed, so that the focus stays.
      const key = JSON.stringify([waiting.map((each) => each.id), paired]);
      if (key === shown) return;
      const before = shown;
      shown = key;
      showWaiting(waiting, () => void refresh());
      byId("paired-list", HTMLElement).replaceChildren(...paired.map((each) => makePaired(each, () => void refresh())));
      if (before !== "" && waiting.length > 0) say(text("browsers_asks", listed(waiting.map((each) => each.name))));
    } catch (error) {
      state.hidden = false;
      state.className = "problem";
      write(state, explain(error));
    }
  };
  return whileShown(EVERY_MS, refresh);
}

/**
 * Adds and removes single requests, so that a button that somebody is about to press stays.
 * @param {readonly PairingWaiting[]} waiting
 * @param {() => void} onChange
 */
function showWaiting(waiting, onChange) {
  const list = byId("waiting-list", HTMLElement);
  byId("waiting-none", HTMLElement).hidden = waiting.length > 0;
  const there = new Map([...list.children].map((each) => [/** @type {HTMLElement} */ (each).dataset.pairing, each]));
  const wanted = new Set(waiting.map((each) => each.id));
  for (const [id, element] of there) if (id === undefined || !wanted.has(id)) element.remove();
  for (const each of waiting) if (!there.has(each.id)) list.append(makeWaiting(each, onChange));
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
      onChange();
    }, tell),
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
 * @param {(error: unknown) => void} tell
 */
function makeRenaming(name, rename, tell) {
  const box = make("form", "renaming");
  const showButton = (/** @type {boolean} */ focus) => {
    const button = makeButton(text("browsers_rename"), showField, "quiet-button");
    button.setAttribute("aria-label", text("browsers_rename_name", name));
    box.replaceChildren(button);
    if (focus) button.focus();
  };
  const showField = () => {
    const field = make("input");
    field.value = name;
    field.maxLength = 60;
    field.required = true;
    field.setAttribute("aria-label", text("browsers_new_name"));
    const save = make("button", "primary", text("browsers_rename_save"));
    box.replaceChildren(field, make("div", "actions", save, makeButton(text("cancel"), () => { showButton(true); })));
    field.select();
  };
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = box.querySelector("input")?.value.trim() ?? "";
    if (wanted === name || wanted === "") showButton(true);
    else void rename(wanted).catch(tell);
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") showButton(true); });
  showButton(false);
  return box;
}
