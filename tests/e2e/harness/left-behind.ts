/** What a try of a test leaves in the helper when it fails, where the second one would find it: taken away by the owner's own requests. */
import { readFile } from "node:fs/promises";
import path from "node:path";

import type { Helper } from "./helper.ts";
import { until } from "./until.ts";

interface Kept {
  readonly id: string;
}

/** The owner's token, as the command line finds it. */
export async function ownerToken({ home }: Helper): Promise<string> {
  return (JSON.parse(await readFile(path.join(home, "state", "helper.json"), "utf8")) as { token: string }).token;
}

/** What the helper lists there; a test that failed may have left it stopped. */
async function listOf<Answer>(helper: Helper, resource: string): Promise<Answer> {
  if (!helper.running) await helper.start();
  return (await (await helper.fetch(resource, await ownerToken(helper))).json()) as Answer;
}

async function removeAll(helper: Helper, resource: string, all: readonly Kept[]): Promise<void> {
  const owner = await ownerToken(helper);
  for (const { id } of all) await helper.fetch(`${resource}/${id}`, owner, { method: "DELETE" });
}

/** Ends the builds that wait or run, the newest first, so that none begins meanwhile. */
export async function endBuilds(helper: Helper): Promise<void> {
  const open = async (): Promise<readonly Kept[]> =>
    (await listOf<{ builds: readonly (Kept & { readonly ended_at: string | null })[] }>(helper, "/v1/builds")).builds.filter((each) => each.ended_at === null);
  await removeAll(helper, "/v1/builds", await open());
  await until("the builds to end", async () => (await open()).length === 0);
}

/** Refuses who waits to be connected, and ends every connection. */
export async function endPairings(helper: Helper): Promise<void> {
  const { waiting, paired } = await listOf<{ waiting: readonly Kept[]; paired: readonly Kept[] }>(helper, "/v1/pairings");
  await removeAll(helper, "/v1/pairings", [...waiting, ...paired]);
}

/** Forgets the photos that are watched, the letters that were sent and the checks that are remembered. */
export async function forgetChecks(helper: Helper): Promise<void> {
  const { watches } = await listOf<{ watches: readonly Kept[] }>(helper, "/v1/watches");
  const { letters } = await listOf<{ letters: readonly Kept[] }>(helper, "/v1/letters");
  const { checks } = await listOf<{ checks: readonly Kept[] }>(helper, "/v1/checks");
  await removeAll(helper, "/v1/watches", watches);
  await removeAll(helper, "/v1/letters", letters);
  await removeAll(helper, "/v1/checks", checks);
}
