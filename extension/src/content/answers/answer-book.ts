// The answers about the photos of one page, as the person wants to see them, and how many there are of each kind. Whoever
// draws or counts hears of one event: what is to be shown of these photos has changed.
import { summarise, UNKNOWN, type Counts, type PhotoAnswer } from "../../shared/answers.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

export class AnswerBook {
  readonly #changed: (photos: readonly string[]) => void;
  /** As the helper gave them; null where nobody has been asked yet, or nothing is known any more. */
  readonly #given = new Map<string, PhotoAnswer | null>();
  /** Without the datasets that the person does not want to see. */
  readonly #shown = new Map<string, PhotoAnswer>();
  readonly #due = new Set<string>();
  #counts: Mutable<Counts> = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
  #hidden: ReadonlySet<string> = new Set();

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
    this.#counts[this.show(photo).answer] -= 1;
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

  /** Leaves datasets out of everything that is shown and counted. */
  hide(datasets: readonly string[]): void {
    this.#hidden = new Set(datasets);
    for (const [photo, given] of this.#given) if (given !== null) this.#write(photo, given);
    this.#tell(this.#photos());
  }

  /** Forgets every photo, and tells nobody. */
  clear(): void {
    this.#given.clear();
    this.#shown.clear();
    this.#due.clear();
    this.#counts = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
  }

  #photos(): string[] {
    return [...this.#given.keys()];
  }

  #tell(photos: readonly string[]): void {
    if (photos.length > 0) this.#changed(photos);
  }

  #write(photo: string, given: PhotoAnswer): void {
    this.#counts[this.show(photo).answer] -= 1;
    const shown = withoutDatasets(given, this.#hidden);
    this.#shown.set(photo, shown);
    this.#counts[shown.answer] += 1;
  }
}

/** An answer as if some datasets were not there. */
export function withoutDatasets(answer: PhotoAnswer, hidden: ReadonlySet<string>): PhotoAnswer {
  if (hidden.size === 0 || answer.datasets.length === 0) return answer;
  const datasets = answer.datasets.filter(({ dataset }) => !hidden.has(dataset));
  if (datasets.length === answer.datasets.length) return answer;
  return datasets.length === 0 && answer.partial === true ? UNKNOWN : summarise(datasets);
}
