// Everything about one photo, for its card: the helper's answer, and what each dataset says of itself.
import type { PhotoDetails } from "../shared/details.ts";
import { loadPairing } from "../shared/pairing.ts";
import { inOwnLanguage } from "./catalog-words.ts";
import { askPhoto } from "./client.ts";
import type { Connection } from "./connection.ts";
import { KeptAnswers } from "./kept-answers.ts";

/** Photos whose details are kept, for cards that are opened again; a few kilobytes. */
const MOST = 50;

export class Details {
  readonly #connection: Connection;
  readonly #kept = new KeptAnswers<PhotoDetails>(MOST);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Null where the helper does not answer. Several cards share one request; the answer is kept until the revision changes. */
  async of(photo: string): Promise<PhotoDetails | null> {
    const { state, revision } = await this.#connection.current();
    if (state !== "ready" || revision === null) return null;
    return this.#kept.get(revision, photo, () => this.#ask(photo));
  }

  async #ask(photo: string): Promise<PhotoDetails | null> {
    const [result, library] = await Promise.all([askPhoto(await loadPairing(), photo), this.#connection.datasets()]);
    if (!result.ok) return null;
    const { answer, datasets, censuses, unavailable } = result.value;
    const known = new Map(library?.map((dataset) => [dataset.name, dataset]));
    const described = (all: typeof datasets): Promise<PhotoDetails["datasets"]> =>
      Promise.all(all.map(async (each) => {
        const { about = null, origin = null } = known.get(each.dataset) ?? {};
        return { ...each, about: about === null || origin !== null ? about : await inOwnLanguage(about), origin };
      }));
    return {
      photo,
      answer,
      datasets: await described(datasets),
      censuses: await described(censuses),
      unavailable,
    };
  }
}
