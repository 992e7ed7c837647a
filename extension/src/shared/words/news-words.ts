// What changed for the photos that the person remembers, in one sentence.
import { text } from "../i18n.ts";
import type { Changes } from "../wire.d.ts";
import { listed } from "./listed.ts";

/** Null where nothing has changed. */
export function newsWords({ new: found, probably_new: probably, unlikely_new: unlikely, gone }: Changes): string | null {
  const parts = [
    found > 0 ? text("news_new", found) : "",
    probably > unlikely ? text("news_probably", probably - unlikely) : "",
    unlikely > 0 ? text("news_possibly", unlikely) : "",
    gone > 0 ? text("news_gone", gone) : "",
  ].filter((each) => each !== "");
  if (parts.length === 0) return null;
  return text("news_text", listed(parts));
}
