// A small window with the answer about one photo, for pages on which the extension does not run.
import { answerOf, UNKNOWN } from "../shared/answers.ts";
import { bodyOf, bodyOfDetails, headingOf } from "../shared/words/answer-content.ts";
import type { PhotoDetails } from "../shared/details.ts";
import { byId, make, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { parsePhotoId } from "../shared/photo-ref.ts";
import { loadPreferences } from "../shared/preferences.ts";
import { showStep } from "../shared/step-panel.ts";

const REFRESH_EVERY = 2_000;

const photo = parsePhotoId(new URLSearchParams(location.search).get("photo") ?? "");

/** What the helper says of the photo, without the censuses that the person has not switched on. */
async function detailsOf(id: string): Promise<PhotoDetails | null> {
  const details = await ask({ kind: "details", photo: id });
  if (details === null) return null;
  const { shownCensuses } = await loadPreferences();
  return { ...details, censuses: details.censuses.filter(({ dataset }) => shownCensuses.includes(dataset)) };
}

function show(heading: string, body: readonly HTMLElement[], state: string): void {
  const shown = byId("heading", HTMLElement);
  write(shown, heading);
  shown.dataset.answer = state;
  byId("body", HTMLElement).replaceChildren(...body);
}

/** Asks until there is an answer, and then no more: the window does not change while it is read. */
async function refresh(id: string): Promise<void> {
  const status = await ask({ kind: "status" });
  const details = status.state === "ready" ? await detailsOf(id) : null;
  showStep(status, () => refresh(id));
  if (details === null) {
    show(headingOf(UNKNOWN), bodyOf(UNKNOWN, null), "unknown");
    return;
  }
  clearInterval(timer);
  const answer = answerOf(details);
  show(headingOf(answer), details.datasets.length + details.censuses.length === 0 ? bodyOf(answer, null) : bodyOfDetails(details), answer.answer);
}

fillTexts(document);
let timer: ReturnType<typeof setInterval> | undefined;
if (photo === null) show(text("answer_none"), [make("p", "", text("answer_none_text"))], "unknown");
else {
  const name = text("photo_link", photo);
  document.title = name;
  write(byId("photo", HTMLElement), name);
  const page = byId("page", HTMLAnchorElement);
  // Flickr leads from this old address to the photo's page, whatever its account is.
  page.href = `https://www.flickr.com/photo.gne?id=${photo}`;
  page.hidden = false;
  timer = setInterval(() => void refresh(photo), REFRESH_EVERY);
  void refresh(photo);
}
