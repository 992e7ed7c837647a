// The page: photos on one side, datasets on the other, and their answers, all of it in this browser. Nothing is stored.
import { droppedFiles } from "../../helper/inset/server/web/page/reading/files.js";
import { visible } from "../../helper/inset/server/web/page/shared/visible.js";
import { saveFile } from "../src/shared/csv.ts";
import { byId, make, write } from "../src/shared/elements.ts";
import { ask, type Answer } from "./asking.ts";
import type { RangeData } from "./data.ts";
import { DatasetCard } from "./dataset-card.ts";
import { Pasting } from "./pasting.ts";
import { inOrder, NOTHING, photosInFiles, photosInText, type AskedPhoto, type Found } from "./photos.ts";
import { stopReading, withBar } from "./reading-bar.ts";
import { asCsv, drawFound, drawHead, drawRow, foundOnes, headline, type Answered } from "./results.ts";
import { readSite, type SiteFacts } from "./site-facts.ts";
import { Slices } from "./slices.ts";
import { theirs } from "./theirs.ts";
import { countText, dayText, languages, nameOf, speak, spoken, text } from "./words.ts";

/** Photos that are shown at once. */
const SHOWN = 200;

const site = readSite();
const cards: DatasetCard[] = [];
const data = new Map<string, RangeData>();
const answered = new Map<string, readonly Answer[]>();
/** What files and long texts gave, each with the file's name, or null for a text. */
const given: (readonly [string | null, Found | Error])[] = [];
/** What the field gave. */
let pasted = NOTHING;
let photos: readonly AskedPhoto[] = [];
let shown = SHOWN;
let gathering = new AbortController();
let asking = new AbortController();
let drawing = new AbortController();
let readingPasted = new AbortController();
/** What is under way that the answers on the page do not have yet. */
const underWay = new Set<object>();
const TYPING = {};

/** Says, as long as something is under way, that the answers on the page are of what was there before; they are not saved either. */
function showOld(): void {
  const isOld = underWay.size > 0;
  byId("answers", HTMLElement).setAttribute("aria-busy", String(isOld));
  byId("old", HTMLElement).hidden = !isOld;
  byId("save", HTMLButtonElement).disabled = isOld;
  byId("more", HTMLButtonElement).disabled = isOld;
}

/** Does something that ends in newer answers; what is stopped on its way ends in none. */
async function renew(work: (signal: AbortSignal) => Promise<void>, { signal }: AbortController): Promise<void> {
  const one = {};
  underWay.add(one);
  showOld();
  try {
    await work(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    underWay.delete(one);
    showOld();
  }
}

/** Takes the photos of all that was read. */
function gather(): Promise<void> {
  gathering.abort();
  gathering = new AbortController();
  return renew(async (signal) => {
    const found = [pasted, ...given.flatMap(([, each]) => (each instanceof Error ? [] : [each]))];
    const gathered = await inOrder(found, signal);
    await new Slices(signal).pause();
    photos = gathered;
    shown = SHOWN;
    for (const card of cards) card.photosChanged(data.get(card.facts.name) ?? null);
    drawPhotos();
    await new Slices(signal).pause();
    await answer();
  }, gathering);
}

function drawPhotos(): void {
  const texts = [pasted];
  const lines = given.map(([name, found]) => {
    const said = name === null ? text("site_pasted") : visible(name);
    if (found instanceof Error) return make("li", "wrong", text(found.message, said));
    if (name === null) texts.push(found);
    return make("li", "", text("report_thing", said, countText("photos", found.photos.size)));
  });
  const others = texts.reduce((sum, each) => sum + each.others, 0);
  if (others > 0) lines.push(make("li", "", countText("site_others", others)));
  if (texts.some(({ accounts }) => accounts)) lines.push(make("li", "wrong", text("site_accounts")));
  byId("read", HTMLUListElement).replaceChildren(...lines);
  write(byId("have", HTMLElement), photos.length === 0 ? text("site_no_photos") : countText("site_have", photos.length));
  byId("clear", HTMLButtonElement).hidden = photos.length === 0 && given.length === 0;
}

/** Asks all datasets that are here; earlier answers are of other photos. */
function answer(): Promise<void> {
  asking.abort();
  asking = new AbortController();
  drawing.abort();
  answered.clear();
  return renew(async (signal) => {
    const ids = photos.map(({ id }) => id);
    for (const card of cards) {
      const held = data.get(card.facts.name);
      if (held === undefined) continue;
      try {
        const answers = await ask(held, ids, signal);
        signal.throwIfAborted();
        answered.set(card.facts.name, answers);
      } catch (error) {
        signal.throwIfAborted();
        card.fail(error);
        return;
      }
    }
    await drawAnswers();
  }, asking);
}

const results = (): Answered[] => cards.map(({ facts }) => ({ facts, answers: answered.get(facts.name) ?? null }));

/** Draws all answers at once, after they were counted in slices. */
function drawAnswers(): Promise<void> {
  drawing.abort();
  drawing = new AbortController();
  return renew(async (signal) => {
    const slices = new Slices(signal);
    const rest = async <T>(value: T): Promise<T> => {
      if (slices.isOver) await slices.pause();
      return value;
    };
    const all = results();
    const said = await rest(headline(photos, all));
    const rows: HTMLElement[] = [];
    for (const each of all) rows.push(await rest(drawRow(each, photos)));
    const found = await rest(foundOnes(photos, all));
    signal.throwIfAborted();
    byId("answers", HTMLElement).hidden = answered.size === 0 || photos.length === 0;
    if (answered.size > 0) show(all, said, rows, found);
  }, drawing);
}

function show(all: readonly Answered[], said: string, rows: readonly HTMLElement[], found: readonly number[]): void {
  write(byId("headline", HTMLElement), said);
  byId("table-head", HTMLElement).replaceChildren(drawHead(all));
  byId("table", HTMLElement).replaceChildren(...rows);
  byId("unknown", HTMLElement).hidden = !all.some(({ answers }) => answers === null || answers.includes("unknown"));
  byId("census", HTMLElement).hidden = !all.some(({ facts }) => facts.kind === "census");
  byId("found-heading", HTMLElement).hidden = found.length === 0;
  byId("found", HTMLElement).replaceChildren(...found.slice(0, shown).flatMap((at) => {
    const photo = photos[at];
    return photo === undefined ? [] : [drawFound(photo, at, all)];
  }));
  const more = byId("more", HTMLButtonElement);
  more.hidden = found.length <= shown;
  write(more, text("ask_more", Math.min(SHOWN, found.length - shown), found.length));
}

function drawPublisher({ title, root_key: key, published, expires }: SiteFacts): void {
  const lines: HTMLElement[] = [];
  if (title !== "") {
    const line = make("div");
    const name = make("b", "", theirs(title));
    name.dir = "auto";
    line.append(make("span", "", `${text("site_by")} `), name);
    lines.push(line);
  }
  lines.push(make("div", "quiet", text("site_published", dayText(published))));
  if (key !== null) {
    const line = make("div", "quiet");
    line.append(make("span", "", `${text("site_key")} `), make("code", "", visible(key)));
    lines.push(line);
  }
  lines.push(make("div", "quiet", text("site_own_words")));
  byId("publisher", HTMLElement).replaceChildren(...lines);
  const expired = byId("expired", HTMLElement);
  expired.hidden = expires === null || Date.parse(expires) > Date.now();
  if (expires !== null) write(expired, text("site_expired", dayText(expires)));
}

function drawAll(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) element.textContent = text(element.dataset.text ?? "");
  document.title = text("site_title");
  byId("main", HTMLElement).hidden = false;
  if (site === null) {
    byId("main", HTMLElement).replaceChildren(make("p", "note", text("site_no_datasets")));
    return;
  }
  drawPublisher(site);
  for (const card of cards) card.draw();
  drawPhotos();
  void drawAnswers();
}

/** Reads files; where the person stops that, or clears the list, none of them is looked up: a part would be taken for all. */
function take(chosen: readonly File[]): Promise<void> {
  return renew(async () => {
    const found = await withBar(async (reading) => {
      const each: (readonly [string, Found | Error])[] = [];
      for await (const one of photosInFiles(chosen, reading)) each.push(one);
      return each;
    });
    if (found === null) return;
    given.push(...found);
    await gather();
  }, new AbortController());
}

/** The same of a long text. */
function takeLong(words: string): Promise<void> {
  return renew(async () => {
    const found = await withBar((reading) => photosInText(words, reading));
    if (found === null) return;
    given.push([null, found]);
    await gather();
  }, new AbortController());
}

/** Reads what is in the field; where the person stops that, none of it is looked up. */
function takePasted(words: string): Promise<void> {
  readingPasted.abort();
  const stop = new AbortController();
  readingPasted = stop;
  underWay.delete(TYPING);
  return renew(async () => {
    const found = await withBar((reading) => photosInText(words, reading), stop);
    if (readingPasted !== stop) return; // there is a newer text
    pasted = found ?? NOTHING;
    await gather();
  }, stop);
}

/** Saves the answers that are on the page; nothing, where newer ones are looked up before the file is made. */
async function save(): Promise<void> {
  const { signal } = drawing;
  try {
    saveFile("inset-answers.csv", "text/csv", await asCsv(photos, results(), signal));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function offerLanguages(): void {
  const choice = byId("language", HTMLSelectElement);
  for (const each of languages()) {
    const option = make("option", "", nameOf(each));
    option.value = each;
    option.lang = each.replace("_", "-");
    choice.append(option);
  }
  // The address may name one (`#de`), so that a publisher can link to it; what stands behind # is never sent.
  speak([location.hash.slice(1), ...navigator.languages].filter((each) => each !== ""));
  choice.value = spoken();
  choice.addEventListener("change", () => {
    speak([choice.value]);
    drawAll();
  });
}

function listen(): void {
  const paste = byId("paste", HTMLTextAreaElement);
  const pasting = new Pasting(paste, {
    onTyping: () => {
      underWay.add(TYPING);
      showOld();
    },
    onTyped: (words) => void takePasted(words),
    onLong: (words) => void takeLong(words),
  });
  const input = byId("files", HTMLInputElement);
  input.addEventListener("change", () => {
    const chosen = [...(input.files ?? [])];
    input.value = "";
    void take(chosen);
  });
  const drop = byId("drop", HTMLElement);
  // A file that misses the field would otherwise be opened in place of the page.
  addEventListener("dragover", (event) => { event.preventDefault(); });
  addEventListener("drop", (event) => { event.preventDefault(); });
  drop.addEventListener("dragover", () => { drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => { drop.classList.remove("over"); });
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (event.dataTransfer === null) return;
    const words = event.dataTransfer.files.length === 0 ? event.dataTransfer.getData("text/plain") : "";
    if (words !== "") pasting.add(words);
    else void droppedFiles(event.dataTransfer).then(take);
  });
  byId("clear", HTMLButtonElement).addEventListener("click", () => {
    stopReading();
    pasting.clear();
    underWay.delete(TYPING);
    readingPasted = new AbortController();
    pasted = NOTHING;
    given.length = 0;
    void gather();
    paste.focus();
  });
  byId("reading-stop", HTMLButtonElement).addEventListener("click", stopReading);
  byId("save", HTMLButtonElement).addEventListener("click", () => void save());
  byId("more", HTMLButtonElement).addEventListener("click", () => {
    shown += SHOWN;
    void drawAnswers();
  });
}

offerLanguages();
for (const facts of site?.datasets ?? []) {
  const card = new DatasetCard({
    facts,
    fromFolder: location.protocol === "file:",
    photos: () => photos.map(({ id }) => id),
    onData: (held) => {
      if (held === null) data.delete(facts.name);
      else data.set(facts.name, held);
      void answer();
    },
  });
  cards.push(card);
  byId("datasets", HTMLUListElement).append(card.element);
}
listen();
drawAll();
