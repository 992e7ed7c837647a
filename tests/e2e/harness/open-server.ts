/** A server that lets everybody in, to show what a browser would send and read where nothing guards. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What it answers, by what the browser says it wants (`Sec-Fetch-Dest`). */
const BY_WISH: Readonly<Record<string, readonly [string, string]>> = {
  image: ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  script: ["text/javascript", "globalThis.planted = true;"],
  style: ["text/css", "p { color: red }"],
  empty: ["application/json", "{}"],
};

export interface OpenServer {
  readonly port: number;
  /** The numbers of the attempts that arrived (`attempt=N`), each with its methods. */
  readonly arrived: ReadonlyMap<number, ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Start it on a port of 127.0.0.1: a free one, or this one. `html` is its page at `/`. */
export async function startOpenServer(html = "<!doctype html><title>open</title>", port = 0, files: Readonly<Record<string, string>> = {}): Promise<OpenServer> {
  const arrived = new Map<number, Set<string>>();
  const server = createServer((request, response) => {
    const { headers, method = "", url = "/" } = request;
    const number = new URL(url, "http://127.0.0.1").searchParams.get("attempt");
    if (number !== null) arrived.set(Number(number), (arrived.get(Number(number)) ?? new Set()).add(method));
    const file = files[url];
    const [type, body] = file === undefined ? (BY_WISH[String(headers["sec-fetch-dest"])] ?? ["text/html; charset=utf-8", html]) : ["text/javascript", file];
    response.writeHead(200, {
      "Content-Type": type,
      "Access-Control-Allow-Origin": headers.origin ?? "*",
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
      "Access-Control-Allow-Headers": "Authorization, Content-Type",
      Connection: "close",
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}
