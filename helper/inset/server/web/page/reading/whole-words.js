// Words of a text as people see them: whole, where a program has put something between their letters to break them. The part
// of an address in front of such a break would be another address: the beginning of an ID is another photo's.
// `build/inset_build/readers/sources/whole_words.py` is the same for lists; `tests/vectors/broken_addresses.json` holds both.

/** Marks of direction and width, and what joins words. */
const MARKS = "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
/** The rest of an HTML element that breaks no line. */
const INLINE = "(?:wbr|span|b|i|u|em|strong|mark|small|font|bdi)\\b[^<>\\n]*>";
/**
 * The rest of an address that was broken within its number: digits and a slash alone. In front of another address they are
 * the number of that in a list: `2/ https://…`.
 */
const REST = "[0-9]{1,11}/(?:[\"'<>),;]|\\s*$|\\s+(?:[^hwf\\s]|h[^t]|w[^w]|f[^l]))";
/** The beginning of a line of such a list, whose next line begins with the next number. */
const NUMBERED = /^\s*[0-9]{1,7}\/\s/;

// What is before a row of marks is looked at, too: else the search would begin anew at each mark of a long row.
const BEGINS_ANOTHER = new RegExp(`(?<![${MARKS}>])(?:[${MARKS}]+|(?:</?${INLINE})+)(https?:|www\\.|flic|live\\.static|farm[0-9])`, "gi");
const BROKEN_WORD = new RegExp(`([0-9A-Za-z])(?:[${MARKS}]+|(?:</?${INLINE})*<${INLINE})([0-9A-Za-z])`, "g");
/** What shows behind an address that it is not whole: `5320[…]`, `5320[0-9]`, `5320{id}`, `"5320" + "824"`, a blank and the rest. */
const GOES_ON = new RegExp(`([0-9A-Za-z])(\\[(?:\\u2026|\\.\\.|[0-9]-[0-9])|\\{|["'][ \\t]*\\+[ \\t]*["']|\\\\$|[ \\t]+${REST})`, "g");
const BEGINS_WITH_REST = new RegExp(`^${REST}`);

/** Stands where a word was broken: it ends no address, and no address has it. */
const BROKEN = "\u00ad";

/**
 * A line in which nothing that nobody sees, and no end of the line, ends an address in the middle of a word.
 * @param {string} line
 * @param {string} next the line behind it; empty where there is none
 */
export function withWholeWords(line, next) {
  const whole = line.replace(BEGINS_ANOTHER, " $1").replace(BROKEN_WORD, `$1${BROKEN}$2`).replace(GOES_ON, `$1${BROKEN}$2`);
  return BEGINS_WITH_REST.test(next) && /[0-9]\s*$/.test(whole) && !NUMBERED.test(whole) ? whole.trimEnd() + BROKEN : whole;
}
