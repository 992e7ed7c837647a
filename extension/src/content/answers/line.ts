// Questions about photos travel to the background over a line that stays open: a message of its own, for which the browser
// opens and closes a line each time, takes more than twice as long. The browser ends the line with the background, which it
// may stop at any moment; the next question opens another one, and starts the background again.
import { LINE, type LineAnswer, type LineQuestion, type LookupReply } from "../../shared/messages.ts";

interface Waiting {
  readonly resolve: (reply: LookupReply) => void;
  readonly reject: (reason: Error) => void;
}

export class Line {
  #port: chrome.runtime.Port | null = null;
  /** Questions without an answer yet, by their number. */
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;

  /**
   * Asks the background about photos. Rejects where it did not answer: it was stopped, or the extension is gone.
   * @param seen whether the person is looking at the page
   */
  ask(photos: readonly string[], eager: boolean, seen: boolean): Promise<LookupReply> {
    return new Promise((resolve, reject) => {
      const port = this.#port ?? this.#open();
      this.#count += 1;
      this.#waiting.set(this.#count, { resolve, reject });
      const question: LineQuestion = { number: this.#count, photos, eager, seen };
      port.postMessage(question);
    });
  }

  /** Ends the line, and with it the questions that wait; the next question opens another one. */
  close(): void {
    try {
      this.#port?.disconnect();
    } catch {
      // The extension is gone, and the line with it.
    }
    this.#closed();
  }

  #open(): chrome.runtime.Port {
    const port = chrome.runtime.connect({ name: LINE });
    port.onMessage.addListener((message: unknown) => { this.#take(message as LineAnswer); });
    port.onDisconnect.addListener(() => {
      // Read in any case: browsers write an error that nobody has read into the page's console.
      const why = chrome.runtime.lastError?.message;
      if (this.#port === port) this.#closed(why);
    });
    this.#port = port;
    return port;
  }

  #take({ number, reply }: LineAnswer): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (reply === null) waiting?.reject(new Error("The background did not answer a question about photos."));
    else waiting?.resolve(reply);
  }

  #closed(why = "the page is left"): void {
    this.#port = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(`The line to the background was closed before it answered: ${why}`));
  }
}
