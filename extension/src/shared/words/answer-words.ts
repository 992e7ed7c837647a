// An answer in words: a few on the badge, all of them for those who hear it.
import { isListed, isUnlikelyAnswer, type DatasetAnswer, type PhotoAnswer } from "../answers.ts";
import { countText, language, sentences, text } from "../i18n.ts";
import { isUnlikely, LEAST, percentOfChance } from "./chance.ts";

/** The datasets that a badge speaks of: those that list the photo for certain, or else those that probably do, or else possibly. */
export function strongest(answer: PhotoAnswer): readonly DatasetAnswer[] {
  const named = answer.datasets.filter((each) => each.answer === answer.answer);
  const likely = named.filter(({ chance }) => !isUnlikely(chance));
  return likely.length > 0 ? likely : named;
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
  if (censuses.some((each) => each.answer === "listed")) return text("badge_public");
  return text(censuses.every(({ chance }) => isUnlikely(chance)) ? "badge_public_possibly" : "badge_public_probably");
}

/** Whether what a badge says is nobody's word but that of who made the datasets: none of them was built here, or came with a signature. */
export function isUnvouchedAnswer(answer: PhotoAnswer): boolean {
  return isListed(answer) && strongest(answer).every(({ unvouched }) => unvouched === true);
}

/** The whole answer in sentences. */
export function describe(answer: PhotoAnswer): string {
  const listed = namesOf(answer.datasets.filter((each) => each.answer === "listed"));
  const uncertain = answer.datasets.filter((each) => each.answer !== "listed");
  const probably = namesOf(uncertain.filter(({ chance }) => !isUnlikely(chance)));
  const possibly = namesOf(uncertain.filter(({ chance }) => isUnlikely(chance)));
  const censuses = namesOf(answer.censuses ?? []);
  return sentences(
    listed === "" ? "" : text("label_listed", listed),
    probably === "" ? "" : text("label_probably", probably),
    possibly === "" ? "" : text("label_possibly", possibly),
    censuses === "" ? "" : text("label_public", censuses),
  );
}

function namesOf(answers: readonly DatasetAnswer[]): string {
  return answers.map((each) => (each.unvouched === true ? `${nameWithChance(each)} (${text("origin_unsigned")})` : nameWithChance(each))).join(", ");
}

/** A dataset's name, with how likely its answer is true where it is not certain. */
export function nameWithChance({ dataset, answer, chance }: DatasetAnswer): string {
  if (answer === "listed" || chance === undefined) return dataset;
  return chance < LEAST ? text("dataset_chance_below", dataset, percentOfChance(LEAST, language())) : text("dataset_chance", dataset, percentOfChance(chance, language()));
}
