// Part 5: browsers and programs that wait for approval, and those that are paired.
import { ask, explain } from "./api.js";
import { byId, make, makeAskingButton, makeButton, say, write } from "./dom.js";
import { day } from "./format.js";
import { whileShown } from "./parts.js";

/** @typedef {import("./wire.d.ts").PairingWaiting} PairingWaiting */
/** @typedef {import("./wire.d.ts").Paired} Paired */

/** Short, so that a request appears here soon after Connect was pressed. */
const EVERY_MS = 1500;
const SCOPES = new Map([["lookup", "may look up photos"], ["owner", "may do everything"]]);

/** @returns {import("./parts.js").Part} */
export function browsersPart() {
  let shown = "";
  const refresh = async () => {
    const state = byId("paired-state", HTMLElement);
    try {
      /** @type {import("./wire.d.ts").PairingList} */
      const { waiting, paired } = await ask("/v1/pairings");
      state.className = "quiet";
      state.hidden = paired.length > 0;
      write(state, "No browser is connected yet.");
      // Draw the lists again only when one has changed, so that a code that is being typed stays.
      const key = JSON.stringify([waiting.map((each) => each.id), paired]);
      if (key === shown) return;
      const before = shown;
      shown = key;
      showWaiting(waiting, () => void refresh());
      byId("paired-list", HTMLElement).replaceChildren(...paired.map((each) => makePaired(each, () => void refresh())));
      if (before !== "" && waiting.length > 0) say(`${waiting.map((each) => each.name).join(", ")} asks to be connected.`);
    } catch (error) {
      state.hidden = false;
      state.className = "problem";
      write(state, explain(error));
    }
  };
  return whileShown(EVERY_MS, refresh);
}

/** @param {string | null} origin */
function kindOf(origin) {
  if (origin === null) return "a program on this computer";
  return origin.startsWith("moz-extension:") ? "an extension in Firefox" : "an extension in Chrome or a browser like it";
}

/**
 * Adds and removes single requests, so that a code that is being typed for another request stays.
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
function makeWaiting({ id, name, origin }, onChange) {
  const input = make("input", "code");
  Object.assign(input, { id: `code-${id}`, inputMode: "numeric", autocomplete: "off", maxLength: 7, placeholder: "000000" });
  const label = make("label", "", "The six digits that it shows");
  label.htmlFor = input.id;
  const problem = make("p", "problem");
  problem.id = `problem-${id}`;
  problem.setAttribute("role", "alert");
  input.setAttribute("aria-describedby", problem.id);
  const approve = make("button", "primary", "Approve");
  const refuse = makeButton("Refuse", () => void run(() => ask(`/v1/pairings/${encodeURIComponent(id)}`, { method: "DELETE" }), `${name} is refused.`));
  const form = make("form", "approval", make("div", "field", label, input), make("div", "actions", approve, refuse), problem);
  form.noValidate = true;
  const run = async (/** @type {() => Promise<unknown>} */ action, /** @type {string} */ words) => {
    approve.disabled = true;
    try {
      await action();
      say(words);
      onChange();
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      write(problem, explain(error));
      input.focus();
      input.select();
    } finally {
      approve.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = input.value.replace(/\s/g, "");
    void run(() => ask(`/v1/pairings/${encodeURIComponent(id)}/approval`, { method: "POST", body: { code } }), `${name} is connected.`);
  });
  input.addEventListener("input", () => {
    input.removeAttribute("aria-invalid");
    write(problem, "");
  });
  const entry = make("li", "entry waiting", make("div", "body", make("h3", "", name), make("p", "quiet", `This is ${kindOf(origin)}. Approve it only if you have just pressed Connect there yourself.`), form));
  entry.dataset.pairing = id;
  return entry;
}

/**
 * @param {Paired} paired
 * @param {() => void} onChange
 */
function makePaired({ id, name, origin, scopes, created_at: createdAt }, onChange) {
  const problem = make("p", "problem");
  problem.hidden = true;
  const may = scopes.map((scope) => SCOPES.get(scope) ?? scope).join(", ");
  const entry = make("li", "entry",
    make("div", "body", make("h3", "", name), make("p", "quiet", `${kindOf(origin)}, ${may}; since ${day(createdAt)}`.replace(/^./, (letter) => letter.toUpperCase())), problem),
    makeAskingButton({
      words: "Revoke",
      question: `Revoke ${name}? Its badges go at once. To come back, it must ask anew.`,
      yes: `Revoke ${name}`,
      no: "Keep it",
      action: async () => {
        try {
          await ask(`/v1/pairings/${encodeURIComponent(id)}`, { method: "DELETE" });
          say(`${name} is revoked.`);
          onChange();
        } catch (error) {
          problem.hidden = false;
          write(problem, explain(error));
        }
      },
    }));
  entry.dataset.pairing = id;
  return entry;
}
