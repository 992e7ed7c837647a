/**
 * A photostream that behaves as Flickr's do: the server sends the first photos of a page, without links; the page's script
 * adds the links, and asks for the other photos when somebody scrolls towards them. It can throttle, fail, change and hide.
 */
import { API, FLICKR, IDENTITY, type Answer } from "../harness/flickr-server.ts";
import { frame, imageUrl, NSID, photoIds } from "./skeleton.ts";

/** Photos on a page, and how many of them the server sends by itself; a tenth of Flickr's numbers would be too few to scroll. */
const SIZE = 20;
const SENT = 6;

/** What a visit meets: `null` is the page as it should be. */
export type Mood = (path: string, visit: number) => Answer | null;

/** The page's script: it hydrates its tiles, and grows the list as one scrolls. It sleeps while nobody sees it, as scrolling does. */
const SCRIPT = `
const list = document.querySelector(".photo-list-view");
const { more } = list.dataset;
const hydrate = (tile) => {
  const link = document.createElement("a");
  link.className = "overlay";
  link.href = "/photos/" + tile.dataset.user + "/" + tile.dataset.photo + "/in/dateposted-public/";
  tile.querySelector(".interaction-view").append(link);
};
let asking = false;
let done = false;
const grow = async () => {
  if (asking || done || scrollY + innerHeight < document.documentElement.scrollHeight - 400) return;
  asking = true;
  const answer = await fetch(more);
  const tiles = await answer.json();
  for (const [photo, image, user] of tiles) {
    const tile = document.createElement("div");
    tile.className = "view photo-list-photo-view awake";
    tile.dataset.photo = photo;
    tile.dataset.user = user;
    tile.innerHTML = '<div class="photo-list-photo-container"><img loading="lazy" width="500" height="340" src="' + image + '"><div class="interaction-view"></div></div>';
    list.append(tile);
    hydrate(tile);
  }
  done = true;
};
for (const tile of list.querySelectorAll("[data-photo]")) hydrate(tile);
addEventListener("scroll", grow, { passive: true });
`;

function bareTile(photo: string, user: string): string {
  return `<div class="view photo-list-photo-view awake" data-photo="${photo}" data-user="${user}"><div class="photo-list-photo-container"><img loading="lazy" width="500" height="340" src="${imageUrl(photo)}"><div class="interaction-view"></div></div></div>`;
}

export class Stream {
  photos: string[];
  mood: Mood = () => null;
  /** Paths on www.flickr.com that were asked for as pages, in order. */
  readonly visits: string[] = [];
  /** Addresses of the API that were asked for, in order. */
  readonly calls: URL[] = [];
  /** The key that the API accepts. */
  key = "0".repeat(32);

  /**
   * @param user whose stream it is; the name of a group, where `path` is that of a pool
   * @param path where its first page is
   * @param ownerOf whose photo each is
   */
  constructor(
    readonly user: string,
    count: number,
    from: number,
    readonly path = `/photos/${user}/`,
    readonly ownerOf: (photo: string) => string = () => user,
  ) {
    this.photos = photoIds(from, count);
  }

  get pages(): number {
    return Math.max(1, Math.ceil(this.photos.length / SIZE));
  }

  readonly answer = (host: string, path: string): Answer | null => {
    if (host === IDENTITY) return { body: frame("sign-in", "Sign in", '<form action="/"><input name="email"></form>') };
    if (host === API) return this.#api(new URL(path, `https://${API}`));
    if (host !== FLICKR) return null;
    if (path === "/stream.js") return { type: "text/javascript", body: SCRIPT };
    if (path.startsWith("/more/")) return this.mood(path, this.visits.length) ?? this.#more(path);
    const [whole, number] = new RegExp(`^${this.path}(?:page([0-9]+)/?)?$`).exec(path) ?? [];
    if (whole === undefined) return null;
    this.visits.push(path);
    return this.mood(path, this.visits.length) ?? this.page(Number(number ?? 1));
  };

  /** A page as it should be; past the end, Flickr leads to the first. */
  page(number: number): Answer {
    if (number > this.pages) return { status: 302, headers: { Location: this.path }, body: "" };
    const photos = this.#on(number);
    const pager = Array.from({ length: this.pages }, (_, n) => `<a href="${this.path}page${String(n + 1)}">${String(n + 1)}</a>`).join(" ");
    const stranger = bareTile("929999999999", "somebody-else").replace('<div class="interaction-view"></div>', '<a href="/photos/somebody-else/929999999999/"></a>').replace("data-photo", "data-other");
    return {
      body: frame(
        "photostream",
        "Stream",
        `<div class="coverphoto" style="background-image: url(//live.staticflickr.com/1/coverphoto/${NSID}_h.jpg)"><div class="avatar" style="background-image: url(//live.staticflickr.com/1/buddyicons/${NSID}_r.jpg)"></div>
<p class="metadata-item photo-count">${this.photos.length.toLocaleString("en")} Photos</p></div>
<div class="view photo-list-view stream" data-more="/more/${this.user}/${String(number)}">${photos.slice(0, SENT).map((photo) => bareTile(photo, this.ownerOf(photo))).join("")}</div>
<aside>${stranger}</aside><div class="view pagination-view">${this.pages > 1 ? pager : ""}</div><script src="/stream.js"></script>`,
      ),
    };
  }

  #on(number: number): string[] {
    return this.photos.slice((number - 1) * SIZE, number * SIZE);
  }

  #more(path: string): Answer {
    const number = Number(path.split("/").at(-1));
    return { type: "application/json", body: JSON.stringify(this.#on(number).slice(SENT).map((photo) => [photo, imageUrl(photo), this.ownerOf(photo)])) };
  }

  #api(address: URL): Answer {
    this.calls.push(address);
    const { searchParams } = address;
    const json = (body: unknown): Answer => ({ type: "application/json", body: JSON.stringify(body) });
    if (searchParams.get("api_key") !== this.key) return json({ stat: "fail", code: 100, message: "Invalid API Key (Key has invalid format)" });
    if (searchParams.get("method") === "flickr.urls.lookupUser") return json({ stat: "ok", user: { id: NSID, username: { _content: "Marlene Tern" } } });
    const size = Number(searchParams.get("per_page"));
    const page = Number(searchParams.get("page"));
    const photos = this.photos.slice((page - 1) * size, page * size).map((id) => ({ id, owner: NSID, title: "=1+1" }));
    return json({ stat: "ok", photos: { page, pages: Math.ceil(this.photos.length / size), perpage: size, total: this.photos.length, photo: photos } });
  }
}
