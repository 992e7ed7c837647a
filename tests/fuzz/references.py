"""`make fuzz-references SECONDS=3600`: atheris looks for texts by which the reader of photos' addresses goes new ways.

What it reaches in `inset.photo_ref` guides it. Those of the texts that together reach everything are kept in
tests/vectors/photo_ref_corpus.json with our answers. `make test` replays them in Python and in TypeScript, whose reader
must give the same answers.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

VECTORS: Final = Path(__file__).parents[1] / "vectors"
CORPUS: Final = VECTORS / "photo_ref_corpus.json"
LONGEST: Final = 300
"""Bytes of a text; addresses of photos are shorter."""
_WORDS: Final = (
    "https://", "http://", "//", "www.flickr.com", "flickr.com", "m.flickr.com/#/", "embedr.flickr.com", "flic.kr/p/",
    "live.staticflickr.com/", "farm1.staticflickr.com/", "c1.staticflickr.com/", "/photos/", "/videos/",
    "/in/album-", "_b.jpg", "_o.png", "/sizes/",
    "web.archive.org/web/", "photo.gne?id=", "?url=", "%2F", "%3A", "12345678@N00", "990000000001", "0a1b2c3d4e", ":80",
)  # fmt: skip


def main() -> int:
    """Fuzz for as many seconds as the first word says, and keep what was found."""
    if sys.argv[1] == "--guided":
        _guided(sys.argv[2:])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found, kept, words = Path(folder) / "found", Path(folder) / "kept", Path(folder) / "words"
        found.mkdir()
        kept.mkdir()
        known = [each["url"] for name in ("photo_refs", "photo_ref_corpus") for each in _read(VECTORS / f"{name}.json")]
        for number, url in enumerate(known):
            (found / str(number)).write_bytes(url.encode("utf-8", "surrogatepass"))
        words.write_text("".join(f'"{word}"\n' for word in _WORDS))
        here = [sys.executable, "-m", "fuzz.references", "--guided", f"-max_len={LONGEST}", f"-dict={words}"]
        subprocess.run([*here, f"-max_total_time={int(sys.argv[1])}", "-print_final_stats=1", str(found)], check=True)
        subprocess.run([*here, "-merge=1", str(kept), str(found)], check=True)
        texts = {_text(path.read_bytes()) for path in kept.iterdir()}
        cases = [{"url": text, "photo_id": photo} for text in sorted(texts) if _is_made_up(photo := answer(text))]
        CORPUS.write_text("[\n" + ",\n".join(f"  {json.dumps(case)}" for case in cases) + "\n]\n", encoding="ascii")
    print(f"{len(cases):,} texts kept in {CORPUS.name}; {sum(case['photo_id'] is not None for case in cases):,} photos")
    return 0


def answer(text: str) -> str | None:
    """The photo of an address as the vectors give it, and what must be true of any answer.

    Raises:
        AssertionError: it is not.
    """
    from inset.flickr import MAX_PHOTO_ID
    from inset.photo_ref import parse_photo_ref, photo_id_from_url

    photo_id = photo_id_from_url(text)
    if photo_id is None:
        return None
    assert 0 < photo_id <= MAX_PHOTO_ID
    assert photo_id_from_url(f"https://www.flickr.com/photos/somebody/{photo_id}/") == photo_id
    assert parse_photo_ref(text) == photo_id
    return str(photo_id)


def _is_made_up(photo_id: str | None) -> bool:
    """Whether no photo of anybody's has this number: tests name none."""
    return photo_id is None or int(photo_id) < 1000 or int(photo_id) >= 900_000_000_000


def _guided(words: list[str]) -> None:
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["inset.photo_ref"]):  # so nothing of it may be imported before
        importlib.import_module("inset.photo_ref")
    # While it merges, libFuzzer starts itself again by its first word, which it gives to a shell.
    atheris.Setup([f"{sys.executable} -m fuzz.references --guided", *words], lambda data: answer(_text(data)))
    atheris.Fuzz()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    cases: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return cases


if __name__ == "__main__":
    raise SystemExit(main())
