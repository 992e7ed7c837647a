// The choice of the page's language, in its last line. The helper reads it from a cookie that holds nothing else.

const COOKIE = "inset-language";
/** Seconds: a year. */
const KEPT = 31_536_000;

/** Shows which language is chosen, and loads the page anew in another one. */
export function offerLanguages() {
  const choice = /** @type {HTMLSelectElement} */ (document.getElementById("language"));
  choice.value = chosen();
  choice.addEventListener("change", () => {
    document.cookie = `${COOKIE}=${choice.value}; path=/; SameSite=Strict; max-age=${String(choice.value === "" ? 0 : KEPT)}`;
    // A browser may hand a cookie to another process and go on, and ask for the page before that process has it. Reading
    // waits for it: without, the page could come once more in the language from before.
    if (chosen() === choice.value) location.reload();
    else choice.value = chosen(); // this browser keeps no cookie of ours: the page stays as it is
  });
}

/** The language that was chosen here before; empty where none was. */
const chosen = () => new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(document.cookie)?.[1] ?? "";

/**
 * The languages that Inset speaks, by their own names: those that the page offers. Letters are written in the same ones.
 * @returns {[code: string, name: string][]}
 */
export function spokenLanguages() {
  const options = /** @type {NodeListOf<HTMLOptionElement>} */ (document.querySelectorAll("#language option"));
  return [...options].filter((option) => option.value !== "").map((option) => [option.value, option.textContent]);
}
