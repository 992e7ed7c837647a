"""The command line's grammar is read before every command, so it loads nothing that only a verb needs."""

from __future__ import annotations

import subprocess
import sys


def test_the_whole_grammar_loads_nothing_that_only_a_verb_needs() -> None:
    code = "import sys, inset.cli.all_verbs; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    others = loaded - set(sys.stdlib_module_names) - {"__main__", "inset"}
    assert not {"aiohttp", "cryptography", "filelock", "inset_build", "msgspec", "numpy", "polars"} & others
    assert not {"asyncio", "sqlite3", "ssl"} & loaded
