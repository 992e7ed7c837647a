"""The pages that the helper serves: where a newcomer lands, the sample's gallery, and one photo of it.

They are the same for everybody and hold nothing private. The extension knows the sample by its address and by
`<meta name="inset-sample">`, and reads its addresses as if they were Flickr's.
"""

from __future__ import annotations

import html

from inset.server.sample.photos import PHOTOS, SamplePhoto

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{extra}<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/web/icon.svg">
<link rel="stylesheet" href="/web/style.css">
</head>
<body class="{kind}">
<header class="top">
<a class="brand" href="/"><img src="/web/icon.svg" width="28" height="28" alt="">Inset</a>
<nav aria-label="Pages">{links}</nav>
</header>
"""

_FOOT = """<footer><p>{note}</p></footer>
</body>
</html>
"""

_SAMPLE_META = '<meta name="inset-sample" content="1">\n'

_STEPS = """<ol class="steps">
<li><strong>Load the extension.</strong> Its folder is <code>extension/dist</code> where you cloned Inset. In Chrome, open
<code>chrome://extensions</code>, switch on Developer mode and choose “Load unpacked”. In Firefox, open
<code>about:debugging</code>, choose “This Firefox”, then “Load Temporary Add-on”, and pick <code>manifest.json</code>.</li>
<li><strong>Click Connect.</strong> Open Inset from the browser’s toolbar; it shows a code of six digits.</li>
<li><strong>Approve the code.</strong> Run <code>inset pair CODE</code> in a terminal, with the code that you see.
{then}</li>
</ol>
"""


def home_page() -> bytes:
    """Return the page at `/`."""
    page = [
        _head("Inset", "home", links='<a href="/sample">The sample</a>'),
        """<main>
<h1>Inset is running</h1>
<p class="lead">While you browse Flickr, Inset puts a badge on each photo that is listed in a dataset which AI systems are
trained on. The look-up happens here, on your computer: what you look at never leaves it.</p>
<p><a class="button" href="/sample">See it on twelve made-up photos</a></p>
<section aria-labelledby="connect">
<h2 id="connect">Connect your browser</h2>
""",
        _STEPS.format(then="The extension is connected a moment later."),
        "</section>\n</main>\n",
        _FOOT.format(note="This page is served by the helper on your own computer and asks nothing of the internet."),
    ]
    return "".join(page).encode()


def sample_page() -> bytes:
    """Return the gallery at `/sample`."""
    tiles = "".join(_tile(number, photo) for number, photo in enumerate(PHOTOS.values(), 1))
    page = [
        _head("The sample – Inset", "sample", links='<a href="#help">No badges?</a>', extra=_SAMPLE_META),
        """<main>
<h1>Twelve photos that do not exist</h1>
<p class="lead">With the extension connected, six of them carry Inset’s badge: numbers 1, 3, 5, 7, 9 and 11, which the
sample dataset lists. The other six carry none, because no dataset lists them.</p>
<div class="gallery">
""",
        tiles,
        """</div>
<section id="help" aria-labelledby="no-badges">
<h2 id="no-badges">You see no badges? Three steps</h2>
""",
        _STEPS.format(then="Then look at this page again."),
        """<p>Inset’s toolbar button says what is missing. If it says that there is no index, run
<code>inset build --sample</code>.</p>
</section>
</main>
""",
        _FOOT.format(note="Pictures, titles and names are made up and drawn by Inset; their IDs lie outside Flickr’s."),
    ]
    return "".join(page).encode()


def photo_page(photo: SamplePhoto) -> bytes:
    """Return the page of one photo."""
    ids = list(PHOTOS)
    place = ids.index(photo.photo_id)
    before, after = PHOTOS[ids[place - 1]], PHOTOS[ids[(place + 1) % len(ids)]]
    title, alt, author = html.escape(photo.title), html.escape(photo.alt), html.escape(photo.author)
    expected = (
        "The sample dataset lists this photo: with the extension connected, it carries a badge."
        if photo.listed
        else "No dataset lists this photo: it carries no badge."
    )
    page = [
        _head(f"{title} – Inset", "photo", links='<a href="/sample">Back to the sample</a>', extra=_SAMPLE_META),
        f"""<main>
<div class="stage"><img src="{photo.image("b")}" width="1024" height="683" alt="{alt}"></div>
<h1>{title}</h1>
<p class="by">by {author}, who is made up</p>
<p>{expected}</p>
<nav class="turn" aria-label="Photos">
<a rel="prev" href="{before.page}">← {html.escape(before.title)}</a>
<a rel="next" href="{after.page}">{html.escape(after.title)} →</a>
</nav>
</main>
""",
        _FOOT.format(note="Pictures, titles and names are made up and drawn by Inset; their IDs lie outside Flickr’s."),
    ]
    return "".join(page).encode()


def _head(title: str, kind: str, *, links: str, extra: str = "") -> str:
    return _HEAD.format(title=title, kind=kind, links=links, extra=extra)


def _tile(number: int, photo: SamplePhoto) -> str:
    title, alt, author = html.escape(photo.title), html.escape(photo.alt), html.escape(photo.author)
    return (
        f'<div class="tile"><a href="{photo.page}"><img src="{photo.image("z")}" width="640" height="427" alt="{alt}"></a>'
        f'<p><span class="number">{number}</span> <span class="title">{title}</span> '
        f'<span class="author">by {author}</span></p></div>\n'
    )
