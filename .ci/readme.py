"""Does literally what the README says under "Try it": runs the commands of its code block, in order, as they stand.

A command that serves until it is stopped (`make run`) has done what it says when the helper answers and the sample page
shows photos; then it is stopped as a person would, by Ctrl+C. Run it as `make readme`, in a fresh clone.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"serves on (http://127\.0\.0\.1:\d+)")


def read_commands() -> list[tuple[str, str]]:
    """Each command of the block with its comment."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^## Try it$.*?^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    if block is None:
        sys.exit('Give README.md a block of commands under "## Try it": there is none.')
    lines = [line.partition("#") for line in block[1].splitlines() if line.strip()]
    return [(command.strip(), comment.strip()) for command, _, comment in lines]


def fetch(address: str) -> bytes | None:
    """What is at this address, or None while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            content: bytes = answer.read()
            return content
    except OSError:
        return None


def serve(command: str, address: str) -> None:
    """Run a command that serves at this address, until the helper answers that it is ready; then stop it."""
    if fetch(f"{address}/v1/hello") is not None:
        sys.exit(f"Stop what answers at {address}, then try again.")
    process = subprocess.Popen(command, shell=True, cwd=ROOT, start_new_session=True)
    try:
        while (hello := fetch(f"{address}/v1/hello")) is None:
            if process.poll() is not None:
                sys.exit(f"{command} ended with status {process.returncode} before anything answered at {address}.")
            time.sleep(0.5)
        said = json.loads(hello)
        if said["name"] != "inset" or not said["ready"]:
            sys.exit(f"{address}/v1/hello says {said}: it must be Inset, ready.")
        if b"<img" not in (fetch(f"{address}/sample") or b""):
            sys.exit(f"{address}/sample shows no pictures.")
        if not (ROOT / "extension" / "dist" / "manifest.json").is_file():
            sys.exit("extension/dist holds no extension to load.")
        print(f"{command}: the helper answers at {address}, the sample page and the extension are there.", flush=True)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
    process.wait()
    if fetch(f"{address}/v1/hello") is not None:
        sys.exit(f"{command} was stopped, but {address} still answers.")


def main() -> None:
    """Run all commands; the first that fails ends the program."""
    for command, comment in read_commands():
        print(f"$ {command}", flush=True)
        served = ADDRESS.search(comment)
        if served:
            serve(command, served[1])
        elif subprocess.run(command, shell=True, cwd=ROOT, check=False).returncode != 0:
            sys.exit(f"{command} failed.")


if __name__ == "__main__":
    main()
