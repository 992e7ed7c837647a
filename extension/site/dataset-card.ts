// One dataset of the site: what the publisher says of it, and the buttons by which the reader fetches it. Nothing is fetched
// before a click, and the size stands on the button.
import { visible } from "../../helper/inset/server/web/page/shared/visible.js";
import { make, write } from "../src/shared/elements.ts";
import { rangesOf } from "./asking.ts";
import { DataError, fetchRanges, fetchWhole, fromFiles, fromScripts, fromSite, readIndex, type RangeData, type Source } from "./data.ts";
import { wholeBytes, type DatasetFacts } from "./site-facts.ts";
import { theirs } from "./theirs.ts";
import { countText, dayText, oneIn, sizeText, text } from "./words.ts";

/** Below so many bytes nobody needs a choice. */
const LITTLE = 4_000_000;

export interface CardOptions {
  readonly facts: DatasetFacts;
  /** Whether this page was opened from a folder. */
  readonly fromFolder: boolean;
  /** The photos that are asked about, ascending. */
  readonly photos: () => readonly number[];
  /** Told when there are new data, and with null when there are none any more. */
  readonly onData: (data: RangeData | null) => void;
}

export class DatasetCard {
  readonly element = make("li", "dataset");
  readonly facts: DatasetFacts;
  readonly #options: CardOptions;
  readonly #place = make("div", "panel");
  #stop = new AbortController();
  #isHere = false;

  constructor(options: CardOptions) {
    this.#options = options;
    this.facts = options.facts;
    this.element.dataset.dataset = this.facts.name;
    this.draw();
  }

  /** Draws it anew, in the language that is spoken now. What is being fetched goes on being fetched unseen. */
  draw(): void {
    const { facts } = this;
    const title = make("h3", "", theirs(facts.title));
    title.dir = "auto";
    const kind = make("span", "kind", text(facts.kind === "census" ? "dataset_census" : "site_training"));
    kind.dataset.kind = facts.kind;
    const about = [kind, make("span", "", countText("photos", facts.photos)), make("span", "", text("site_day", dayText(facts.built)))];
    if (facts.publisher !== null) {
      const publisher = make("span", "", `${text("site_by")} ${theirs(facts.publisher)}`);
      about.push(publisher);
    }
    const line = make("div", "facts");
    line.append(...about);
    const answers = facts.false_positive_rate === null ? text("site_list") : text("site_filter", oneIn(facts.false_positive_rate));
    this.element.replaceChildren(title, line, make("p", "", answers), this.#place);
    if (this.#isHere) this.#showHere();
    else this.#offer();
  }

  /** The photos have changed: what was fetched for others does not do any more. */
  photosChanged(data: RangeData | null): void {
    if (!this.#isHere || data === null) return;
    const isMissing = rangesOf(data, this.#options.photos()).some((range) => !data.has(range));
    if (isMissing) this.#offer();
  }

  #offer(trouble: DataError | null = null): void {
    this.#isHere = false;
    const { facts } = this;
    const parts: HTMLElement[] = [];
    if (trouble !== null) {
      const said = make("p", "trouble", text(`site_trouble_${trouble.trouble}`));
      said.setAttribute("role", "alert");
      parts.push(said);
    }
    if (this.#options.fromFolder && !facts.scripts) parts.push(...this.#offerFiles());
    else {
      const actions = make("div", "actions");
      actions.append(this.#button("fetch", text("site_fetch", sizeText(wholeBytes(facts))), true, () => this.#run((source, signal, onBytes) => fetchWhole(facts, source, signal, onBytes), wholeBytes(facts))));
      parts.push(actions);
      if (!this.#options.fromFolder && wholeBytes(facts) > LITTLE && facts.index.bytes > 64 + 20) {
        parts.push(make("p", "quiet", text("site_fetch_text")));
        const less = make("div", "actions");
        less.append(this.#button("parts", text("site_parts", sizeText(facts.index.bytes)), false, () => this.#findParts()));
        parts.push(less);
      }
    }
    this.#place.replaceChildren(...parts);
  }

  /** Browsers let no page that was opened from a folder read large files by itself. */
  #offerFiles(): HTMLElement[] {
    const files = [this.facts.index, ...this.facts.files];
    const names = new Intl.ListFormat("en", { type: "unit" }).format(files.map(({ file }) => file));
    const label = make("label", "button file primary");
    const input = make("input");
    input.type = "file";
    input.multiple = true;
    input.dataset.action = "files";
    input.addEventListener("change", () => {
      const source = fromFiles([...(input.files ?? [])]);
      void this.#run((_, signal, onBytes) => fetchWhole(this.facts, source, signal, onBytes), wholeBytes(this.facts));
    });
    label.append(make("span", "", text("ask_choose_files")), input);
    const actions = make("div", "actions");
    actions.append(label);
    return [make("p", "quiet", text("site_pick", names)), actions];
  }

  /** Tells what parts would take, and what asking for them tells. */
  async #findParts(): Promise<void> {
    const photos = this.#options.photos();
    if (photos.length === 0) {
      this.#place.append(make("p", "quiet", text("site_no_photos")));
      return;
    }
    const signal = this.#begin();
    try {
      const index = await readIndex(this.facts, fromSite, signal, () => undefined);
      const wanted = rangesOf({ index }, photos);
      const bytes = wanted.reduce((sum, range) => sum + index.range(range).bytes, 0);
      const actions = make("div", "actions");
      actions.append(
        this.#button("fetch", text("site_fetch", sizeText(wholeBytes(this.facts))), true, () => this.#run((source, stop, onBytes) => fetchWhole(this.facts, source, stop, onBytes), wholeBytes(this.facts))),
        this.#button("fetch-parts", text("site_fetch_parts", sizeText(bytes)), false, () => this.#run((source, stop, onBytes) => fetchRanges(this.facts, index, wanted, source, stop, onBytes), bytes)),
      );
      this.#place.replaceChildren(make("p", "note", text("site_parts_text", wanted.length, index.count)), actions);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #run(get: (source: Source, signal: AbortSignal, onBytes: (bytes: number) => void) => Promise<RangeData>, all: number): Promise<void> {
    const signal = this.#begin();
    const bar = make("progress");
    bar.max = all;
    bar.value = 0;
    bar.setAttribute("aria-label", visible(this.facts.title));
    const said = make("p", "quiet", text("site_fetched", sizeText(0), sizeText(all)));
    let here = 0;
    const onBytes = (bytes: number): void => {
      here += bytes;
      bar.value = here;
      write(said, text("site_fetched", sizeText(here), sizeText(all)));
    };
    const actions = make("div", "actions");
    actions.append(this.#button("cancel", text("cancel"), false, () => { this.#stop.abort(); this.#offer(); return Promise.resolve(); }));
    this.#place.replaceChildren(bar, said, actions);
    try {
      const data = await get(this.#options.fromFolder ? fromScripts : fromSite, signal, onBytes);
      if (signal.aborted) return;
      this.#isHere = true;
      this.#showHere();
      this.#options.onData(data);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  /** An answer showed that the data cannot be believed. */
  fail(error: unknown): void {
    this.#failed(error);
  }

  #failed(error: unknown): void {
    if (!(error instanceof DataError)) throw error;
    this.#options.onData(null);
    this.#offer(error);
  }

  #begin(): AbortSignal {
    this.#stop.abort();
    this.#stop = new AbortController();
    return this.#stop.signal;
  }

  #showHere(): void {
    const done = make("p", "done", text("site_here"));
    done.setAttribute("role", "status");
    this.#place.replaceChildren(done);
  }

  #button(action: string, words: string, isPrimary: boolean, onClick: () => Promise<void>): HTMLButtonElement {
    const button = make("button", isPrimary ? "primary" : "", words);
    button.type = "button";
    button.dataset.action = action;
    button.addEventListener("click", () => { void onClick(); });
    return button;
  }
}
