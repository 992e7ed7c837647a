// Pictures that another picture of the same tile speaks for: they show the same photo, and the other one has the badge of both.

const speakers = new WeakMap<Element, Element>();
const spoken = new WeakMap<Element, Set<Element>>();

export function noteSpeaker(element: Element, speaker: Element | null): void {
  const before = speakers.get(element);
  if (before !== undefined) spoken.get(before)?.delete(element);
  if (speaker === null) {
    speakers.delete(element);
    return;
  }
  speakers.set(element, speaker);
  const others = spoken.get(speaker);
  if (others === undefined) spoken.set(speaker, new Set([element]));
  else others.add(element);
}

/** What an element speaks for. */
export function spokenForBy(element: Element): Iterable<Element> {
  return spoken.get(element) ?? [];
}

/** Whether two elements have one badge between them. */
export function shareABadge(one: Element, other: Element): boolean {
  const [first, second] = [one, other].map((each) => speakers.get(each) ?? each);
  return first === second;
}
