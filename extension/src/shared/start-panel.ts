// "Start Inset": asks for the permission the first time, and has the background start the helper.
import { make, write } from "./dom.ts";
import { text } from "./i18n.ts";
import { ask } from "./messages.ts";
import { requestHost, type StartReply } from "./native-host.ts";

const WHY_NOT = { no_host: "start_no_host", not_allowed: "start_not_allowed" } as const;

export class StartPanel {
  readonly element = make("div", "panel");
  readonly #button: HTMLButtonElement;
  readonly #note = make("p", "quiet", text("start_why"));
  readonly #started: () => void;

  /**
   * @param started called when the helper runs
   * @param primary whether it is what to press first: not beside the downloads, where Inset may not be installed yet
   */
  constructor(started: () => void, primary = true) {
    this.#started = started;
    this.#button = make("button", primary ? "primary" : "", text("start_inset"));
    this.#button.type = "button";
    this.#button.addEventListener("click", () => void this.#start());
    this.#note.setAttribute("role", "status");
    this.element.append(this.#button, this.#note);
  }

  async #start(): Promise<void> {
    const allowed = requestHost();
    this.#button.disabled = true;
    try {
      this.#tell((await allowed) ? await ask({ kind: "start_helper" }) : { outcome: "not_allowed" });
    } finally {
      this.#button.disabled = false;
    }
  }

  #tell(reply: StartReply): void {
    if (reply.outcome === "started") this.#started();
    else write(this.#note, reply.outcome === "failed" ? text("start_failed", reply.message) : text(WHY_NOT[reply.outcome]));
  }
}
