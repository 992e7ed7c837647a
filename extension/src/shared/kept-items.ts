// A list that is shown again and again while a person uses it: an item that says what it said stays, with the focus in it, and where the
// list was scrolled to. Only the others are drawn.

export interface Item {
  /** Tells it from the others of its list. */
  readonly id: string;
  /** What it is drawn from, of which all that it shows can be told. */
  readonly from: unknown;
  readonly draw: () => HTMLElement;
}

const drawn = new WeakMap<Element, { readonly id: string; readonly key: string }>();
/** What of an item can have the focus. */
const FOCUSABLE = "a, button";

/** Shows items in their order; what is in the list and is none of them is removed. */
export function showItems(list: HTMLElement, items: readonly Item[]): void {
  const before = new Map([...list.children].map((each) => [drawn.get(each)?.id, each]));
  const shown = items.map(({ id, from, draw }): Element => {
    const there = before.get(id);
    const key = JSON.stringify(from);
    if (there !== undefined && drawn.get(there)?.key === key) return there;
    const fresh = draw();
    drawn.set(fresh, { id, key });
    if (there !== undefined) replace(there, fresh);
    return fresh;
  });
  const stays = new Set(shown);
  for (const each of [...list.children]) if (!stays.has(each)) each.remove();
  for (const [at, each] of shown.entries()) if (list.children[at] !== each) list.insertBefore(each, list.children[at] ?? null);
}

/** The focus moves to what stands in the same place of the new item. */
function replace(there: Element, fresh: HTMLElement): void {
  const at = [...there.querySelectorAll(FOCUSABLE)].findIndex((each) => each === document.activeElement);
  there.replaceWith(fresh);
  if (at >= 0) fresh.querySelectorAll<HTMLElement>(FOCUSABLE)[at]?.focus({ preventScroll: true });
}
