"""What a process frees it keeps for the next arrays, also where Dask has asked glibc to give all back at once."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys

import pytest

_PROGRAM = """
import json, resource, sys
import numpy as np
from inset_build.engine.worker_memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(100):
        np.ones(1 << 17, dtype=np.uint64)  # 1 MB, freed at once
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

given_back = faults()
keep_freed_memory()
faults()
print(json.dumps([given_back, faults()]))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has a threshold to set")
def test_arrays_are_made_in_pages_that_the_process_has_already() -> None:
    environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}  # as Dask's nanny sets it
    done = subprocess.run([sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, check=True)
    given_back, kept = json.loads(done.stdout)
    # 1 MB has 256 pages; a system with large pages may need fewer of them.
    assert given_back >= 100, "every array was asked of the system anew"
    assert kept < given_back / 10
