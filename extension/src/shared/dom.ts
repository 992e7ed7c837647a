// Building blocks of the extension's own pages and cards. Whatever is put in is put in as text, never as HTML.
import { make, write } from "./elements.ts";
import { text } from "./i18n.ts";

export { byId, make, write } from "./elements.ts";

/** A command to run in a terminal, with a button that copies it. */
export function makeCommand(command: string): HTMLElement {
  const box = make("div", "command");
  const button = make("button", "", text("copy"));
  button.type = "button";
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(command).then(
      () => {
        write(button, text("copied"));
        setTimeout(() => { write(button, text("copy")); }, 1500);
      },
      () => {
        // The browser refused: select the command, so that it can be copied by hand.
        getSelection()?.selectAllChildren(box.querySelector("code") ?? box);
      },
    );
  });
  box.append(make("code", "", command), button);
  return box;
}
