// What is new of the photos that the person remembers, with the way to Inset's page, which tells which ones they are.
import { byId, write } from "../shared/dom.ts";
import { ask } from "../shared/messages.ts";
import { newsWords } from "../shared/words/news-words.ts";

/** @param port the helper's */
export async function showNews(port: number): Promise<void> {
  const { numbers } = await ask({ kind: "changes" });
  const words = numbers === null ? null : newsWords(numbers);
  byId("news", HTMLElement).hidden = words === null;
  write(byId("news-words", HTMLElement), words ?? "");
  byId("news-link", HTMLAnchorElement).href = `http://127.0.0.1:${port}/#check`;
}
