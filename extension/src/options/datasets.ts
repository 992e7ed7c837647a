// A switch for each dataset of the helper, and for each that is switched off and that the helper no longer has.
import type { DatasetInfo } from "../shared/details.ts";
import { byId, make, write } from "../shared/dom.ts";
import { countText, text } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { originWords } from "../shared/words/origin-words.ts";
import { theirs } from "../shared/words/theirs.ts";
import { changePreferences, loadPreferences } from "../shared/preferences.ts";

let shown = "";

function makeRow(name: string, info: DatasetInfo | null, { census, on }: { readonly census: boolean; readonly on: boolean }): HTMLElement {
  const row = make("li");
  const label = make("label", "switch");
  const words = make("span", "words");
  const own = info?.about?.title ?? name;
  const title = (info?.origin ?? null) === null || own === name ? own : theirs(own);
  const photos = info?.photos ?? null;
  words.append(make("b", "", title));
  const facts = [
    title === name ? "" : name,
    photos === null ? "" : countText("dataset_photos", photos),
    info === null ? text("dataset_gone") : text(info.exact ? "dataset_exact" : "dataset_filter"),
    originWords(info?.origin ?? null),
    info?.about?.withdrawn === true ? text("dataset_withdrawn") : "",
  ];
  words.append(make("span", "quiet small", facts.filter((fact) => fact !== "").join(" · ")));
  if (census) words.append(make("span", "quiet small", text("dataset_census")));
  const toggle = make("input");
  toggle.type = "checkbox";
  toggle.setAttribute("role", "switch");
  toggle.dataset.dataset = name;
  toggle.dataset.census = String(census);
  toggle.checked = on;
  label.append(words, toggle);
  row.append(label);
  return row;
}

export async function showDatasets(): Promise<void> {
  const datasets = await ask({ kind: "datasets" }).catch(() => undefined);
  // The background was stopped before it answered. Nothing is known then, so every switch stays.
  if (datasets === undefined) return;
  // Read the preferences last, so that a switch that was used while the helper was being asked does not jump back.
  const { hiddenDatasets, shownCensuses } = await loadPreferences();
  const infos = new Map((datasets ?? []).map((info) => [info.name, info]));
  const none = byId("datasets-none", HTMLElement);
  none.hidden = datasets !== null;
  write(none, text("options_datasets_none"));
  const isCensus = (name: string): boolean => infos.get(name)?.kind === "census" || (!infos.has(name) && shownCensuses.includes(name));
  const all = [...new Set([...infos.keys(), ...hiddenDatasets, ...shownCensuses])].sort();
  // Training sets first: a census is something else, and stands below them.
  const names = [...all.filter((name) => !isCensus(name)), ...all.filter(isCensus)];
  // Drawn again only where something differs: a switch must not be replaced while somebody is pressing it.
  const key = JSON.stringify([names, hiddenDatasets, shownCensuses, [...infos.values()]]);
  if (key === shown) return;
  shown = key;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.dataset : undefined;
  const rows = names.map((name) => {
    const census = isCensus(name);
    return makeRow(name, infos.get(name) ?? null, { census, on: census ? shownCensuses.includes(name) : !hiddenDatasets.includes(name) });
  });
  byId("datasets", HTMLElement).replaceChildren(...rows);
  if (focused !== undefined) byId("datasets", HTMLElement).querySelector<HTMLElement>(`[data-dataset="${CSS.escape(focused)}"]`)?.focus();
}

async function hide(name: string, hidden: boolean): Promise<void> {
  const { hiddenDatasets } = await loadPreferences();
  const others = hiddenDatasets.filter((each) => each !== name);
  await changePreferences({ hiddenDatasets: hidden ? [...others, name] : others });
}

async function showCensus(name: string, on: boolean): Promise<void> {
  const { shownCensuses } = await loadPreferences();
  const others = shownCensuses.filter((each) => each !== name);
  await changePreferences({ shownCensuses: on ? [...others, name] : others });
}

export function prepareDatasets(): void {
  byId("datasets", HTMLElement).addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset.dataset === undefined) return;
    if (target.dataset.census === "true") void showCensus(target.dataset.dataset, target.checked);
    else void hide(target.dataset.dataset, !target.checked);
  });
}
