// A small window with the code of a pairing that the popup began: it stays beside the page that shows the same code, and closes by itself.
import { ConnectPanel } from "../shared/connect-panel.ts";
import { byId } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";

fillTexts(document);
document.title = `${text("name")}: ${text("code_title")}`;
byId("panel", HTMLElement).append(new ConnectPanel(() => { window.close(); }).element);
