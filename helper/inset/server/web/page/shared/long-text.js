// Long texts in a field. A browser takes half a minute to lay out a field with some hundred thousand links, and the page stands still.

/** Characters that stay in the field, where they can be changed: some thousand links. */
export const LONGEST = 200_000;

/**
 * Keeps long texts out of a field: they are taken at once instead, with what stood in the field.
 * @param {HTMLTextAreaElement} field
 * @param {(words: string) => void} take
 */
export function takeLongTexts(field, take) {
  const takeOut = (/** @type {string} */ words) => {
    field.value = "";
    take(words);
  };
  field.addEventListener("paste", (event) => {
    const words = event.clipboardData?.getData("text/plain") ?? "";
    if (words.length <= LONGEST) return;
    event.preventDefault();
    takeOut(`${field.value}\n${words}`.trim());
  });
  // Dropped, or by another way than a paste.
  field.addEventListener("input", () => { if (field.value.length > LONGEST) takeOut(field.value); });
}
