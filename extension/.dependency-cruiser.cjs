// Which file may import which: no circles, not even of types, and the floors of the content script. `npm run lint:imports`.
// "from" may not import "to".
const content = "^extension/src/content/";
const page = "^helper/inset/server/web/page/";

/** The parts of the local page that import of another one, and what: never in a circle. All other parts have no partner. */
const partners = {
  check: ["datasets/card"],
  datasets: ["add/sample"],
  lookup: ["check/send"],
};

/** A rule for parts of the local page: they import of themselves, of what all share, and of their partners. */
const standsApart = (name, from, named) => ({
  name,
  comment: "What two parts need is in shared/, and how what a person gives is read in reading/; partners are named at the top.",
  severity: "error",
  from,
  to: { path: page, pathNot: [`${page}$1/`, `${page}(shared|reading)/`, ...named.map((partner) => `${page}${partner}\\.js$`)] },
});

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
      to: { path: "^(extension|helper)/", pathNot: ["^extension/site/", "^extension/src/shared/", `${page}reading/`, `${page}shared/(visible|words)\\.js$`] },
    },
    standsApart("parts-of-the-local-page-stand-apart", { path: `${page}([^/]+)/`, pathNot: ["shared", "reading", ...Object.keys(partners)].map((room) => `${page}${room}/`) }, []),
    ...Object.entries(partners).map(([part, named]) => standsApart(`local-page-${part}-has-its-partners-alone`, { path: `${page}(${part})/` }, named)),
    {
      name: "the-local-page-from-the-ground-up",
      comment: "What all its parts share knows none of them; reading knows what is shared, and draws nothing.",
      severity: "error",
      from: { path: `${page}(shared|reading)/` },
      to: { path: page, pathNot: [`${page}$1/`, `${page}shared/words\\.js$`, `${page}shared/wire\\.d\\.ts$`] },
    },
    {
      name: "only-main-puts-the-parts-together",
      comment: "main.js knows a part by the file that makes it, and nothing of its inside.",
      severity: "error",
      from: { path: `${page}main\\.js$` },
      to: { path: page, pathNot: [`${page}[^/]+/part\\.js$`, `${page}browsers/connect\\.js$`, `${page}shared/`] },
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
