import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "../../../extension/src/background/connection.ts";
import { Details } from "../../../extension/src/background/details.ts";
import { savePairing } from "../../../extension/src/shared/pairing.ts";
import { FakeChrome } from "../support/fake-chrome.ts";
import { HelperServer } from "../support/helper-server.ts";

const LICENCE = { id: 4, name: "CC BY 2.0", url: "https://creativecommons.org/licenses/by/2.0/", commercial: true, derivatives: true, attribution: true };
const ABOUT = {
  title: "Tidewatch",
  publisher: "Harbour Lab",
  year: 2019,
  purpose: "face analysis",
  page: "https://tidewatch.example/",
  opt_out: { how: "Write to them.", url: "https://tidewatch.example/out", mail: "out@tidewatch.example" },
  withdrawn: true,
};

let helper: HelperServer;
let connection: Connection;
let details: Details;

beforeEach(async () => {
  new FakeChrome().install();
  helper = await HelperServer.start();
  await savePairing({ port: helper.port, token: "right" });
  const pairing = { port: helper.port, token: "right" };
  connection = new Connection({ loadPairing: () => Promise.resolve(pairing), hasPermission: () => Promise.resolve(true), onChange: () => undefined });
  details = new Details(connection);
  helper.datasets = [{ name: "tidewatch", photos: 9, exact: true, about: ABOUT }, { name: "floodmark", about: null }];
  helper.photos = {
    "7": {
      answer: "listed",
      datasets: [
        { dataset: "tidewatch", answer: "listed", owner: "12345678@N00", owner_names: ["Anna B"], licence: LICENCE },
        { dataset: "floodmark", answer: "probably_listed", chance: 0.95, false_positive_rate: 1e-6, owner: null, licence: null },
      ],
      unavailable: [],
    },
  };
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  return helper.stop();
});

/** A fetch that has the extension's own file of German words, and else is the given one. */
const withGerman = (fetching: typeof fetch, words: object): typeof fetch => (asked, init) =>
  asked === "extension:/catalog/de.json" ? Promise.resolve(new Response(JSON.stringify(words))) : fetching(asked, init);

describe("the details of a photo", () => {
  it("join the helper's answer with what each dataset says of itself", async () => {
    expect(await details.of("7")).toEqual({
      photo: "7",
      answer: "listed",
      unavailable: [],
      censuses: [],
      datasets: [
        {
          dataset: "tidewatch",
          answer: "listed",
          false_positive_rate: null,
          owner: "12345678@N00",
          owner_names: ["Anna B"],
          licence: LICENCE,
          about: {
            title: "Tidewatch",
            publisher: "Harbour Lab",
            year: 2019,
            purpose: "face analysis",
            page: "https://tidewatch.example/",
            opt_out: { how: "Write to them.", url: "https://tidewatch.example/out", mail: "out@tidewatch.example" },
            withdrawn: true,
          },
          origin: null,
        },
        { dataset: "floodmark", answer: "probably_listed", chance: 0.95, false_positive_rate: 1e-6, owner: null, owner_names: [], licence: null, about: null, origin: null },
      ],
    });
  });

  it("say in the person's language what the catalogue says, and leave others' words as they are", async () => {
    const said = "Schreiben Sie an die Kontaktstelle, die seine Seite nennt.";
    vi.stubGlobal("fetch", withGerman(globalThis.fetch, { purpose_face_generation: "Gesichter erzeugen", way_out_write_to_the_point_of_contact_that_its_page_names: said }));
    vi.spyOn(chrome.i18n, "getMessage").mockImplementation((name) => (name === "language" ? "de" : ""));
    vi.spyOn(chrome.runtime, "getURL").mockImplementation((path: string) => `extension:/${path}`);
    const about = { ...ABOUT, purpose: "face generation", opt_out: { ...ABOUT.opt_out, how: "Write to the point of contact that its page names." } };
    helper.datasets = [{ name: "tidewatch", about }, { name: "floodmark", about, origin: { signed_by: null, publisher: "Them", address: null, unpacked_at: "2026-01-02T03:04:05Z" } }];
    const [own, theirs] = (await details.of("7"))?.datasets ?? [];
    expect([own?.about?.purposeSaid, own?.about?.howSaid]).toEqual(["Gesichter erzeugen", said]);
    expect([theirs?.about?.purposeSaid, theirs?.about?.howSaid, theirs?.about?.purpose]).toEqual([undefined, undefined, "face generation"]);
  });

  it("are asked for once, however many cards want them, and again after a rebuild", async () => {
    await Promise.all([details.of("7"), details.of("7")]);
    await details.of("7");
    expect(helper.asked("/v1/photos/7").length).toBe(1);
    helper.revision = "r2";
    helper.datasets = [{ name: "tidewatch", about: { title: "Anew" } }];
    await connection.check(true);
    expect((await details.of("7"))?.datasets[0]?.about?.title).toBe("Anew");
    expect(helper.asked("/v1/photos/7").length).toBe(2);
  });

  it("are null while the helper cannot say, and asked for again", async () => {
    helper.override = ({ path }) => (path.startsWith("/v1/photos/") ? { status: 500, body: { code: "internal" } } : null);
    expect(await details.of("7")).toBeNull();
    helper.override = () => null;
    expect((await details.of("7"))?.answer).toBe("listed");
  });

  it.each([
    ["an answer of a kind that nobody knows", { answer: "surely", datasets: [] }],
    ["no list of datasets", { answer: "listed" }],
    ["a dataset without a name", { answer: "listed", datasets: [{ answer: "listed" }] }],
  ])("are null where the helper sends %s", async (_, sent) => {
    helper.photos = { "7": sent };
    expect(await details.of("7")).toBeNull();
  });

  it("never carry an address that is not one of the web", async () => {
    const about = { ...ABOUT, page: "javascript:alert(1)", opt_out: { how: "Ask.", url: "data:text/html,x", mail: null } };
    helper.datasets = [{ name: "tidewatch", about }];
    const found = (await details.of("7"))?.datasets[0]?.about;
    expect(found?.page).toBeNull();
    expect(found?.opt_out).toEqual({ how: "Ask.", url: null, mail: null });
  });
});
