// The person's own key of Flickr's API: never needed, shown masked, forgotten by a click.
import { byId, write } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import { isKey, keepKey, loadKey } from "./store.ts";

let kept = "";

/** The key, where there is one and it is to be used; else null. */
export function keyToUse(): string | null {
  return kept !== "" && byId("key-use", HTMLInputElement).checked ? kept : null;
}

export async function prepareKey(): Promise<void> {
  const field = byId("key", HTMLInputElement);
  byId("key-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void take(field);
  });
  byId("key-forget", HTMLButtonElement).addEventListener("click", () => {
    kept = "";
    void keepKey("").then(() => { show(); });
  });
  byId("key-use", HTMLInputElement).addEventListener("change", () => { show(); });
  kept = await loadKey();
  show();
}

async function take(field: HTMLInputElement): Promise<void> {
  const typed = field.value.trim();
  write(byId("key-note", HTMLElement), isKey(typed) ? "" : text("check_key_wrong"));
  if (!isKey(typed)) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    return;
  }
  field.removeAttribute("aria-invalid");
  field.value = "";
  await keepKey(typed);
  kept = typed;
  show();
}

function show(): void {
  byId("key-form", HTMLElement).hidden = kept !== "";
  byId("key-kept", HTMLElement).hidden = kept === "";
  byId("key-use-row", HTMLElement).hidden = kept === "";
  byId("by-key", HTMLElement).hidden = keyToUse() === null;
  write(byId("key-end", HTMLElement), kept === "" ? "" : text("check_key_kept", kept.slice(-4)));
}
