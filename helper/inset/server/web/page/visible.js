// Words from elsewhere (manifests, files' names, servers), as they are shown: nothing in them turns what stands around them,
// and nothing is there that nobody sees.

// Controls, what turns the direction of writing, separators, and characters without width; not what joins letters and emojis.
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * The words, with an escape such as `\u202e` in the place of each such character.
 * @param {string} words
 */
export function visible(words) {
  return words.replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
