// Everything about one photo, for its card: the helper's answer, and what each dataset says of itself.
import type { PhotoDetails } from "../shared/details.ts";
import { loadPairing } from "../shared/pairing.ts";
import { askPhoto } from "./client.ts";
import type { Connection } from "./connection.ts";

/** Photos whose details are kept, for cards that are opened again; a few kilobytes. */
const MOST = 50;

export class Details {
  readonly #connection: Connection;
  #revision: string | null = null;
  readonly #known = new Map<string, Promise<PhotoDetails | null>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Null where the helper does not answer. Several cards share one request; the answer is kept until the revision changes. */
  async of(photo: string): Promise<PhotoDetails | null> {
    const { state, revision } = await this.#connection.current();
    if (state !== "ready" || revision === null) return null;
    if (revision !== this.#revision) {
      this.#known.clear();
      this.#revision = revision;
    }
    const known = this.#known.get(photo);
    if (known !== undefined) return known;
    const asking = this.#ask(photo);
    this.#known.set(photo, asking);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
    const found = await asking;
    // Do not keep a missing answer: the next card asks again.
    if (found === null && this.#known.get(photo) === asking) this.#known.delete(photo);
    return found;
  }

  async #ask(photo: string): Promise<PhotoDetails | null> {
    const [result, library] = await Promise.all([askPhoto(await loadPairing(), photo), this.#connection.datasets()]);
    if (!result.ok) return null;
    const { answer, datasets, censuses, unavailable } = result.value;
    const about = new Map(library?.map((dataset) => [dataset.name, dataset.about]));
    const described = (all: typeof datasets): PhotoDetails["datasets"] =>
      all.map((each) => ({ ...each, about: about.get(each.dataset) ?? null }));
    return {
      photo,
      answer,
      datasets: described(datasets),
      censuses: described(censuses),
      unavailable,
    };
  }
}
