/** A gallery in React, drawn first on the server and then taken over in the browser (hydrated), as Next.js and Remix do it. */
import { createElement as h, useState, type ReactElement } from "react";

export interface Photo {
  readonly id: string;
  readonly url: string;
}

/** Tiles without a wrapper of their own, and a button that turns their order around. */
export function Gallery({ photos }: { readonly photos: readonly Photo[] }): ReactElement {
  const [turned, setTurned] = useState(false);
  const shown = turned ? [...photos].reverse() : photos;
  return h("main", null,
    h("button", { id: "turn", onClick: () => { setTurned(!turned); } }, "Turn"),
    h("ul", null, shown.map(({ id, url }) => h("li", { key: id, style: { position: "relative", width: 300 } },
      h("a", { href: `https://www.flickr.com/photos/marlene-tern/${id}/` }, h("img", { src: url, width: 300, height: 200, alt: "Ebbe" }))))));
}

/** The same as a whole document, of which React then owns everything from `<html>` down. */
export function Document(props: { readonly photos: readonly Photo[]; readonly script: string }): ReactElement {
  return h("html", { lang: "en" },
    h("head", null, h("meta", { charSet: "utf-8" }), h("title", null, "Ebbe")),
    h("body", null, h(Gallery, props), h("script", { src: props.script, defer: true })));
}
