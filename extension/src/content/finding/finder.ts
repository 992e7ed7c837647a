// Knows every photo on the page, tile by tile. A tile that has a picture and links gives one photo: the picture's own.
import { CANDIDATES, photoCoveredBy, photoShownBy } from "./picture.ts";
import { noteSpeaker } from "./spoken-for.ts";

/** One photo in one place on the page. */
export interface Sighting {
  /** The picture, or the link where there is no picture yet. */
  readonly element: Element;
  readonly photo: string;
}

export interface FinderNeeds {
  readonly found: (sighting: Sighting) => void;
  readonly lost: (sighting: Sighting) => void;
  /** A photo that was found before was read again and is the same; its element may have been moved. */
  readonly again: (sighting: Sighting) => void;
}

interface Claim {
  readonly element: Element;
  readonly photo: string;
  readonly picture: boolean;
  /** The claim of the same tile that speaks for this one. */
  spokenForBy: Claim | null;
  /** Claims of the same tile that this one speaks for. */
  readonly speaksFor: Set<Claim>;
  /** For a link without a picture: the boxes in which one may still appear. */
  readonly lonelyIn: Element[];
  sighting: Sighting | null;
}

const HTML = "http://www.w3.org/1999/xhtml";

/** How far up from a picture its tile may reach. */
const LEVELS = 5;
/** A box with more elements than this is a list, not a tile. */
const TILE_SIZE = 300;

export class Finder {
  readonly #needs: FinderNeeds;
  readonly #claims = new Map<Element, Claim>();
  /** Not yet compared with the other claims of their tiles. */
  #unsettled = new Set<Claim>();
  /** Links without a picture, by the boxes in which one may still appear. */
  readonly #lonely = new Map<Element, Set<Claim>>();

  constructor(needs: FinderNeeds) {
    this.#needs = needs;
  }

  /** Candidates at and below an element, in document order. */
  static candidates(root: Element | Document): Element[] {
    const below = [...root.querySelectorAll(CANDIDATES)];
    return "matches" in root && root.matches(CANDIDATES) ? [root, ...below] : below;
  }

  /** Reads one element anew. Cheap; a photo that has gone is reported at once, a new one by `settle`. */
  read(element: Element): void {
    const before = this.#claims.get(element);
    const now = element.isConnected ? this.#claim(element) : null;
    if (before !== undefined) {
      if (before.photo === now?.photo && before.picture === now.picture) {
        if (before.sighting !== null) this.#needs.again(before.sighting);
        return;
      }
      this.#drop(before);
    }
    if (now === null) return;
    this.#claims.set(element, now);
    this.#unsettled.add(now);
    if (now.picture) this.#compareAround(element);
  }

  /** Whether an element shows a photo or links to one, as last read. */
  knows(element: Element): boolean {
    return this.#claims.has(element);
  }

  /** Whether something was read that `settle` has yet to compare. */
  get unsettled(): boolean {
    return this.#unsettled.size > 0;
  }

  /** Compares what was read with the other claims of its tile, and reports the photos that are new. */
  settle(): void {
    const unsettled = [...this.#unsettled];
    this.#unsettled = new Set();
    // A picture speaks for the links of its tile, so pictures are compared first.
    for (const claim of unsettled) if (claim.picture) this.#resolve(claim);
    for (const claim of unsettled) if (!claim.picture) this.#resolve(claim);
  }

  #claim(element: Element): Claim | null {
    // Browsers keep noscript's content as text, except where scripts are off.
    if (element.closest("noscript, template") !== null) return null;
    const shown = photoShownBy(element);
    const photo = shown ?? (isLink(element) ? photoCoveredBy(element) : null);
    if (photo === null) return null;
    return { element, photo, picture: shown !== null, spokenForBy: null, speaksFor: new Set(), lonelyIn: [], sighting: null };
  }

  #resolve(claim: Claim): void {
    if (this.#claims.get(claim.element) !== claim) return;
    const speaker = this.#speakerFor(claim);
    noteSpeaker(claim.element, speaker?.element ?? null);
    if (speaker !== null) {
      claim.spokenForBy = speaker;
      speaker.speaksFor.add(claim);
      this.#withdraw(claim);
      return;
    }
    if (claim.sighting !== null) return;
    claim.sighting = { element: claim.element, photo: claim.photo };
    this.#needs.found(claim.sighting);
  }

  /** What already gives the photo of the same tile: its picture, or its first link while there is no picture. */
  #speakerFor(claim: Claim): Claim | null {
    this.#forgetLonely(claim);
    // A picture may be drawn twice in its tile: by its own box or one around it, or by images side by side. Further away
    // the same photo is another tile.
    const together = !claim.picture ? LEVELS : claim.element.localName === "img" ? 1 : 0;
    let box: Element | null = claim.element;
    for (let level = 0; level <= LEVELS && box !== null && box.localName !== "body"; level += 1, box = box.parentElement) {
      const around = this.#look(box, claim, level <= together);
      if (around === "list") break;
      if (around !== null) {
        this.#forgetLonely(claim);
        return around;
      }
      if (!claim.picture) this.#rememberLonely(box, claim);
    }
    return null;
  }

  /** What else a box shows: who speaks for the same tile, nothing, or so much that it is a list of tiles. */
  #look(box: Element, claim: Claim, inside: boolean): Claim | "list" | null {
    let speaker: Claim | null = null;
    let firstLink: Claim | null = null;
    let pictured = claim.picture ? claim.photo : null;
    let seen = 0;
    const walker = box.ownerDocument.createTreeWalker(box, NodeFilter.SHOW_ELEMENT);
    for (let node: Node | null = box; node !== null; node = inside ? walker.nextNode() : null) {
      seen += 1;
      if (seen > TILE_SIZE) return "list";
      const other = this.#claims.get(node as Element);
      if (other === undefined || other === claim) continue;
      if (other.picture) {
        if (pictured !== null && pictured !== other.photo) return "list";
        pictured = other.photo;
        // A claim that has yet to be compared itself speaks for no other.
        if (other.spokenForBy !== claim) speaker ??= other.sighting === null ? other.spokenForBy : other;
      } else if (other.photo !== claim.photo) return "list";
      else if (!claim.picture && other.sighting !== null) firstLink ??= other;
    }
    return speaker ?? firstLink;
  }

  /** A picture appeared: links above and beside it that spoke for themselves are compared again. */
  #compareAround(element: Element): void {
    let box: Element | null = element;
    for (let level = 0; level <= LEVELS && box !== null; level += 1, box = box.parentElement) {
      for (const claim of this.#lonely.get(box) ?? []) this.#unsettled.add(claim);
    }
  }

  #rememberLonely(box: Element, claim: Claim): void {
    const claims = this.#lonely.get(box);
    if (claims === undefined) this.#lonely.set(box, new Set([claim]));
    else claims.add(claim);
    claim.lonelyIn.push(box);
  }

  #forgetLonely(claim: Claim): void {
    for (const box of claim.lonelyIn.splice(0)) {
      const claims = this.#lonely.get(box);
      claims?.delete(claim);
      if (claims?.size === 0) this.#lonely.delete(box);
    }
  }

  #drop(claim: Claim): void {
    this.#claims.delete(claim.element);
    noteSpeaker(claim.element, null);
    this.#unsettled.delete(claim);
    this.#forgetLonely(claim);
    claim.spokenForBy?.speaksFor.delete(claim);
    for (const other of claim.speaksFor) {
      other.spokenForBy = null;
      noteSpeaker(other.element, null);
      this.#unsettled.add(other);
    }
    this.#withdraw(claim);
  }

  #withdraw(claim: Claim): void {
    if (claim.sighting === null) return;
    this.#needs.lost(claim.sighting);
    claim.sighting = null;
  }
}

function isLink(element: Element): element is HTMLAnchorElement {
  return element.localName === "a" && element.namespaceURI === HTML;
}
