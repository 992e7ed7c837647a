// The name under which photos are remembered: a field with a proposal, which opens under the report.
import { byId } from "../shared/dom.js";
import { day } from "../shared/format.js";
import { countText, text } from "../shared/words.js";
import { askedTitle, ONE_BY_ONE } from "./asked.js";

let proposal = "";
/** Whether the proposal is the helper's own name for them, which it makes different from the others where it is taken. */
let isHelpers = true;

/**
 * Lets the form do what it says.
 * @param {(name: string | null) => Promise<boolean>} onName remembers under this name; null leaves it to the helper
 */
export function prepareNaming(onName) {
  const form = byId("watch-form", HTMLFormElement);
  const field = byId("watch-name", HTMLInputElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.trim() === "" ? proposal : field.value.trim();
    void onName(name === proposal && isHelpers ? null : name).then((isDone) => { if (isDone) close(); else field.focus(); });
  });
  byId("watch-not", HTMLButtonElement).addEventListener("click", close);
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

/** @param {import("../shared/wire.d.ts").CheckReport} report */
export function askForName({ asked, checked, made_at: madeAt }) {
  const field = byId("watch-name", HTMLInputElement);
  isHelpers = asked.every((each) => each.name !== ONE_BY_ONE);
  proposal = isHelpers ? asked.map((each) => askedTitle(each.name)).join(", ") : text("watch_name_photos", countText("photos", checked), day(madeAt));
  field.value = proposal;
  byId("watch-form", HTMLFormElement).hidden = false;
  field.focus();
  field.select();
}

export function hideNaming() {
  byId("watch-form", HTMLFormElement).hidden = true;
}

function close() {
  hideNaming();
  byId("check-remember", HTMLButtonElement).focus();
}
