// The publisher's words as theirs: a title can be a sentence, and whoever publishes can call themselves what they like.
import { quotable } from "../src/shared/words/theirs.ts";
import { text } from "./words.ts";

/** The words between quotation marks, cut to so many characters. */
export function theirs(words: string, longest?: number): string {
  return text("quoted", quotable(words, longest));
}
