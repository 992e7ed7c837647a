// A list that the page asks for again and again: only the entries that say something new are drawn anew. An entry that is drawn anew
// closes a question that a person is about to answer, empties a field that they write in, and loses the focus.

/**
 * @typedef {object} Entry one of a list
 * @property {string} id tells it from the others of its list
 * @property {unknown} from what it is drawn from, of which all that it shows can be told
 * @property {(before: HTMLElement | null) => HTMLElement} draw is told the element that showed it before
 */

/** @type {WeakMap<Element, {id: string, key: string}>} */
const drawn = new WeakMap();
/** @type {WeakMap<Element, () => void>} draws what is new of an entry that asks something, once it no longer does */
const held = new WeakMap();
/** What of an entry can have the focus. */
const FOCUSABLE = ["a", "button", "input", "summary"].join(", ");

/**
 * Shows entries in their order. What is in the list and is none of them is removed. One that asks a person something stays as it is
 * until they have answered, unless it is gone.
 * @param {HTMLElement} list
 * @param {readonly Entry[]} entries
 */
export function showEntries(list, entries) {
  const before = new Map([...list.children].map((each) => [drawn.get(each)?.id, /** @type {HTMLElement} */ (each)]));
  const shown = entries.map(({ id, from, draw }) => {
    const there = before.get(id) ?? null;
    const key = JSON.stringify(from);
    const drawAnew = () => {
      const fresh = draw(there);
      drawn.set(fresh, { id, key });
      if (there !== null) replace(there, fresh);
      return fresh;
    };
    if (there === null) return drawAnew();
    held.delete(there);
    if (drawn.get(there)?.key === key) return there;
    if (!isAsking(there)) return drawAnew();
    held.set(there, drawAnew);
    return there;
  });
  const stays = new Set(/** @type {Element[]} */ (shown));
  for (const each of [...list.children]) if (!stays.has(each)) each.remove();
  for (const [at, each] of shown.entries()) if (list.children[at] !== each) list.insertBefore(each, list.children[at] ?? null);
}

/**
 * Notes whether a box asks a person something from now on. Once it no longer does, its entry shows what is new.
 * @param {HTMLElement} box in an entry
 * @param {boolean} asks
 */
export function setAsking(box, asks) {
  box.toggleAttribute("data-asks", asks);
  /** @type {Element | null} */
  let entry = asks ? null : box;
  while (entry !== null && !held.has(entry)) entry = entry.parentElement;
  if (entry !== null) held.get(entry)?.();
}

/** @param {HTMLElement} entry */
const isAsking = (entry) => entry.querySelector("[data-asks]") !== null;

/**
 * The focus moves to what stands in the same place of the new element.
 * @param {HTMLElement} there
 * @param {HTMLElement} fresh
 */
function replace(there, fresh) {
  const at = [...there.querySelectorAll(FOCUSABLE)].findIndex((each) => each === document.activeElement);
  there.replaceWith(fresh);
  if (at >= 0) /** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll(FOCUSABLE))[at]?.focus({ preventScroll: true });
}
