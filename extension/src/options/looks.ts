// How a photo is marked: four styles and three sets of colours, each shown as it will look.
import { PALETTES } from "../shared/palettes.ts";
import { byId, make } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import { changePreferences, COLOURS, loadPreferences, STYLES, type BadgeColours, type BadgeStyle } from "../shared/preferences.ts";

/** One choice, a radio button: its picture, its name and a few words. */
function makeChoice(name: string, value: string, picture: HTMLElement, words: readonly string[]): HTMLElement {
  const choice = make("label", "choice");
  const radio = make("input");
  radio.type = "radio";
  radio.name = name;
  radio.value = value;
  picture.setAttribute("aria-hidden", "true");
  const [title = "", more = ""] = words;
  const shown = make("span", "words");
  shown.append(make("b", "", title));
  if (more !== "") shown.append(make("span", "quiet", more));
  choice.append(radio, picture, shown);
  return choice;
}

/** A drawn photo with the mark of one style on it. */
function drawPhoto(style: BadgeStyle): HTMLElement {
  const photo = make("span", `photo ${style}`);
  if (style === "label") photo.append(make("span", "mark", text("badge_listed", text("example_dataset"))));
  if (style === "dot" || style === "frame") photo.append(make("span", "mark"));
  return photo;
}

/** Both kinds of mark in one set of colours. */
function drawPair(colours: BadgeColours): HTMLElement {
  const pair = make("span", "pair");
  for (const kind of ["listed", "probably"] as const) {
    const words = text(`badge_${kind}`, text("example_dataset"));
    const mark = make("span", kind === "listed" ? "mark" : "mark probably", words);
    const { ground, ink, edge } = PALETTES[colours][kind];
    mark.style.setProperty("--ground-of-mark", ground);
    mark.style.setProperty("--ink-of-mark", ink);
    mark.style.setProperty("--edge-of-mark", edge);
    pair.append(mark);
  }
  return pair;
}

function choose(group: string, value: string): void {
  for (const radio of document.querySelectorAll<HTMLInputElement>(`input[name="${group}"]`)) radio.checked = radio.value === value;
}

export async function showLooks(): Promise<void> {
  const { style, colours } = await loadPreferences();
  choose("style", style);
  choose("colours", colours);
  const { listed, frame } = PALETTES[colours];
  const { style: root } = document.documentElement;
  root.setProperty("--ground-of-mark", listed.ground);
  root.setProperty("--ink-of-mark", listed.ink);
  root.setProperty("--edge-of-mark", listed.edge);
  root.setProperty("--frame-of-mark", frame);
}

export function prepareLooks(): void {
  const styles = byId("styles", HTMLElement);
  styles.append(
    ...STYLES.map((style) => makeChoice("style", style, drawPhoto(style), [text(`look_${style}`), text(`look_${style}_more`)])),
  );
  styles.addEventListener("change", ({ target }) => {
    const style = STYLES.find((each) => target instanceof HTMLInputElement && each === target.value);
    if (style !== undefined) void changePreferences({ style });
  });
  const colours = byId("colours", HTMLElement);
  colours.append(...COLOURS.map((each) => makeChoice("colours", each, drawPair(each), [text(`look_${each}`)])));
  colours.addEventListener("change", ({ target }) => {
    const chosen = COLOURS.find((each) => target instanceof HTMLInputElement && each === target.value);
    if (chosen !== undefined) void changePreferences({ colours: chosen });
  });
}
