// Shadow roots, also those that a page closes to its own scripts: extensions may look into them, each browser in its own way.

/** As browsers offer it to extensions; of a type that knows neither. */
interface Opens {
  readonly openOrClosedShadowRoot?: (element: HTMLElement) => ShadowRoot | null;
}

/** The shadow root of an element, null where it has none. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  const { shadowRoot } = element;
  // Closed ones are asked for where there is likely one: each question takes its time.
  if (shadowRoot !== null || !element.localName.includes("-") || !(element instanceof HTMLElement)) return shadowRoot;
  const firefox = (element as Element & { readonly openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  if (firefox !== undefined) return firefox;
  const { dom } = chrome as { readonly dom?: Opens };
  try {
    return dom?.openOrClosedShadowRoot?.(element) ?? null;
  } catch {
    // The extension was updated or removed under the page: what is left of it there goes in a moment, without an error in its console.
    return null;
  }
}
