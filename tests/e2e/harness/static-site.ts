/** A plain static host, which can lack ranges or hand out damaged files, and remembers what it was asked for. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { INSET } from "./helper.ts";

const TESTS = fileURLToPath(new URL("../..", import.meta.url));
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Writes the made-up sites below a folder: `site`, and `files`, whose data are no scripts. */
export async function writeSites(folder: string): Promise<void> {
  const python = path.join(path.dirname(INSET), process.platform === "win32" ? "python.exe" : "python");
  await promisify(execFile)(python, ["-m", "support.publishing.site_for_browsers", folder], { cwd: TESTS });
}

export interface StaticHost {
  /** Where the site lies: in a folder of the host, as many publishers have it. */
  readonly address: string;
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"]; readonly status: number }[];
  /** Whether it gives parts of files. */
  ranges: boolean;
  /** Changes what it hands out. */
  change: ((file: string, content: Buffer) => Buffer | null) | null;
  close(): Promise<void>;
}

export async function startStaticHost(folder: string): Promise<StaticHost> {
  const place = "/people/made-up/";
  const host: { ranges: boolean; change: StaticHost["change"]; requests: StaticHost["requests"][number][] } = { ranges: true, change: null, requests: [] };
  const answer = async (url: string, range: string | undefined): Promise<[number, Record<string, string>, Buffer]> => {
    const asked = url.startsWith(place) ? url.slice(place.length) || "index.html" : "";
    let content: Buffer | null = asked === "" ? null : await readFile(path.join(folder, asked)).catch(() => null);
    if (content !== null && host.change !== null) content = host.change(asked, content);
    if (content === null) return [404, {}, Buffer.from("no such file")];
    const headers = { "Content-Type": TYPES[path.extname(asked)] ?? "application/octet-stream", "Cache-Control": "no-store" };
    const span = /^bytes=([0-9]+)-([0-9]+)$/.exec(range ?? "");
    if (!host.ranges || span === null) return [200, headers, content];
    const [start, end] = [Number(span[1]), Number(span[2])];
    return [206, { ...headers, "Content-Range": `bytes ${String(start)}-${String(end)}/${String(content.length)}` }, content.subarray(start, end + 1)];
  };
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    void answer(url, headers.range).then(([status, said, content]) => {
      host.requests.push({ method, path: url, headers, status });
      response.writeHead(status, said);
      response.end(content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> => new Promise((resolve) => {
    server.close(() => { resolve(); });
    server.closeAllConnections();
  });
  return Object.assign(host, { address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${place}`, close });
}
