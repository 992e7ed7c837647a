/**
 * Photos embedded on other people's sites, which the person allows one by one.
 */
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, it } from "vitest";

import { badgedPhotos, badgesWhileScrolling, SETTLE_MS, untilBadged } from "../harness/badges.ts";
import { HOSTILE } from "../harness/flickr-server.ts";
import { pause } from "../harness/until.ts";
import { extensionWithSites } from "../harness/with-sites.ts";
import { describeInBrowsers, type World } from "../harness/world.ts";
import { imageUrl, PERSON, photoIds, photoPath } from "../pages/skeleton.ts";

/** The stand-in's one host that is not Flickr's. */
const BLOG = HOSTILE;
const SHARED = path.join(process.env.INSET_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url)), "pages");

const photos = photoIds(936_000_000_001, 8);
const decoys = photoIds(936_100_000_001, 6);
const [plain = "", farm = "", old = "", album = "", proxied = "", frame = "", lazy = "", textOnly = ""] = [...photos.slice(0, 7), decoys[0]];

const embed = (photo: string, source: string, href = `https://www.flickr.com${photoPath(photo)}`): string =>
  `<p><a data-flickr-embed="true" href="${href}" title="Ebbe"><img src="${source}" width="320" height="213" alt="Ebbe"></a></p>`;
const image = (photo: string, host: string): string => `https:${imageUrl(photo, "z").replace("//live.staticflickr.com/65535", host)}`;

/** A blog's post: every form of embed, among links and pictures that show no photo of Flickr's. */
const POST = `<!DOCTYPE html><meta charset="utf-8"><title>Low water</title><h1>Low water</h1>
${embed(plain, image(plain, "//live.staticflickr.com/65535"))}
${embed(farm, image(farm, "//farm2.staticflickr.com/2222"))}
${embed(old, image(old, "//c1.staticflickr.com/3/2222"))}
${embed(album, image(album, "//live.staticflickr.com/65535"), `https://www.flickr.com/photos/${PERSON}/albums/72177720900000009`)}
<p><img src="https://i0.wp.com/live.staticflickr.com/65535/${proxied}_0a1b2c3d4e_c.jpg?resize=450%2C300" width="320" height="213" alt="Ebbe"></p>
<p><iframe class="flickr-embed-frame" src="https://embedr.flickr.com/photos/${frame}" width="320" height="213"></iframe></p>
${embed(lazy, "/placeholder.svg")}
<p>Photo: <a href="https://www.flickr.com${photoPath(textOnly)}">Marlene Tern</a>, see also <a href="https://www.flickr.com${photoPath(decoys[1] ?? "")}"><i></i></a>
<a href="https://www.flickr.com${photoPath(decoys[2] ?? "")}"></a><a href="https://www.flickr.com${photoPath(decoys[3] ?? "")}"><img src="/icon.svg" width="16" height="16"></a>
<img src="https://live.staticflickr.com/65535/buddyicons/${decoys[4] ?? ""}@N07_r.jpg" width="48" height="48" alt=""></p>`;

const extension = extensionWithSites([BLOG]);
afterAll(() => rm(extension, { recursive: true, force: true }));

const expected = existsSync(path.join(SHARED, "expected.json"))
  ? (JSON.parse(readFileSync(path.join(SHARED, "expected.json"), "utf8")) as Record<string, { photos: string[] }>)
  : null;

async function openBlog(world: World, where: string, html: string): Promise<ReturnType<World["open"]>> {
  world.flickr.serve(where, { html }, BLOG);
  return world.open(`https://${BLOG}${where}`);
}

describeInBrowsers(
  "embeds on other sites",
  (world) => {
    beforeAll(async () => {
      const { helper } = world();
      await helper.build("tidewatch", [...photos.slice(0, 7), ...decoys, ...Object.values(expected ?? {}).flatMap((page) => page.photos)]);
      await helper.start();
      await world().pair();
    });

    it("every form of embed is badged, and no link or picture that is none", async () => {
      const page = await openBlog(world(), "/low-water", POST);
      await untilBadged(page, photos.slice(0, 7));
    });

    it("an embed that turns into a frame keeps its one badge", async () => {
      const page = await openBlog(world(), "/turning", `<!DOCTYPE html><title>Turning</title>${embed(plain, image(plain, "//live.staticflickr.com/65535"))}`);
      await untilBadged(page, [plain]);
      await page.evaluate((photo) => {
        const iframe = document.createElement("iframe");
        iframe.src = `https://embedr.flickr.com/photos/${photo}`;
        iframe.width = "320";
        iframe.height = "213";
        document.querySelector("a[data-flickr-embed]")?.replaceWith(iframe);
      }, plain);
      await untilBadged(page, [plain]);
    });

    it.skipIf(expected === null)("an article whose text links credit photos gets none", async () => {
      const html = readFileSync(path.join(SHARED, "thirdparty-readability-quanta-1.html"), "utf8");
      const page = await openBlog(world(), "/quanta", html);
      expect(await badgesWhileScrolling(page, [])).toEqual([]);
    });

    it.skipIf(expected === null)("embed codes from public blogs are badged", async () => {
      const file = "fragments/embeds-thirdparty.html";
      const page = await openBlog(world(), "/embeds", `<!DOCTYPE html><title>Embeds</title>${readFileSync(path.join(SHARED, file), "utf8")}`);
      // Its last picture, behind a proxy, is in no list of expected photos and so in no dataset here.
      const wanted = [...(expected?.[file]?.photos ?? [])].sort();
      const seen = (await badgesWhileScrolling(page, wanted)).map((badge) => badge.photo);
      expect(seen.sort()).toEqual(wanted);
    });

    it("a hostile page's copies of badges are taken away, and its flood of links claims nothing", async () => {
      const links = Array.from({ length: 300 }, (_, n) => `<a href="https://www.flickr.com${photoPath(decoys[n % decoys.length] ?? "")}"></a>`).join("");
      const page = await openBlog(world(), "/copies", `<!DOCTYPE html><title>Copies</title>${links}<inset-badge data-photo-id="${plain}" data-answer="listed"></inset-badge>`);
      await pause(SETTLE_MS);
      await expect.poll(() => badgedPhotos(page)).toEqual([]);
    });
  },
  { extension, viewport: { width: 1280, height: 2600 } },
);
