"""`make fuzz-index GUIDED=photos.ids`: atheris damages one file of a run; what it reaches in our code guides it."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Fuzz the file that the first word names for as many seconds as the second says; ends the process itself."""
    name, seconds = sys.argv[1], float(sys.argv[2])
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["inset.index"]):  # so nothing of it may be imported before
        files = importlib.import_module("fuzz.index_files")
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        (corpus / "sound").write_bytes(files.seeds()[name])
        words = [sys.argv[0], str(corpus), f"-max_total_time={int(seconds)}", "-max_len=65536", "-print_final_stats=1"]
        atheris.Setup(words, lambda data: files.use(name, data, Path(folder)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
