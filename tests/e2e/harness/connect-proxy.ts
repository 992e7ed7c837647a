/**
 * A proxy for Firefox, which has no host resolver rules: it leads a few names to the test server, refuses all others and
 * remembers every name it was asked for.
 */
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

export interface ConnectProxy {
  readonly port: number;
  /** Every `host:port` or plain `http://…` address asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Start a proxy that leads `hosts` (port 443) to `target` on 127.0.0.1. */
export async function startConnectProxy(hosts: readonly string[], target: number): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(502).end();
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  server.on("connect", (request, client: Socket, head: Buffer) => {
    const name = request.url ?? "";
    asked.push(name);
    if (!hosts.some((host) => name === `${host}:443`)) {
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const upstream = connect(target, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
