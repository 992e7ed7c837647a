// Which elements of a page are ours: only those that this copy of the content script put there.

/** Every element that we put into pages is called `inset-…`. */
export const BADGE_TAG = "inset-badge";
export const CARD_TAG = "inset-card";
/** What badges lie in. */
export const LAYER_TAG = "inset-layer";
const TAGS = [BADGE_TAG, CARD_TAG, LAYER_TAG];

const own = new WeakSet<Node>();

/** Marks an element as ours, so that it is not read as a part of the page. */
export function markOwn(element: Element): void {
  own.add(element);
}

export function isOwn(node: Node): boolean {
  return own.has(node);
}

/** Badges, layers and cards that are not ours: the page copied a tile with its badge, or an earlier copy of the extension left them. */
export function strays(root: Element): Element[] {
  const found = TAGS.includes(root.localName) ? [root] : [];
  // Live collections find nothing in no time, which is what they nearly always find.
  for (const tag of TAGS) found.push(...root.getElementsByTagName(tag));
  return found.filter((element) => !own.has(element));
}
