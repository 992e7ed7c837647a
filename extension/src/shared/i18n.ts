// Every visible word comes from _locales.

/** The message of that name; arguments fill $1, $2 … Numbers are written the way the person's language does. */
export function text(name: string, ...args: readonly (string | number)[]): string {
  const written = args.map((arg) => (typeof arg === "number" ? arg.toLocaleString(language()) : arg));
  const said = messageOf(name, written);
  return said === "" ? name : (said ?? "");
}

/**
 * The browser's message, empty where it has none. Null where the extension was updated or removed under a page: what is left of it
 * there goes within half a second, and must not throw errors into the page's console until then.
 */
function messageOf(name: string, written: readonly string[] = []): string | null {
  try {
    return chrome.i18n.getMessage(name, [...written]);
  } catch {
    return null;
  }
}

/**
 * The message for a count, which fills $1: `name_one`, `name_few`, `name_many` or another form, by the language's own rule;
 * `name_other` where the language has no message for that form.
 */
export function countText(name: string, count: number, ...more: readonly string[]): string {
  const form = `${name}_${new Intl.PluralRules(language()).select(count)}`;
  return text(messageOf(form) === "" ? `${name}_other` : form, count, ...more);
}

/** The language of the messages as a tag such as `de` or `zh-TW`; it may not be the browser's own. */
export function language(): string {
  const said = messageOf("language") ?? "";
  return said === "" ? "en" : said;
}

/** Sentences one after the other, without the empty ones: Chinese and Japanese put no space between them. */
export function sentences(...said: readonly string[]): string {
  return said.filter((each) => each !== "").join(/^(?:ja|zh)\b/.test(language()) ? "" : " ");
}

/** Fills `data-text`, `data-label` (aria-label) and `data-title` below a node of one of our own pages. */
export function fillTexts(root: Document | HTMLElement): void {
  const { documentElement } = root instanceof Document ? root : root.ownerDocument;
  documentElement.lang = language();
  for (const element of root.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = text(element.dataset.text ?? "");
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label ?? ""));
  }
}
