// Which file may import which: no circles, not even of types, and the floors of the content script. `npm run lint:imports`.
// "from" may not import "to".
const content = "^extension/src/content/";

module.exports = {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "shared-imports-no-part",
      comment: "What all parts of the extension have in common knows none of them.",
      severity: "error",
      from: { path: "^extension/src/shared/" },
      to: { path: "^extension/src/", pathNot: "^extension/src/shared/" },
    },
    {
      name: "parts-talk-by-messages",
      comment: "Background, content script and pages run apart from each other; what two of them need is in shared/.",
      severity: "error",
      from: { path: "^extension/src/([^/]+)/", pathNot: "^extension/src/shared/" },
      to: { path: "^extension/src/", pathNot: ["^extension/src/$1/", "^extension/src/shared/"] },
    },
    {
      name: "site-imports-shared-alone",
      comment: "The static page is no part of the extension; it reads references as the local page does.",
      severity: "error",
      from: { path: "^extension/site/" },
      to: { path: "^(extension|helper)/", pathNot: ["^extension/site/", "^extension/src/shared/", "^helper/inset/server/web/page/(references|photo-ref|check-files|zip|visible|words)\\.js$"] },
    },
    {
      name: "finding-and-screen-are-the-ground",
      comment: "What is found flows down: finding knows neither answers nor badges, screen knows nothing of photos.",
      severity: "error",
      from: { path: `${content}(finding|screen)/` },
      to: { path: content, pathNot: [`${content}$1/`, `${content}screen/`] },
    },
    {
      name: "reading-knows-finding-alone",
      comment: "Reading a page for a check finds photos as badges do, and draws and asks nothing.",
      severity: "error",
      from: { path: `${content}reading/` },
      to: { path: content, pathNot: [`${content}reading/`, `${content}finding/`] },
    },
    {
      name: "answers-know-no-badges",
      comment: "What is answered flows down: the answer book tells one event to whoever draws.",
      severity: "error",
      from: { path: `${content}answers/` },
      to: { path: content, pathNot: [`${content}answers/`, `${content}screen/`] },
    },
    {
      name: "badges-know-no-cards",
      comment: "A badge tells its events; who opens a card about it is not its business.",
      severity: "error",
      from: { path: `${content}badges/` },
      to: { path: [`${content}cards/`, `${content}[^/]+\\.ts$`] },
    },
    {
      name: "no-test-in-the-product",
      severity: "error",
      from: { path: "^extension/" },
      to: { path: "^tests/" },
    },
    { name: "resolvable", comment: "An import that cannot be followed hides a circle.", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Imports of types count as well: who names another file's type knows that file.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".js", ".d.ts"] },
  },
};
