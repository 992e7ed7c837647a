// The field for links. A short text stays in it, where it can be changed. A long one is taken out, and only what it names is kept:
// a browser takes seconds to lay out a field with 100,000 links, and then a tenth of a second more for each drawing of the page.

/** Characters that stay in the field: some thousand links. */
const LONGEST = 50_000;
/** Milliseconds after the last key before the field is read. */
const TYPING_MS = 250;

export interface PastingOptions {
  /** Called with each change of the field. */
  readonly onTyping: () => void;
  /** Called with all that is in the field, once nobody has changed it for a while. */
  readonly onTyped: (words: string) => void;
  /** Called with a long text, which is not in the field, or not any more. */
  readonly onLong: (words: string) => void;
}

/** Watches a field. */
export class Pasting {
  readonly #field: HTMLTextAreaElement;
  readonly #options: PastingOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(field: HTMLTextAreaElement, options: PastingOptions) {
    this.#field = field;
    this.#options = options;
    field.addEventListener("input", () => { this.#changed(); });
    field.addEventListener("paste", (event) => {
      const words = event.clipboardData?.getData("text/plain") ?? "";
      if (words.length > LONGEST) {
        event.preventDefault();
        options.onLong(words);
      }
    });
  }

  /** Takes a text that was dropped beside the field. */
  add(words: string): void {
    if (words.length > LONGEST) this.#options.onLong(words);
    else {
      this.#field.value = `${this.#field.value}\n${words}`.trim();
      this.#changed();
    }
  }

  /** Empties the field, and reads it no more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#field.value = "";
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#options.onTyping();
    const words = this.#field.value;
    if (words.length > LONGEST) {
      this.#field.value = "";
      this.#options.onTyped("");
      this.#options.onLong(words);
    } else this.#timer = setTimeout(() => { this.#options.onTyped(this.#field.value); }, TYPING_MS);
  }
}
