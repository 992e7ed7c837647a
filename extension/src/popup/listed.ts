// The listed photos of a page, of all datasets or of one: as a list, as a CSV file, and as the links that a publisher asks for.
import { csvOf, saveFile } from "../shared/csv.ts";
import { byId, make, write } from "../shared/dom.ts";
import { askDatasets } from "../shared/known-datasets.ts";
import { countText, sentences, text } from "../shared/i18n.ts";
import { showItems, type Item } from "../shared/kept-items.ts";
import type { ListedPhoto } from "../shared/messages.ts";
import { chipsOf } from "../shared/numbers.ts";
import { photoLink } from "../shared/photo-pages.ts";
import { ORIGIN_COLUMNS, originCells } from "../shared/saved-origins.ts";
import { makePicture } from "./pictures.ts";

/** Photos that are listed one by one; of the others only their number is shown. */
const MOST_SHOWN = 100;
/** The columns have the names that `inset check` gives them. */
const COLUMNS = ["photo_id", "title", "url", "answer", "dataset", "dataset_answer", "chance", ...ORIGIN_COLUMNS] as const;

let listed: readonly ListedPhoto[] = [];
let from: number | undefined;
/** The dataset that the person chose; empty for all. */
let chosen = "";

/** @param tab where the photos are shown */
export function showListed(photos: readonly ListedPhoto[], tab: number | undefined): void {
  listed = photos;
  from = tab;
  byId("listed-part", HTMLElement).hidden = photos.length === 0;
  const names = [...new Set(photos.flatMap(({ datasets }) => datasets.map(({ dataset }) => dataset)))].sort();
  if (!names.includes(chosen)) chosen = "";
  showChoice(names);
  draw();
}

/** Drawn anew only with other datasets: a choice that somebody has just opened must not close. */
function showChoice(names: readonly string[]): void {
  const select = byId("listed-of", HTMLSelectElement);
  select.hidden = names.length < 2;
  const offered = [...select.options].map(({ value }) => value);
  if (offered.join("\n") !== ["", ...names].join("\n")) {
    select.replaceChildren(makeChoice("", text("listed_of_all")), ...names.map((name) => makeChoice(name, name)));
  }
  select.value = chosen;
}

function makeChoice(value: string, words: string): HTMLOptionElement {
  const option = make("option", "", words);
  option.value = value;
  return option;
}

function draw(): void {
  const photos = ofChosen();
  const items: Item[] = photos.slice(0, MOST_SHOWN).map((photo) => ({ id: photo.id, from: [photo, from], draw: () => makeItem(photo) }));
  const more = photos.length - items.length;
  if (more > 0) items.push({ id: "more", from: more, draw: () => make("li", "quiet", countText("listed_more", more)) });
  showItems(byId("listed", HTMLElement), items);
  write(byId("listed-note", HTMLElement), "");
}

/** The photos of the chosen dataset, with what that dataset alone says of them. */
function ofChosen(): ListedPhoto[] {
  if (chosen === "") return [...listed];
  return listed.flatMap((photo) => {
    const datasets = photo.datasets.filter(({ dataset }) => dataset === chosen);
    const [only] = datasets;
    return only === undefined ? [] : [{ ...photo, answer: only.answer, datasets }];
  });
}

function makeItem(photo: ListedPhoto): HTMLElement {
  const item = make("li");
  const words = make("div", "words");
  if (from !== undefined) item.append(makePicture(from, photo.id));
  item.append(words);
  const number = text("photo_link", photo.id);
  const name = photo.title ?? number;
  if (photo.url === null) words.append(make("b", "", name));
  else {
    const link = make("a", "", name);
    link.href = photo.url;
    link.target = "_blank";
    link.rel = "noreferrer";
    words.append(link);
  }
  const chips = chipsOf(photo.datasets);
  // A title is whatever its author wrote: the number says which photo it is.
  if (photo.title !== null) {
    for (const element of words.children) element.setAttribute("title", photo.title);
    chips.prepend(make("span", "quiet small", number));
  }
  if (photo.own) chips.prepend(make("span", "yours", text("own_photo")));
  words.append(chips);
  return item;
}

async function saveCsv(): Promise<void> {
  const photos = ofChosen();
  const name = `inset-page${chosen === "" ? "" : `-${chosen}`}.csv`;
  const known = await askDatasets();
  const rows = photos.flatMap((photo) =>
    photo.datasets.map(({ dataset, answer, chance }) => [photo.id, photo.title ?? "", photoLink(photo.id, photo.url), photo.answer, dataset, answer, chance?.toString() ?? "", ...originCells(dataset, known)]),
  );
  // With the mark by which spreadsheets know that it is UTF-8, as the helper's own files have it.
  saveFile(name, "text/csv;charset=utf-8", `\ufeff${csvOf([COLUMNS, ...rows])}`);
}

/** Publishers ask for the address of each photo's page, one a line. Only what is listed for certain may be claimed. */
async function copyLinks(): Promise<void> {
  const photos = ofChosen();
  const certain = photos.filter(({ answer }) => answer === "listed");
  const note = byId("listed-note", HTMLElement);
  if (certain.length === 0) {
    write(note, text("links_none"));
    return;
  }
  try {
    await navigator.clipboard.writeText(certain.map(({ id, url }) => `${photoLink(id, url)}\n`).join(""));
  } catch {
    write(note, text("links_refused"));
    return;
  }
  const left = photos.length - certain.length;
  write(note, sentences(countText("links_copied", certain.length), left === 0 ? "" : countText("links_left_out", left)));
}

export function prepareListed(): void {
  const select = byId("listed-of", HTMLSelectElement);
  select.addEventListener("change", () => {
    chosen = select.value;
    draw();
  });
  byId("save-csv", HTMLButtonElement).addEventListener("click", () => void saveCsv());
  byId("copy-links", HTMLButtonElement).addEventListener("click", () => void copyLinks());
}
