// Words from elsewhere (manifests, files' names, servers), as they are shown: nothing in them turns what stands around them,
// and nothing is there that nobody sees.

// Controls, what turns the direction of writing, separators, and characters without width; not what joins letters and emojis.
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u070f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}-\u{e007f}]/gu;

/**
 * The words, with an escape such as `\u202e` in the place of each such character.
 * @param {string} words
 */
export function visible(words) {
  return words.replace(UNSEEN, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
