// The messages of the local page, as the helper sends them with it.
import { readdirSync, readFileSync } from "node:fs";

const LOCALES = new URL("../../../helper/inset/words/locales/", import.meta.url);

export const languages = readdirSync(LOCALES);

/** Every message of the page in one language. */
export function pageMessages(language: string): Record<string, string> {
  const folder = new URL(`${language}/`, LOCALES);
  const names = readdirSync(folder).filter((name) => !["command_line.json", "errors.json", "help.json", "lost.json", "options.json", "site.json"].includes(name)).sort();
  const files = names.map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, { message: string }>);
  return Object.fromEntries(files.flatMap((file) => Object.entries(file).map(([name, { message }]) => [name, message])));
}

/** The names of what builds, checks of health and letters say: which they say, the API tells. */
export const sentenceNames = ["lists.json", "doctor.json", "advice.json", "origin.json"]
  .flatMap((name) => Object.keys(JSON.parse(readFileSync(new URL(`en/${name}`, LOCALES), "utf8")) as object))
  .filter((name) => !/^(?:origin_|quoted)/.test(name));

/** The element that holds them. */
export function wordsElement(language: string): string {
  return `<script type="application/json" id="words">${JSON.stringify(pageMessages(language)).replaceAll("<", "\\u003c")}</script>`;
}
