// The accounts that the person calls their own; badges on their photos carry a quiet mark.
import { byId, make, write } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import { parseOwnAccount } from "../shared/own-account.ts";
import { changePreferences, loadPreferences } from "../shared/preferences.ts";

const typed = byId("own-account", HTMLInputElement);
const note = byId("own-note", HTMLElement);

export async function showAccounts(): Promise<void> {
  const { ownAccounts } = await loadPreferences();
  byId("own", HTMLElement).replaceChildren(...ownAccounts.map(makeRow));
}

function makeRow(account: string): HTMLElement {
  const row = make("li", "row");
  const button = make("button", "", text("options_remove"));
  button.type = "button";
  button.setAttribute("aria-label", `${text("options_remove")}: ${account}`);
  button.addEventListener("click", () => void remove(account));
  row.append(make("b", "", account), button);
  return row;
}

async function remove(account: string): Promise<void> {
  const { ownAccounts } = await loadPreferences();
  await changePreferences({ ownAccounts: ownAccounts.filter((each) => each !== account) });
  typed.focus();
}

async function add(account: string): Promise<void> {
  const { ownAccounts } = await loadPreferences();
  await changePreferences({ ownAccounts: [...ownAccounts.filter((each) => each !== account), account] });
}

function say(name: string, wrong: boolean): void {
  typed.setAttribute("aria-invalid", String(wrong));
  write(note, name === "" ? "" : text(name));
}

export function prepareAccounts(): void {
  byId("own-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const account = parseOwnAccount(typed.value);
    if (account === null) {
      say("options_own_wrong", true);
      typed.focus();
      return;
    }
    void add(account).then(() => {
      typed.value = "";
      say("options_saved", false);
    });
  });
  typed.addEventListener("input", () => { say("", false); });
}
