// Answers of the helper that are kept for as long as its library stays the same.

export class KeptAnswers<Answer> {
  readonly #most: number;
  #revision: string | null = null;
  /** The oldest first. */
  readonly #known = new Map<string, Promise<Answer | null>>();

  /** @param most how many answers are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * The answer to one question. Several askers share one request.
   * @param revision of the helper's library: answers of another revision are forgotten
   * @param question what tells it from others
   * @param ask asks the helper; null where it does not answer, and then the next asker asks again
   */
  async get(revision: string, question: string, ask: () => Promise<Answer | null>): Promise<Answer | null> {
    if (revision !== this.#revision) {
      this.#known.clear();
      this.#revision = revision;
    }
    const known = this.#known.get(question);
    if (known !== undefined) return known;
    const asking = ask();
    this.#known.set(question, asking);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most && oldest !== undefined) this.#known.delete(oldest);
    const found = await asking;
    if (found === null && this.#known.get(question) === asking) this.#known.delete(question);
    return found;
  }
}
