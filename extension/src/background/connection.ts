// The helper's state as last seen. It is asked for again only where it may have changed.
import type { HelperState, HelperStatus } from "../shared/answers.ts";
import type { Pairing } from "../shared/pairing.ts";
import type { DatasetInfo } from "../shared/details.ts";
import { askChanges, askDatasets, askLookup, identify, type Trouble } from "./client.ts";
import type { HelperLine } from "./helper-line.ts";
import type { Changes } from "../shared/wire.d.ts";
import type { CheckedLookup } from "./wire.ts";
import type { CheckedDatasets } from "./wire-details.ts";

/** Milliseconds for which the program on the port is taken for the helper without asking again; any failure ends that. */
const IDENTITY_HOLDS = 60_000;
/** The same for a look at the state, which nobody waits for: so a lookup, for which somebody does, seldom has to ask. */
const IDENTITY_RENEWED = 30_000;
/** Milliseconds for which a state is returned without asking again, so that tabs that ask together cost one request. */
const STATUS_HOLDS = 1_000;
const BACK_OFF_FIRST = 1_000;
/** Short: a refused connection to this computer costs little, and a person who has started the helper should not wait long. */
const BACK_OFF_MOST = 8_000;
/** States in which asking again soon is pointless. The others change when the person does something, and then they wait for it. */
const BACK_OFF: ReadonlySet<HelperState> = new Set<HelperState>([
  "off",
  "other_program",
  "helper_too_old",
  "extension_too_old",
  "failing",
  "not_answering",
]);

export interface ConnectionNeeds {
  readonly loadPairing: () => Promise<Pairing>;
  readonly hasPermission: () => Promise<boolean>;
  /** Called when the state, the revision or the port has changed. */
  readonly onChange: (status: HelperStatus) => void;
  readonly now?: () => number;
  /** Makes look-ups faster; without it each is a request of its own. */
  readonly line?: HelperLine;
}

export type LookupOutcome =
  | { readonly ok: true; readonly status: HelperStatus; readonly body: CheckedLookup }
  | { readonly ok: false; readonly status: HelperStatus };

export class Connection {
  readonly #needs: ConnectionNeeds;
  readonly #now: () => number;
  #status: HelperStatus | null = null;
  /** With which the state was last found. */
  #pairing: Pairing | null = null;
  /** What is published, as of its own revision; a lookup may have seen a newer one since. */
  #library: CheckedDatasets | null = null;
  #asking: Promise<HelperStatus> | null = null;
  #askedAt = -Infinity;
  #identifiedAt = -Infinity;
  #failures = 0;
  /** A photo of the last lookup, where that failed: a helper may name its datasets and still fail to look into them. */
  #failedOn: string | null = null;
  /** Counts changes of pairing and permission: an answer that was asked for before one says nothing about the helper after it. */
  #era = 0;

  constructor(needs: ConnectionNeeds) {
    this.#needs = needs;
    this.#now = needs.now ?? Date.now;
  }

  /** The state; asks the helper where the last answer is too old. `force` asks in any case, because the person is waiting. */
  async check(force = false): Promise<HelperStatus> {
    if (!force && this.#status !== null && this.#now() - this.#askedAt < this.#patience()) return this.#status;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /**
   * The state as last seen where that is ready; else as `check` finds it.
   * @param eager the person has just asked: do not return an old answer, and do not wait for a back-off to end
   */
  async current(eager = false): Promise<HelperStatus> {
    if (this.#status?.state !== "ready") return this.check(eager);
    return eager ? this.check() : this.#status;
  }

  /** The published datasets, or null while the helper cannot say. */
  async datasets(): Promise<readonly DatasetInfo[] | null> {
    let status = await this.current();
    if (status.state === "ready" && status.revision !== this.#library?.revision) status = await this.check(true);
    return status.state === "ready" ? (this.#library?.datasets ?? null) : null;
  }

  /** How many of the photos that the person remembers are new or gone, or null while the helper cannot say. */
  async changes(): Promise<Changes | null> {
    const { state } = await this.current();
    return state === "ready" ? askChanges(await this.#needs.loadPairing()) : null;
  }

  /** Looks up at most 1,000 photos. A lookup that `signal` ended does not change the helper's state. */
  async lookup(photos: readonly string[], signal: AbortSignal): Promise<LookupOutcome> {
    if (this.#now() - this.#identifiedAt > IDENTITY_HOLDS) await this.check(true);
    const status = await this.current();
    if (status.state !== "ready") return { ok: false, status };
    const era = this.#era;
    const pairing = this.#pairing ?? (await this.#needs.loadPairing());
    const result = await askLookup(pairing, photos, signal, this.#needs.line);
    if (signal.aborted) return { ok: false, status };
    if (era !== this.#era) return { ok: false, status: await this.check(true) };
    if (!result.ok) {
      this.#failedOn = photos[0] ?? null;
      return { ok: false, status: this.#trouble(pairing.port, result.state, status.version) };
    }
    const { revision, unavailable } = result.value;
    const { state, port: on, version } = status;
    return { ok: true, status: this.#become({ state, revision, port: on, version, ...onlyCensuses(!result.value.asked && unavailable.length === 0) }), body: result.value };
  }

  /** Pairing or permission changed: nothing that was known before holds any more. */
  forget(): void {
    this.#era += 1;
    this.#pairing = null;
    this.#identifiedAt = -Infinity;
    this.#askedAt = -Infinity;
    this.#failures = 0;
    this.#failedOn = null;
    this.#asking = null;
    this.#needs.line?.close();
  }

  #patience(): number {
    if (this.#failures === 0) return STATUS_HOLDS;
    return Math.min(BACK_OFF_MOST, BACK_OFF_FIRST * 2 ** (this.#failures - 1));
  }

  async #ask(): Promise<HelperStatus> {
    const era = this.#era;
    const status = await this.#find();
    if (era !== this.#era) return this.check(true);
    this.#askedAt = this.#now();
    this.#failures = BACK_OFF.has(status.state) ? this.#failures + 1 : 0;
    return this.#become(status);
  }

  async #find(): Promise<HelperStatus> {
    const era = this.#era;
    const pairing = await this.#needs.loadPairing();
    if (era === this.#era) this.#pairing = pairing;
    const { port } = pairing;
    let version = this.#status?.version ?? null;
    if (!(await this.#needs.hasPermission())) return { state: "no_permission", revision: null, port, version };
    // Without a token the helper answers nothing but hello.
    if (pairing.token === null || this.#now() - this.#identifiedAt > IDENTITY_RENEWED) {
      const identity = await identify(port);
      version = identity.version;
      if (!identity.ok) return this.#lost(port, identity.state, version);
      this.#identifiedAt = this.#now();
    }
    const library = await askDatasets(pairing, this.#status?.port === port ? this.#library : null);
    if (!library.ok) return this.#lost(port, library.state, version);
    this.#library = library.value;
    if (this.#failedOn !== null) {
      const probe = await askLookup(pairing, [this.#failedOn], new AbortController().signal);
      if (!probe.ok) return this.#lost(port, probe.state, version);
      this.#failedOn = null;
    }
    const { revision, datasets, unavailable } = library.value;
    return { state: "ready", revision, port, version, ...onlyCensuses(unavailable === 0 && datasets.every(({ kind }) => kind === "census")) };
  }

  #lost(port: number, state: Trouble, version: string | null): HelperStatus {
    this.#identifiedAt = -Infinity;
    return { state, revision: null, port, version };
  }

  #trouble(port: number, state: Trouble, version: string | null): HelperStatus {
    this.#askedAt = this.#now();
    this.#failures = BACK_OFF.has(state) ? Math.max(1, this.#failures) : 0;
    return this.#become(this.#lost(port, state, version));
  }

  #become(status: HelperStatus): HelperStatus {
    const before = this.#status;
    this.#status = status;
    if (before?.state !== status.state || before.revision !== status.revision || before.port !== status.port) {
      this.#needs.onChange(status);
    }
    return status;
  }
}

/** What a status says of a library without training sets. */
function onlyCensuses(so: boolean): Pick<HelperStatus, "onlyCensuses"> {
  return so ? { onlyCensuses: true } : {};
}
