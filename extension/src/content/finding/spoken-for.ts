// Pictures that another picture of the same tile speaks for: they show the same photo, and the other one has the badge of both.

const speakers = new WeakMap<Element, Element>();

export function noteSpeaker(element: Element, speaker: Element | null): void {
  if (speaker === null) speakers.delete(element);
  else speakers.set(element, speaker);
}

/** What speaks for an element, if anything does. */
export function speakerOf(element: Element): Element | null {
  return speakers.get(element) ?? null;
}
