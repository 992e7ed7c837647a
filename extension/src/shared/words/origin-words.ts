// Where a dataset came from that was not built on this computer: from whom, how old it is, and who vouches for it.
import type { DatasetDetails, DatasetInfo, Origin } from "../details.ts";
import { make } from "../dom.ts";
import { language, text } from "../i18n.ts";
import { cut, theirs } from "./theirs.ts";

const DAY = 86_400_000;
/** Days of a month and of a year, as far as an age is told. */
const MONTH = 30;
const YEAR = 365;

/** Whether somebody else made it, and nobody vouches for it. */
export const isUnvouched = (origin: Origin | null | undefined): boolean => origin?.signed_by === null;

/** One quiet line and, for what nobody vouches for, a mark; nothing of a dataset that was built here. */
export function originLines({ origin }: Pick<DatasetDetails, "origin">): HTMLElement[] {
  if (origin === null) return [];
  const line = lineOf(origin);
  return isUnvouched(origin) ? [unsigned("p"), line] : [line];
}

/** The same in one line for each of these datasets that somebody else made, behind its name. */
export function originNotes(datasets: readonly Pick<DatasetInfo, "name" | "origin">[]): HTMLElement[] {
  return datasets.flatMap(({ name, origin }) => {
    if (origin === null) return [];
    const line = lineOf(origin);
    line.prepend(make("b", "", name), ": ");
    if (isUnvouched(origin)) line.append(" ", unsigned("span"));
    return [line];
  });
}

function lineOf(origin: Origin): HTMLElement {
  const parts = [make("bdi", "", whose(origin)), ...signature(origin)];
  if (origin.built_at !== null) parts.push(make("bdi", "", text("origin_made", ago(origin.built_at))));
  if (origin.unpacked_at !== null) parts.push(make("bdi", "", text("origin_added", ago(origin.unpacked_at))));
  const line = make("p", "quiet origin");
  line.append(...parts.flatMap((part, at) => (at === 0 ? [part] : [" · ", part])));
  return line;
}

/** The same in a few words, for a list of datasets; empty where it was built here. */
export function originWords(origin: Origin | null): string {
  if (origin === null) return "";
  return [whose(origin), text(origin.signed_by === null ? "origin_unsigned" : "origin_signed")].join(" · ");
}

function unsigned(tag: "p" | "span"): HTMLElement {
  const mark = make(tag, "unsigned", text("origin_unsigned"));
  mark.title = text("origin_unsigned_tip");
  return mark;
}

function signature({ signed_by: key }: Origin): HTMLElement[] {
  if (key === null) return [];
  const signed = make("bdi", "", text("origin_signed"));
  signed.title = text("origin_signed_tip", cut(key, 200));
  return [signed];
}

function whose({ publisher, address }: Origin): string {
  if (publisher !== null) return text("origin_from", theirs(publisher));
  return address === null ? text("origin_from_nobody") : text("origin_from", cut(new URL(address).host));
}

/** How long ago that was: `3 days ago`. A time to come, as of another computer's wrong clock, is told as a day. */
export function ago(iso: string, now = Date.now()): string {
  const time = new Date(iso);
  const days = Math.floor((now - time.getTime()) / DAY);
  if (days < 0) return new Intl.DateTimeFormat(language(), { dateStyle: "medium" }).format(time);
  const said = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  if (days < 2 * MONTH) return said.format(-days, "day");
  return days < 2 * YEAR ? said.format(-Math.floor(days / MONTH), "month") : said.format(-Math.floor(days / YEAR), "year");
}
