// An answer in words: a few on the badge, all of them for those who hear it.
import { isListed, isUnlikelyAnswer, type DatasetAnswer, type PhotoAnswer } from "../answers.ts";
import { countText, language, sentences, text } from "../i18n.ts";
import { LEAST, percentOfChance } from "./chance.ts";

/** The datasets that a badge speaks of: those that list the photo for certain, or else those that probably do. */
export function strongest(answer: PhotoAnswer): readonly DatasetAnswer[] {
  return answer.datasets.filter((each) => each.answer === answer.answer);
}

/** What is written on the badge. */
export function shortWords(answer: PhotoAnswer): string {
  if (!isListed(answer)) return publicWords(answer);
  const named = strongest(answer);
  const message = answer.answer === "listed" ? "badge_listed" : isUnlikelyAnswer(answer) ? "badge_possibly" : "badge_probably";
  const [only] = named;
  return named.length === 1 && only !== undefined ? text(message, only.dataset) : countText(`${message}_count`, named.length);
}

/** What censuses say of a photo, in as few words. */
export function publicWords({ censuses = [] }: PhotoAnswer): string {
  return text(censuses.some((each) => each.answer === "listed") ? "badge_public" : "badge_public_probably");
}

/** The whole answer in sentences. */
export function describe(answer: PhotoAnswer): string {
  const names = (kind: DatasetAnswer["answer"]): string => namesOf(answer.datasets.filter((each) => each.answer === kind));
  const listed = names("listed");
  const probably = names("probably_listed");
  const censuses = namesOf(answer.censuses ?? []);
  return sentences(
    listed === "" ? "" : text("label_listed", listed),
    probably === "" ? "" : text(isUnlikelyAnswer(answer) ? "label_possibly" : "label_probably", probably),
    censuses === "" ? "" : text("label_public", censuses),
  );
}

function namesOf(answers: readonly DatasetAnswer[]): string {
  return answers.map((each) => nameWithChance(each)).join(", ");
}

/** A dataset's name, with how likely its answer is true where it is not certain. */
export function nameWithChance({ dataset, answer, chance }: DatasetAnswer): string {
  if (answer === "listed" || chance === undefined) return dataset;
  return chance < LEAST ? text("dataset_chance_below", dataset, percentOfChance(LEAST, language())) : text("dataset_chance", dataset, percentOfChance(chance, language()));
}
