// A server on a real port that answers as the helper would, or as a test says: also what a healthy helper never answers.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly etag: string | null;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Milliseconds before the answer. */
  readonly after?: number;
}

export class HelperServer {
  readonly seen: Seen[] = [];
  revision = "r1";
  token = "right";
  hello: unknown = { name: "inset", api: 1, version: "0.1.0", ready: true };
  /** Datasets by listed photo. */
  /** What it says of censuses besides; a helper of before there were any says nothing. */
  censuses: Record<string, unknown> = {};
  listed: Record<string, readonly unknown[]> = {};
  unavailable: readonly string[] = [];
  /** What is new of the photos that the person remembers. */
  changes = { new: 0, probably_new: 0, unlikely_new: 0, gone: 0 };
  datasets: readonly unknown[] = [{ name: "tidewatch" }];
  /** `/v1/photos/{id}` by photo, without the revision. */
  photos: Record<string, Record<string, unknown>> = {};
  /** Answers that nobody waited for. */
  abandoned = 0;
  /** Overrides what the helper would say. */
  override: (request: Seen) => Answer | null = () => null;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void read(request).then(async (seen) => {
        this.seen.push(seen);
        const { status, body, after = 0 } = this.override(seen) ?? this.#answer(seen);
        response.once("close", () => {
          if (!response.writableFinished) this.abandoned += 1;
        });
        if (after > 0) await new Promise((resolve) => setTimeout(resolve, after));
        response.writeHead(status, { "content-type": "application/json" });
        response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
      });
    });
  }

  static async start(port = 0): Promise<HelperServer> {
    const helper = new HelperServer();
    await new Promise<void>((resolve) => helper.#server.listen(port, "127.0.0.1", resolve));
    return helper;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Requests to one path. */
  asked(path: string): Seen[] {
    return this.seen.filter((request) => request.path === path);
  }

  /** Every photo that was asked about, as often as it was. */
  photosAsked(): string[] {
    return this.asked("/v1/lookup").flatMap(({ body }) => (body as { photos: string[] }).photos);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ path, authorization, etag, body }: Seen): Answer {
    if (path === "/v1/hello") return { status: 200, body: this.hello };
    if (authorization !== `Bearer ${this.token}`) {
      return { status: 401, body: { code: "not_paired", message: "Pair first.", hint: "inset pair CODE" } };
    }
    if (path === "/v1/datasets") {
      if (etag === `"${this.revision}"`) return { status: 304 };
      return { status: 200, body: { revision: this.revision, datasets: this.datasets, unavailable: [] } };
    }
    if (path === "/v1/changes") return { status: 200, body: this.changes };
    const [, photo] = /^\/v1\/photos\/([0-9]+)$/.exec(path) ?? [];
    if (photo !== undefined) return { status: 200, body: { revision: this.revision, photo_id: photo, ...this.photos[photo] } };
    const { photos } = body as { photos: string[] };
    const listed = Object.fromEntries(photos.filter((id) => id in this.listed).map((id) => [id, this.listed[id]]));
    return {
      status: 200,
      body: { revision: this.revision, datasets: ["tidewatch"], unavailable: this.unavailable, listed, invalid: [], ...this.censuses },
    };
  }
}

async function read(request: IncomingMessage): Promise<Seen> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const header = (name: string): string | null => (request.headers[name] as string | undefined) ?? null;
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    authorization: header("authorization"),
    etag: header("if-none-match"),
    body: text === "" ? null : (JSON.parse(text) as unknown),
  };
}
