// Which account a page of Flickr's is of, by its NSID. Never guessed: a name in an address is no NSID, and what stood on the
// page before it changed, as Flickr's pages do without loading anew, is of the account before.
import { accountKey, accountOfPage, parsePhotoPages } from "../../shared/photo-pages.ts";
import { NSID } from "../../shared/photo-ref.ts";
import { nsidOf } from "./page-reading.ts";

export class PageAccount {
  readonly #document: Document;
  /** The account in the address that the document was loaded from; the places that name no account beside the NSID are of that one. */
  readonly #loaded: string | null;
  #address: string;
  #stayed: boolean;
  /** NSIDs by the names in addresses, in lower case, as the pages told them. A name stays an account's own for ever. */
  readonly #known = new Map<string, string>();

  constructor(document: Document) {
    this.#document = document;
    const { href } = document.location;
    this.#address = href;
    this.#loaded = nameIn(loadedFrom(document) ?? href);
    this.#stayed = this.#loaded === nameIn(href);
  }

  /** Takes note of the address. To be called after every change of the page: costs a comparison. */
  look(): void {
    const { href } = this.#document.location;
    if (href === this.#address) return;
    this.#address = href;
    if (nameIn(href) !== this.#loaded) this.#stayed = false;
  }

  /** The NSID of the account that the page is of; null on other pages, and where there is any doubt. */
  get nsid(): string | null {
    this.look();
    const name = accountOfPage(this.#address);
    return name === null ? null : this.#nsidOf(name);
  }

  /** Whether a name in an address is that of the account of this page. */
  isOf(name: string, nsid: string): boolean {
    const account = accountKey(name);
    return account === nsid || this.#known.get(account) === nsid;
  }

  #nsidOf(user: string): string | null {
    const name = accountKey(user);
    if (NSID.test(name)) return name;
    const found = this.#known.get(name) ?? this.#read(user);
    if (found !== null) this.#known.set(name, found);
    return found;
  }

  #read(user: string): string | null {
    const bound = boundTo(this.#document, user);
    if (bound.size > 1) return null;
    const [only] = bound;
    // A link that names both the account's address and its NSID holds whatever else the page shows.
    if (only !== undefined) return only;
    return this.#stayed ? nsidOf(this.#document, user) : null;
  }
}

/** The address that the document was loaded from, whatever its script has made of it since; null where the browser does not say. */
function loadedFrom(document: Document): string | null {
  const performance = document.defaultView?.performance;
  if (performance === undefined || !("getEntriesByType" in performance)) return null;
  return performance.getEntriesByType("navigation")[0]?.name ?? null;
}

/** The account's name in an address, in lower case. */
function nameIn(address: string): string | null {
  const pages = parsePhotoPages(address);
  return pages === null || pages.kind === "group" ? null : pages.user.toLowerCase();
}

/** NSIDs in links to an account that carry its NSID and, in their own picture, the same again. */
function boundTo(document: Document, user: string): Set<string> {
  const found = new Set<string>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href][data-person-nsid]")) {
    const nsid = link.dataset.personNsid ?? "";
    if (!NSID.test(nsid) || nameIn(link.href) !== user.toLowerCase()) continue;
    const picture = `${link.getAttribute("style") ?? ""} ${link.querySelector("img")?.getAttribute("src") ?? ""}`;
    if (picture.includes(`/buddyicons/${nsid}`) || picture.includes(`#${nsid}`)) found.add(nsid);
  }
  return found;
}
