// "Connect": opens Inset's page for the approval, shows the code to compare, and waits. When the page is opened again, it continues with the same code.
import type { Connecting, ConnectReply } from "./messages.ts";
import { ask } from "./messages.ts";
import { make, write } from "./dom.ts";
import { text } from "./i18n.ts";

const POLL_EVERY = 1_000;

export class ConnectPanel {
  readonly element = make("div", "panel");
  readonly #connected: () => void;
  readonly #button = make("button", "primary", text("connect"));
  readonly #note = make("p", "quiet");
  readonly #said = make("p", "said");
  #waiting: { code: string; progress: HTMLProgressElement; box: HTMLElement } | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  /** @param connected called when the person has approved */
  constructor(connected: () => void) {
    this.#connected = connected;
    this.#button.type = "button";
    this.#button.addEventListener("click", () => void this.#start());
    this.#said.setAttribute("role", "status");
    this.#note.hidden = true;
    this.element.append(this.#button, this.#note, this.#said);
    void ask({ kind: "connecting" }).then((reply) => {
      if (reply.outcome === "waiting") this.#take(reply);
    });
  }

  async #start(): Promise<void> {
    this.#button.disabled = true;
    try {
      this.#take(await ask({ kind: "connect" }));
    } finally {
      this.#button.disabled = false;
    }
  }

  #take(reply: ConnectReply): void {
    this.#note.hidden = true;
    switch (reply.outcome) {
      case "waiting":
        this.#wait(reply.connecting);
        return;
      case "approved":
        this.#end();
        write(this.#said, text("connect_done"));
        this.#connected();
        return;
      case "refused":
        this.#end();
        this.#explain(reply.hint ?? text(reply.status.state === "failing" ? "connect_refused" : `state_${reply.status.state}`));
        return;
      case "expired":
        this.#end();
        this.#explain(text("connect_expired"));
        return;
      case "idle":
        this.#end();
        write(this.#said, "");
    }
  }

  #explain(words: string): void {
    write(this.#note, words);
    write(this.#said, words);
    this.#note.hidden = false;
  }

  #wait(connecting: Connecting): void {
    if (this.#waiting?.code !== connecting.code) this.#draw(connecting);
    this.#timer ??= setInterval(() => void this.#poll(), POLL_EVERY);
    const left = Math.max(0, connecting.expiresAt - Date.now());
    if (this.#waiting === null) return;
    this.#waiting.progress.value = left / connecting.lifetime;
    const note = this.#waiting.box.querySelector<HTMLElement>(".quiet");
    const minutes = Math.floor(left / 60_000);
    const seconds = Math.floor((left % 60_000) / 1000);
    if (note !== null) write(note, text("connect_waiting", `${minutes}:${seconds.toString().padStart(2, "0")}`));
  }

  async #poll(): Promise<void> {
    this.#take(await ask({ kind: "connecting" }));
  }

  #draw({ code }: Connecting): void {
    this.#end();
    const box = make("div", "panel");
    const shown = make("p", "code", `${code.slice(0, 3)} ${code.slice(3)}`);
    // For screen readers: digit by digit, not as one large number.
    shown.setAttribute("role", "img");
    shown.setAttribute("aria-label", `${text("connect_code")}: ${spelled(code)}`);
    const progress = make("progress");
    progress.max = 1;
    progress.setAttribute("aria-hidden", "true");
    const cancel = make("button", "", text("cancel"));
    cancel.type = "button";
    cancel.addEventListener("click", () => void ask({ kind: "cancel_connect" }).then((reply) => { this.#take(reply); this.#button.focus(); }));
    const actions = make("div", "actions");
    const again = make("button", "", text("connect_open"));
    again.type = "button";
    again.addEventListener("click", () => void ask({ kind: "open_page" }));
    actions.append(again, cancel);
    box.append(shown, make("p", "", text("connect_how")), progress, make("p", "quiet"), actions);
    this.#waiting = { code, progress, box };
    this.#button.hidden = true;
    this.element.prepend(box);
    write(this.#said, `${text("connect_code")}: ${spelled(code)}`);
  }

  #end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#waiting?.box.remove();
    this.#waiting = null;
    this.#button.hidden = false;
  }
}

/** Digit by digit, as it must be read aloud. */
function spelled(code: string): string {
  return Array.from(code).join(" ");
}
