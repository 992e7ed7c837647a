// The answers about the photos of one page, as the person wants to see them, and how many there are of each kind.
import { summarise, UNKNOWN, type Counts, type PhotoAnswer } from "../../shared/answers.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

export class AnswerBook {
  /** As the helper gave them; null where nobody has been asked yet, or nothing is known any more. */
  readonly #given = new Map<string, PhotoAnswer | null>();
  /** Without the datasets that the person does not want to see. */
  readonly #shown = new Map<string, PhotoAnswer>();
  readonly #open = new Set<string>();
  #counts: Mutable<Counts> = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
  #hidden: ReadonlySet<string> = new Set();

  get counts(): Counts {
    return { ...this.#counts };
  }

  photos(): string[] {
    return [...this.#given.keys()];
  }

  /** Photos that are to be asked about, in the order in which they came. */
  open(): string[] {
    return [...this.#open];
  }

  /** Photos that were asked about without an answer. */
  unknown(): string[] {
    return this.photos().filter((photo) => this.#given.get(photo)?.answer === "unknown");
  }

  /** Whether there is an answer about a photo, be it one that is asked for again. */
  has(photo: string): boolean {
    return (this.#given.get(photo) ?? null) !== null;
  }

  /** Nothing more is to be asked about a photo before all are asked about again. */
  close(photo: string): void {
    this.#open.delete(photo);
  }

  isOpen(photo: string): boolean {
    return this.#open.has(photo);
  }

  /** What to show of a photo. */
  show(photo: string): PhotoAnswer {
    return this.#shown.get(photo) ?? UNKNOWN;
  }

  add(photo: string): void {
    if (this.#given.has(photo)) return;
    this.#given.set(photo, null);
    this.#open.add(photo);
    this.#counts.unknown += 1;
  }

  remove(photo: string): void {
    if (!this.#given.delete(photo)) return;
    this.#counts[this.show(photo).answer] -= 1;
    this.#shown.delete(photo);
    this.#open.delete(photo);
  }

  /** Takes an answer in; of a photo that is not on the page it is forgotten. */
  set(photo: string, answer: PhotoAnswer): void {
    if (!this.#given.has(photo)) return;
    this.#given.set(photo, answer);
    this.#open.delete(photo);
    this.#write(photo, answer);
  }

  /** Every photo is to be asked about again. */
  reopen(): void {
    for (const photo of this.#given.keys()) this.#open.add(photo);
  }

  /** Leaves datasets out of everything that is shown and counted. */
  hide(datasets: readonly string[]): void {
    this.#hidden = new Set(datasets);
    for (const [photo, given] of this.#given) if (given !== null) this.#write(photo, given);
  }

  clear(): void {
    this.#given.clear();
    this.#shown.clear();
    this.#open.clear();
    this.#counts = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
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
