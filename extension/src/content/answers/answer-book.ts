// The answers about the photos of one page, as the person wants to see them, and how many there are of each kind. Whoever
// draws or counts hears of one event: what is to be shown of these photos has changed.
import { isUnlikelyAnswer, NO_COUNTS, summarise, UNKNOWN, withCensuses, type Counts, type PhotoAnswer } from "../../shared/answers.ts";
import type { Preferences } from "../../shared/preferences.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

export class AnswerBook {
  readonly #changed: (photos: readonly string[]) => void;
  /** As the helper gave them; null where nobody has been asked yet, or nothing is known any more. */
  readonly #given = new Map<string, PhotoAnswer | null>();
  /** Without the datasets that the person does not want to see. */
  readonly #shown = new Map<string, PhotoAnswer>();
  readonly #due = new Set<string>();
  #counts: Mutable<Counts> = { ...NO_COUNTS };
  #wanted: WantedDatasets = { hiddenDatasets: [], shownCensuses: [] };

  /** `changed` gets the photos that came, went, or are to be shown in another way, all of one call together. */
  constructor(changed: (photos: readonly string[]) => void) {
    this.#changed = changed;
  }

  /** Whether the page shows no photo. */
  get empty(): boolean {
    return this.#given.size === 0;
  }

  get counts(): Counts {
    return { ...this.#counts };
  }

  /** Photos that are due for a lookup, in the order in which they came. */
  due(): string[] {
    return [...this.#due];
  }

  isDue(photo: string): boolean {
    return this.#due.has(photo);
  }

  /** Photos that were asked about without an answer. */
  unknown(): string[] {
    return this.#photos().filter((photo) => this.#given.get(photo)?.answer === "unknown");
  }

  /** What to show of a photo. */
  show(photo: string): PhotoAnswer {
    return this.#shown.get(photo) ?? UNKNOWN;
  }

  /** The page shows a photo; again is once. */
  add(photo: string): void {
    if (this.#given.has(photo)) return;
    this.#given.set(photo, null);
    this.#due.add(photo);
    this.#counts.unknown += 1;
    this.#changed([photo]);
  }

  /** The page shows a photo no more. */
  remove(photo: string): void {
    if (!this.#given.delete(photo)) return;
    this.#count(this.show(photo), -1);
    this.#shown.delete(photo);
    this.#due.delete(photo);
    this.#changed([photo]);
  }

  /** Takes answers in; those about photos that are not on the page are forgotten. */
  set(answers: Readonly<Record<string, PhotoAnswer>>): void {
    const known = Object.entries(answers).filter(([photo]) => this.#given.has(photo));
    for (const [photo, answer] of known) {
      this.#given.set(photo, answer);
      this.#due.delete(photo);
      this.#write(photo, answer);
    }
    this.#tell(known.map(([photo]) => photo));
  }

  /** The same while the helper is away: an answer that it gave before is worth more than "unknown", and stays. */
  setMissing(answers: Readonly<Record<string, PhotoAnswer>>): void {
    const missing: Record<string, PhotoAnswer> = {};
    for (const [photo, answer] of Object.entries(answers)) {
      if ((this.#given.get(photo) ?? null) === null) missing[photo] = answer;
      // It was asked about, and is due again when the helper is back.
      else this.#due.delete(photo);
    }
    this.set(missing);
  }

  /** Every photo is due for a lookup again; until then the answers stay. */
  askAgain(): void {
    for (const photo of this.#given.keys()) this.#due.add(photo);
  }

  /** Nothing is known any more about any photo. */
  forget(): void {
    this.set(Object.fromEntries(this.#photos().map((photo) => [photo, UNKNOWN])));
  }

  /** Leaves out of everything that is shown and counted what the person does not want to see. */
  prefer(wanted: WantedDatasets): void {
    this.#wanted = wanted;
    for (const [photo, given] of this.#given) if (given !== null) this.#write(photo, given);
    this.#tell(this.#photos());
  }

  /** Forgets every photo, and tells nobody. */
  clear(): void {
    this.#given.clear();
    this.#shown.clear();
    this.#due.clear();
    this.#counts = { ...NO_COUNTS };
  }

  #photos(): string[] {
    return [...this.#given.keys()];
  }

  #tell(photos: readonly string[]): void {
    if (photos.length > 0) this.#changed(photos);
  }

  #write(photo: string, given: PhotoAnswer): void {
    this.#count(this.show(photo), -1);
    const shown = wantedOf(given, this.#wanted);
    this.#shown.set(photo, shown);
    this.#count(shown, 1);
  }

  #count(shown: PhotoAnswer, change: 1 | -1): void {
    this.#counts[shown.answer] += change;
    if (isUnlikelyAnswer(shown)) this.#counts.unlikely += change;
    if (shown.censuses !== undefined) this.#counts.public += change;
  }
}

/** Which datasets the person wants to see: every training set but these, and of the censuses these alone. */
export type WantedDatasets = Pick<Preferences, "hiddenDatasets" | "shownCensuses">;

/** An answer as if the datasets that the person does not want to see were not there. */
export function wantedOf(answer: PhotoAnswer, { hiddenDatasets, shownCensuses }: WantedDatasets): PhotoAnswer {
  const censuses = answer.censuses?.filter(({ dataset }) => shownCensuses.includes(dataset)) ?? [];
  const datasets = answer.datasets.filter(({ dataset }) => !hiddenDatasets.includes(dataset));
  if (datasets.length === answer.datasets.length) return withCensuses(answer, censuses);
  return datasets.length === 0 && answer.partial === true ? withCensuses(UNKNOWN, censuses) : summarise(datasets, censuses);
}
