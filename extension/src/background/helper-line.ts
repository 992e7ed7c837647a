// Look-ups over a line to the helper that stays open (a WebSocket): a request of its own takes the browser some five
// milliseconds longer. The line only makes look-ups faster. It is opened after a request was answered, to the same port and
// with the same token; whatever it cannot answer is asked by a request, which alone tells in which state the helper is.
// Beside http.ts and flickr.ts the only place in the extension that reaches out of it.
import type { Pairing } from "../shared/pairing.ts";

/** The helper's name for what is spoken on the line. The token follows it: of a WebSocket a script can set no other header. */
const PROTOCOL = "inset.lookup.1";
/** Milliseconds after which another line is tried, where one could not be opened or was closed: an older helper has none. */
const AGAIN_AFTER = 30_000;
/** Milliseconds for an answer; after them the line is given up, and the question asked by a request. */
const PATIENCE = 2_000;

interface Waiting {
  readonly settle: (body: unknown) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class HelperLine {
  #socket: WebSocket | null = null;
  /** Whom the line was opened to, and as whom. */
  #to: Pairing | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #lostAt = -Infinity;

  /** Opens a line, unless there is one or has just been one. Call it where the helper has just answered a request with this token. */
  open(pairing: Pairing): void {
    const { port, token } = pairing;
    if (this.#socket !== null && !this.#isTo(pairing)) this.close();
    if (token === null || this.#socket !== null || performance.now() - this.#lostAt < AGAIN_AFTER) return;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/lookup`, [PROTOCOL, token]);
    this.#socket = socket;
    this.#to = pairing;
    socket.onmessage = ({ data }) => { if (this.#socket === socket) this.#take(data); };
    socket.onclose = () => { if (this.#socket === socket) this.#lost(); };
  }

  /**
   * The body of the helper's answer to a look-up. Null where it is to be asked by a request: there is no line, it was lost
   * meanwhile, or the helper refused.
   */
  async ask(pairing: Pairing, photos: readonly string[], signal: AbortSignal): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || !this.#isTo(pairing) || signal.aborted) return null;
    this.#count += 1;
    const number = this.#count;
    return new Promise((settle) => {
      const timer = setTimeout(() => { if (this.#waiting.has(number)) this.#lost(); }, PATIENCE);
      this.#waiting.set(number, { settle, timer });
      signal.addEventListener("abort", () => { this.#settle(number, null); }, { once: true });
      socket.send(JSON.stringify({ number, photos }));
    });
  }

  /** The pairing or the permission has changed: nothing is asked with the old one any more, and a new line may be opened at once. */
  close(): void {
    this.#lost();
    this.#lostAt = -Infinity;
  }

  #isTo({ port, token }: Pairing): boolean {
    return this.#to?.port === port && this.#to.token === token;
  }

  #take(data: unknown): void {
    const answer = read(data);
    if (answer === null) this.#lost();
    else this.#settle(answer.number, answer.body);
  }

  #settle(number: number, body: unknown): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(number);
    waiting.settle(body);
  }

  #lost(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#to = null;
    this.#lostAt = performance.now();
    socket?.close();
    for (const number of [...this.#waiting.keys()]) this.#settle(number, null);
  }
}

/** What came over the line; null where the helper would not say it, and the body null where it refuses. */
function read(data: unknown): { readonly number: number; readonly body: unknown } | null {
  if (typeof data !== "string") return null;
  try {
    const { number, status, body } = JSON.parse(data) as Record<string, unknown>;
    return typeof number === "number" ? { number, body: status === 200 ? body : null } : null;
  } catch {
    return null;
  }
}
