// What the catalogue says of datasets, in the person's language: the same words as on Inset's page. The helper answers in
// English; an extension and a helper of different versions show what both know, and the rest in English.
import type { DatasetAbout } from "../shared/details.ts";
import { language } from "../shared/i18n.ts";

type Words = Readonly<Record<string, string>>;

/** What was loaded, by language. */
const loading = new Map<string, Promise<Words>>();

/** Adds what is known in the person's language. Only for words of the catalogue: others' words stand as theirs. */
export async function inOwnLanguage(about: DatasetAbout): Promise<DatasetAbout> {
  const words = await wordsOf(language());
  const purpose = about.purpose === null ? undefined : words[nameOf("purpose", about.purpose)];
  const how = about.opt_out === null ? undefined : words[nameOf("way_out", about.opt_out.how)];
  return { ...about, ...(purpose === undefined ? {} : { purposeSaid: purpose }), ...(how === undefined ? {} : { howSaid: how }) };
}

function wordsOf(own: string): Promise<Words> {
  const begun = loading.get(own) ?? load(own);
  loading.set(own, begun);
  return begun;
}

async function load(own: string): Promise<Words> {
  if (own === "en") return {};
  try {
    const answer = await fetch(chrome.runtime.getURL(`catalog/${own.replace("-", "_")}.json`));
    return (await answer.json()) as Words;
  } catch {
    return {}; // a card in English is better than none
  }
}

/** As `name_of` in helper/inset/words/messages.py: the sentence's own letters and digits, behind a prefix. */
const nameOf = (prefix: string, sentence: string): string => `${prefix}_${sentence.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "")}`;
