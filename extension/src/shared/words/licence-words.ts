// What a licence allowed, in plain words. The licence is that of the crawl: today's may differ.
import type { Licence } from "../details.ts";
import { language, text } from "../i18n.ts";

/** Flickr's number of "All Rights Reserved". */
const ALL_RIGHTS_RESERVED = 0;

/** Sentences about what the licence allows and asks for. */
export function licenceWords({ id, commercial, derivatives, attribution }: Licence): string[] {
  if (id === ALL_RIGHTS_RESERVED) return [text("licence_reserved")];
  if (commercial === null || derivatives === null) return [text("licence_no_statement")];
  const allowed = [text("use_share")];
  const refused: string[] = [];
  (derivatives ? allowed : refused).push(text("use_change"));
  (commercial ? allowed : refused).push(text("use_sell"));
  const sentences = [text("licence_allows", list(allowed))];
  if (refused.length > 0) sentences.push(text("licence_refuses", list(refused)));
  if (attribution === true) sentences.push(text("licence_credit"));
  return sentences;
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(words);
}
