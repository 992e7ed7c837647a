// Others' words, shown as theirs: whoever makes a pack writes its titles, purposes and names. They are text between quotation
// marks, cut to a length, and what nobody would see in them, or what turns the words around it, is shown as an escape.
import { text } from "../i18n.ts";

/** Characters that are shown of a name or a title, and of a sentence. */
const NAME = 80;
export const SENTENCE = 400;
/** Controls, what turns the direction of writing, separators, and characters without width; not what joins letters and emojis. */
const UNSEEN = /[\0-\x1f\x7f-\x9f\xad\u061c\u070f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}-\u{e007f}]/gu;

/** The words, with an escape such as `\u202e` in the place of each character that nobody sees. */
export function visible(words: string): string {
  return words.replace(UNSEEN, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** The words without each such character. */
export function seen(words: string): string {
  return words.replace(UNSEEN, "");
}

/** The words, no longer than that, and visible. */
export function cut(words: string, longest = NAME): string {
  // By characters, not by halves of them; a slice first, for words that are very long.
  const letters = Array.from(words.slice(0, 2 * longest + 2));
  return visible(letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : words);
}

/** Quotation marks of all our languages: within others' words they become plain ones, so that none of them ends the quotation. */
const DOUBLE = /[“”„‟«»「」『』〝〞〟＂]/g;
const SINGLE = /[‘’‚‛‹›]/g;

/** The words as they may stand between quotation marks. */
export function quotable(words: string, longest = NAME): string {
  return cut(words, longest).replace(DOUBLE, '"').replace(SINGLE, "'");
}

/** The words between quotation marks. */
export function theirs(words: string, longest = NAME): string {
  return text("quoted", quotable(words, longest));
}
