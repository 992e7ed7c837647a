/** The real helper in a home of its own: indexes built by the real command, served by the real daemon. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { PATIENCE_MS, until } from "./until.ts";

const WINDOWS = process.platform === "win32";
const IN_TREE = fileURLToPath(
  new URL(`../../../.venv/${WINDOWS ? "Scripts/inset.exe" : "bin/inset"}`, import.meta.url),
);
/** The command line: `INSET_BIN`, or the one in this repository's environment. */
export const INSET = process.env.INSET_BIN ?? IN_TREE;

/** Why tests with the helper cannot run here; undefined when they can. */
export function whyNoHelper(): string | undefined {
  return existsSync(INSET) ? undefined : `install the helper (make run) or set INSET_BIN: there is no ${INSET}`;
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BuildOptions {
  readonly filterOnly?: boolean;
  readonly kind?: "training" | "census";
  /** The NSID of the account of all these photos: then the manifest is a table that names it. */
  readonly owner?: string;
}

const LOWEST = 20_000;
/** Ports of each process that runs tests. */
const BLOCK = 200;
const BLOCKS = 50;
let first: number | undefined;
let given = 0;

/** Listen on a port of 127.0.0.1; null where somebody has it. */
function take(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => { resolve(null); });
    server.listen(port, "127.0.0.1", () => { resolve(server); });
  });
}

/** Take a block by its first port, which is held as long as this process lives, and never handed out. */
async function ownBlock(): Promise<number> {
  for (let turn = 0; turn < BLOCKS; turn += 1) {
    const at = LOWEST + ((process.pid + turn) % BLOCKS) * BLOCK;
    const guard = await take(at);
    guard?.unref();
    if (guard) return at;
  }
  throw new Error(`${String(BLOCKS)} processes run tests already`);
}

/**
 * A port of 127.0.0.1 that nobody listens on right now, below those that systems give out by themselves: a helper may be
 * started long after its port was chosen, and between two starts nobody else's connection may take it. No test that runs
 * beside this one gets the same.
 */
export async function freePort(): Promise<number> {
  first ??= await ownBlock();
  for (;;) {
    given = (given % (BLOCK - 1)) + 1;
    const server = await take(first + given);
    if (!server) continue;
    await new Promise((resolve) => server.close(resolve));
    return first + given;
  }
}

export class Helper {
  private daemon: ChildProcess | undefined;
  private output = "";
  private manifests = 0;
  private readonly atExit = (): void => {
    this.daemon?.kill("SIGKILL");
  };

  private constructor(
    readonly home: string,
    readonly port: number,
  ) {}

  /** Make an empty home; nothing is built and nothing runs yet. */
  static async create(): Promise<Helper> {
    return new Helper(await mkdtemp(path.join(tmpdir(), "inset-home-")), await freePort());
  }

  /** All that the daemon has written so far. */
  get log(): string {
    return this.output;
  }

  get running(): boolean {
    return this.daemon !== undefined;
  }

  /** The daemon's process ID; undefined while none runs. */
  get pid(): number | undefined {
    return this.daemon?.pid;
  }

  /**
   * Stop the build that runs, once its process is there: it must not end before it was looked at. Returns what lets it go on.
   * On Linux alone, which tells a process's children.
   */
  async holdBuild(): Promise<() => void> {
    const build = await until("the build's process", () => this.buildProcess());
    process.kill(build, "SIGSTOP");
    return () => {
      try {
        process.kill(build, "SIGCONT");
      } catch (error) {
        // It has ended.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    };
  }

  /**
   * The process ID of the helper's child that builds. A new child is still a copy of the helper, which waits until it has
   * become the other program: stopped before that, it would stop the helper. So its command is looked at, not only its parent.
   */
  private async buildProcess(): Promise<number | undefined> {
    const pid = String(this.pid);
    for (const child of (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).match(/\d+/g) ?? []) {
      const command = (await readFile(`/proc/${child}/cmdline`, "utf8")).split("\0");
      if (command[command.indexOf("inset_build") + 1] === "build") return Number(child);
    }
    return undefined;
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      INSET_HOME: this.home,
      INSET_PORT: String(this.port),
      INSET_LANGUAGE: "en",
      INSET_LOG_LEVEL: "info",
      PYTHONUNBUFFERED: "1",
    };
  }

  /** Run `inset` with these arguments; never throws for its exit status. */
  run(...args: string[]): Promise<Ran> {
    return new Promise((resolve, reject) => {
      execFile(INSET, args, { env: this.environment, timeout: PATIENCE_MS }, (error, stdout, stderr) => {
        if (error && typeof error.code !== "number")
          reject(new Error(`inset ${args.join(" ")}: ${error.message}`, { cause: error }));
        else resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });
  }

  /** Begin `inset` with these arguments; what it writes goes nowhere. For what is looked at, or ended, while it runs. */
  begin(...args: string[]): ChildProcess {
    return spawn(INSET, args, { env: this.environment, stdio: "ignore" });
  }

  private async must(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...args);
    if (status !== 0) throw new Error(`inset ${args.join(" ")} ended with ${String(status)}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Build and publish a run of `dataset` from a manifest of bare IDs, with the real command. */
  async build(
    dataset: string,
    photos: readonly string[],
    options: BuildOptions = {},
  ): Promise<{ run: string; photos: number }> {
    this.manifests += 1;
    const { owner } = options;
    const manifest = path.join(this.home, `manifest-${String(this.manifests)}.${owner === undefined ? "txt" : "csv"}`);
    const lines = owner === undefined ? photos : ["photo_id,owner_nsid", ...photos.map((photo) => `${photo},${owner}`)];
    await writeFile(manifest, `${lines.join("\n")}\n`);
    // The tests' photos have IDs that Flickr has not given out, and stand among real ones where saved pages are at hand.
    const flags = [...(owner === undefined ? ["--reader", "id-list"] : []), ...(options.filterOnly ? ["--filter-only"] : []), ...(options.kind === undefined ? [] : ["--kind", options.kind])];
    const built = JSON.parse(await this.must("build", dataset, manifest, "--json", ...flags)) as {
      run: string;
      photos: number;
    };
    if (built.photos !== new Set(photos).size)
      throw new Error(`${dataset}: ${String(built.photos)} photos of ${String(photos.length)}`);
    return built;
  }

  /** Build and publish the bundled sample, as a newcomer's first run does. */
  async buildSample(): Promise<void> {
    await this.must("build", "--sample");
  }

  /** Unpublish a dataset. */
  async remove(dataset: string): Promise<void> {
    await this.must("remove", dataset);
  }

  /** Start the daemon and wait for its first answer. */
  async start(): Promise<void> {
    if (this.daemon) throw new Error("The helper runs already.");
    const daemon = spawn(INSET, ["serve"], { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
    this.daemon = daemon;
    process.once("exit", this.atExit);
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    daemon.stdout.on("data", keep);
    daemon.stderr.on("data", keep);
    daemon.once("exit", () => {
      this.daemon = undefined;
      process.removeListener("exit", this.atExit);
    });
    await until(
      "the helper to answer",
      async () => {
        if (!this.running) throw new Error(`inset serve ended:\n${this.output}`);
        return (await fetch(`http://127.0.0.1:${String(this.port)}/v1/hello`)).ok;
      },
    );
  }

  /** Make sure that the daemon runs and serves this dataset, whatever the tests before have left. */
  async ensure(dataset: string, photos: readonly string[]): Promise<void> {
    if (!this.running) await this.start();
    if ((await this.run("datasets", dataset)).status !== 0) await this.build(dataset, photos);
  }

  /** Stop the daemon as a person would (SIGTERM); its port is free afterwards. */
  async stop(): Promise<void> {
    // A frozen process does not get the signal to stop.
    this.thaw();
    this.daemon?.kill("SIGTERM");
    await until("the helper to stop", () => !this.running);
  }

  /** Let the daemon hang, as on a computer that is too busy: it accepts, and answers nothing until `thaw`. Not on Windows. */
  freeze(): void {
    this.daemon?.kill("SIGSTOP");
  }

  thaw(): void {
    this.daemon?.kill("SIGCONT");
  }

  /** A token for scripts, by `inset pair --new-token`. */
  async newToken(name = "end-to-end test"): Promise<string> {
    const text = await this.must("pair", "--new-token", name);
    const token = text.trim().split(/\s+/).at(-1) ?? "";
    if (token.length < 16) throw new Error(`inset pair --new-token printed no token: ${text}`);
    return token;
  }

  /** Ask the helper as a script would. */
  fetch(resource: string, token: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${token}`);
    return fetch(`http://127.0.0.1:${String(this.port)}${resource}`, { ...init, headers });
  }

  /** Stop everything and remove the home. */
  async close(): Promise<void> {
    if (this.running) await this.stop();
    await rm(this.home, { recursive: true, force: true });
  }
}
