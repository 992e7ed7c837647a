// The helper's JSON about one account, checked before it is believed.
import type { Account } from "../shared/wire.d.ts";
import { isJson, isStrings } from "./wire.ts";

/** One page of an account's photos, of training sets alone. */
export type CheckedAccount = Pick<Account, "revision" | "datasets" | "without_owners" | "unavailable" | "photos" | "next">;

/** The answer of `/v1/accounts/{nsid}`, or null when it makes no sense. */
export function readAccount(body: unknown): CheckedAccount | null {
  if (!isJson(body) || typeof body.revision !== "string" || !Array.isArray(body.datasets) || !Array.isArray(body.photos)) return null;
  const { revision, without_owners, unavailable, next } = body;
  if (!isStrings(without_owners) || !isStrings(unavailable) || (next !== null && typeof next !== "string")) return null;
  const datasets: CheckedAccount["datasets"][number][] = [];
  for (const each of body.datasets as unknown[]) {
    if (!isJson(each) || typeof each.dataset !== "string" || !Number.isSafeInteger(each.photos)) return null;
    datasets.push({ dataset: each.dataset, photos: each.photos as number });
  }
  const photos: CheckedAccount["photos"][number][] = [];
  for (const each of body.photos as unknown[]) {
    if (!isJson(each) || typeof each.photo_id !== "string" || !isStrings(each.datasets)) return null;
    photos.push({ photo_id: each.photo_id, datasets: each.datasets });
  }
  return { revision, datasets, without_owners, unavailable, photos, next };
}
