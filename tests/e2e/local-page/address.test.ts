/** The helper's own page: a dataset from an address on the web, here a server on this computer with a certificate of its own. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { click, expectNoComplaints, fill, MANIFEST, openAsOwner, wordsOf } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

describeInBrowsers("an address on the local page", (world) => {
  let server: Server;
  const address = (file: string): string => `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/${file}`;

  beforeAll(async () => {
    const { helper } = world();
    const [key, cert] = [path.join(helper.home, "key.pem"), path.join(helper.home, "cert.pem")];
    const words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1";
    execFileSync("openssl", [...words.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
    server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (request, response) => {
      if (request.url === "/Spring%20Tide.csv") response.writeHead(200, { "Content-Type": "text/csv", "Content-Length": Buffer.byteLength(MANIFEST) }).end(MANIFEST);
      else response.writeHead(404).end("nothing");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // The helper's child trusts this one.
    process.env.SSL_CERT_FILE = cert;
    await helper.start();
  });

  afterAll(() => {
    delete process.env.SSL_CERT_FILE;
    server.closeAllConnections();
    server.close();
  });

  async function look(where: string): Promise<Page> {
    const page = await openAsOwner(world(), "add");
    await fill(page, "#address", where);
    await click(page, "#address-look button");
    return page;
  }

  it("is asked how large its file is, and the dataset made of it", async () => {
    const page = await look(address("Spring%20Tide.csv"));
    expect(await until("the file", () => wordsOf(page, "#address-build:not([hidden]) #address-file"))).toContain("Spring-Tide.csv");
    await expect.poll(() => wordsOf(page, "#address-cost")).toMatch(/download/i);
    await expect.poll(() => page.$eval("#address-name", (field) => (field as HTMLInputElement).value)).toBe("spring-tide");
    await click(page, "#address-build .primary");
    const outcome = await until("the outcome", () => wordsOf(page, '#running-list [data-state="published"]'));
    for (const part of ["Ready", "spring-tide", "60"]) expect(outcome).toContain(part);
    const told = JSON.parse((await world().helper.run("datasets", "spring-tide", "--json")).stdout) as { sources: { obtained: string }[] };
    expect(told.sources[0]?.obtained).toContain(address("Spring%20Tide.csv"));
    expectNoComplaints(page);
  });

  it.each([
    ["that has no file", () => address("no-such.csv"), /404/],
    ["that is not safe on its way", () => "http://example.invalid/list.csv", /https/],
    ["that nobody answers", () => "https://127.0.0.1:1/list.csv", /./],
  ])("%s is told at once, and nothing is offered or built", async (_, where, why) => {
    const page = await look(where());
    expect(await until("the problem", () => wordsOf(page, "#address-problem:not([hidden])"))).toMatch(why);
    expect(await page.$("#address-build:not([hidden])")).toBeNull();
    expect(await page.$("#running-list .build")).toBeNull();
  });
});
