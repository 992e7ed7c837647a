// What a card says about a photo: first its answer, then its details. The window for the context menu says the same.
import { isListed, type DatasetAnswer, type HelperStatus, type PhotoAnswer } from "../answers.ts";
import type { DatasetAbout, DatasetDetails, OptOut, PhotoDetails } from "../details.ts";
import { make } from "../dom.ts";
import { countText, language, sentences, text } from "../i18n.ts";
import { nextStep } from "../next-step.ts";
import { publicWords } from "./answer-words.ts";
import { isUnlikely, LEAST, percentOfChance } from "./chance.ts";
import { licenceWords } from "./licence-words.ts";
import { isUnvouched, originLines } from "./origin-words.ts";
import { cut, seen, SENTENCE, theirs } from "./theirs.ts";

/** Rates below this are only said to be below it. */
const RAREST = 1e-9;
/** Names of an account that are shown; a list may give one account many. */
const MOST_NAMES = 5;

/** The card's heading. */
export function headingOf(answer: PhotoAnswer): string {
  const listed = answer.datasets.filter((each) => each.answer === "listed").length;
  const uncertain = answer.datasets.filter((each) => each.answer !== "listed");
  // Of what is more likely not so, the heading speaks only where there is nothing else.
  const likely = uncertain.filter(({ chance }) => !isUnlikely(chance)).length;
  const further = likely > 0 ? likely : uncertain.length;
  if (!isListed(answer) && answer.censuses !== undefined) return publicWords(answer);
  if (answer.answer === "unknown") return text("count_unknown");
  if (answer.answer === "not_listed") return text("count_not_listed");
  if (listed === 0) return countText(likely > 0 ? "badge_probably_count" : "badge_possibly_count", further);
  if (further === 0) return countText("badge_listed_count", listed);
  return text(likely > 0 ? "card_both_probably" : "card_both_possibly", listed, further);
}

/** The card's body for a photo of which no more is known than the answer. */
export function bodyOf(answer: PhotoAnswer, status: HelperStatus | null): HTMLElement[] {
  const censuses = (answer.censuses ?? []).map((each) => datasetItem(each, null, true));
  if (isListed(answer)) return [datasetList([...answer.datasets.map((each) => datasetItem(each, null)), ...censuses])];
  const known = censuses.length === 0 ? [] : [datasetList(censuses)];
  if (answer.answer === "not_listed") return [...known, make("p", "", text(known.length === 0 ? "card_not_listed" : "card_no_training"))];
  return status === null || (status.state === "ready" && status.onlyCensuses !== true) ? known : [...known, make("p", "", whyNot(status))];
}

/** Why the helper cannot answer. A card has no button that starts the helper, as the popup has, and names none. */
function whyNot(status: HelperStatus): string {
  return status.state === "off" ? text("card_off") : nextStep(status).text;
}

/** The card's body once the helper has told all it knows. */
export function bodyOfDetails({ answer, datasets, censuses, unavailable }: PhotoDetails): HTMLElement[] {
  const items = [...datasets.map((each) => datasetItem(each, each)), ...censuses.map((each) => datasetItem(each, each, true))];
  const body = [datasetList(items)];
  if (answer === "not_listed") body.push(make("p", "", text("card_no_training")));
  if (unavailable.length > 0) body.push(make("p", "quiet", text("card_unavailable", unavailable.join(", "))));
  return body;
}

function datasetList(items: readonly HTMLElement[]): HTMLElement {
  const list = make("ul", "datasets");
  list.append(...items);
  return list;
}

/** @param census it lists what was public: nothing about it may read as if the photo had been used for anything */
function datasetItem(answer: DatasetAnswer, details: DatasetDetails | null, census = false): HTMLElement {
  const about = details?.about ?? null;
  const item = make("li", `dataset${answer.answer === "listed" ? "" : " likely"}${census ? " public" : ""}${isUnvouched(details?.origin) ? " unvouched" : ""}`);
  const isTheirs = (details?.origin ?? null) !== null;
  item.append(make("h3", "", titleOf(about?.title ?? null, answer.dataset, isTheirs)));
  const made = isTheirs ? "" : madeBy(about);
  if (made !== "") item.append(make("p", "quiet", made));
  if (details !== null) item.append(...originLines(details));
  if (census) item.append(make("p", "", text("card_public")));
  const purpose = census ? null : (about?.purpose ?? null);
  if (purpose !== null) item.append(purposeOf(purpose, about?.purposeSaid, isTheirs));
  item.append(certainty(answer, details, census));
  if (about?.withdrawn === true) item.append(make("p", "quiet", text("card_withdrawn")));
  if (details !== null) item.append(...accountAndLicence(details));
  const optOut = about?.opt_out ?? null;
  if (optOut !== null) item.append(optOutOf(optOut, about?.howSaid, isTheirs));
  return item;
}

/** A dataset's title, or its name here; the title of one that came from somebody else stands as theirs. */
function titleOf(title: string | null, name: string, isTheirs: boolean): string {
  if (title === null) return name;
  return isTheirs ? theirs(title) : title;
}

/** Who published it, and when. */
function madeBy(about: DatasetAbout | null): string {
  if (about === null) return "";
  const { publisher, year } = about;
  // As text, because a number would be written with separators: 2,019.
  const since = year === null ? null : text("card_since", year.toString());
  return [publisher, since].filter((part) => part !== null).join(" · ");
}

/** Whether the answer is exact; a likelihood is never worded as a fact, nor is a list that may be anybody's word. */
function certainty(answer: DatasetAnswer, details: DatasetDetails | null, census: boolean): HTMLElement {
  if (answer.answer === "listed") {
    const vouched = details !== null && !isUnvouched(details.origin);
    const said = text(census ? "card_public_exactly" : vouched ? "card_exactly" : "card_listed");
    return make("p", "certain", sentences(said, isUnvouched(details?.origin) ? text("origin_unsigned_tip") : ""));
  }
  const [card, ofCensus] = isUnlikely(answer.chance) ? (["card_possibly", "card_public_possibly"] as const) : (["card_probably", "card_public_probably"] as const);
  const said = [text(census ? ofCensus : card)];
  if (answer.chance !== undefined) said.push(answer.chance < LEAST ? text("card_chance_below", percentOfChance(LEAST, language())) : text("card_chance", percentOfChance(answer.chance, language())));
  const rate = details?.false_positive_rate ?? null;
  if (rate !== null && rate > 0) said.push(text(rate < RAREST ? "card_error_rate_below" : "card_error_rate", Number((1 / Math.max(rate, RAREST)).toPrecision(2))));
  return make("p", "certain", sentences(...said));
}

function accountAndLicence({ owner: account, owner_names: names, licence }: DatasetDetails): HTMLElement[] {
  if (account === null && licence === null && names.length === 0) return [];
  const facts = make("dl");
  if (account !== null) {
    const link = outward(`https://www.flickr.com/people/${encodeURIComponent(account)}/`, seen(account));
    facts.append(make("dt", "", text("card_account")), filled("dd", [link]));
  }
  if (names.length > 0) facts.append(make("dt", "", text("card_names")), make("dd", "", namesIn(names)));
  if (licence !== null) {
    const name = licence.url === "" ? make("span", "", seen(licence.name)) : outward(licence.url, licence.name);
    facts.append(make("dt", "", text("card_licence")), filled("dd", [name, make("p", "quiet", sentences(...licenceWords(licence)))]));
  }
  return [facts];
}

/** Names as they stand in a list, each between marks that keep its direction of writing to itself; without such marks of its own. */
function namesIn(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `\u2068${seen(name)}\u2069`);
  return (names.length > shown.length ? [...shown, "…"] : shown).join(", ");
}

function purposeOf(purpose: string, said: string | undefined, isTheirs: boolean): HTMLElement {
  if (isTheirs) return make("p", "", text("origin_purpose", theirs(purpose)));
  return said === undefined ? english(make("p", "", text("card_purpose", purpose))) : make("p", "", text("card_purpose", said));
}

function optOutOf({ how, url, mail }: OptOut, said: string | undefined, isTheirs: boolean): HTMLElement {
  const more = make("details");
  const words = isTheirs || said === undefined ? english(make("p", "", isTheirs ? theirs(how, SENTENCE) : how)) : make("p", "", said);
  more.append(make("summary", "", text("card_opt_out")), words);
  const ways: HTMLElement[] = [];
  if (url !== null) ways.push(outward(url, text("card_opt_out_page")));
  if (mail !== null) ways.push(outward(`mailto:${mail}`, text("card_opt_out_mail", isTheirs ? cut(mail) : mail)));
  if (ways.length > 0) more.append(filled("p", ways, "ways"));
  return more;
}

/** A link out of the card; addresses that are neither the web's nor a mailbox's become mere words. */
export function outward(address: string, words: string): HTMLElement {
  if (!/^(https?|mailto):/.test(address)) return make("span", "", words);
  const link = make("a", "", words);
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function filled(tag: "dd" | "p", children: readonly HTMLElement[], className = ""): HTMLElement {
  const element = make(tag, className);
  element.append(...children);
  return element;
}

/** What the catalog says in English alone, whatever the person's language: screen readers must read it aloud as English. */
function english<T extends HTMLElement>(element: T): T {
  element.lang = "en";
  return element;
}
