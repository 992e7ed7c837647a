"""Asks whether anything that is pinned is known to be vulnerable. Run it as `make audit`.

    audit.py python LOCK     the Python packages of a lock file, by pip-audit
    audit.py npm             those of extension/package-lock.json, by npm

Exit status: 0 nothing is known, 1 something is, 2 nobody could be asked. A service that could not be reached is no
clean bill: the message then says what to do. `OSV_URL` names another service of Python's advisories in the form of
osv.dev, such as a mirror.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 2


def ask(*command: str | Path, folder: Path = ROOT) -> tuple[Any, str]:
    """Run a program that prints a JSON document; return the document (None: none) and what else it said."""
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout), done.stderr
    except ValueError:
        return None, done.stderr or done.stdout


def python_packages(lock: str) -> int:
    """Ask about every package of a lock file, and print what is known."""
    program = Path(sys.executable).with_name("pip-audit")
    service = ["--vulnerability-service", "osv", "--osv-url", os.environ["OSV_URL"]] if "OSV_URL" in os.environ else []
    options = ["--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    told, said = ask(program, *options, *service, "--requirement", lock)
    if told is None:
        return nobody("PyPI's advisories", said, "or name a mirror: make audit OSV_URL=https://…/v1/query")
    known = [(each["name"], each["version"], flaw) for each in told["dependencies"] for flaw in each.get("vulns", ())]
    for name, version, flaw in known:
        mended = ", ".join(flaw["fix_versions"]) or "no version yet"
        print(f"{name} {version}: {flaw['id']}, mended in {mended}")
    print(f"{len(told['dependencies'])} Python packages, {len(known)} known flaws.")
    return 1 if known else 0


def npm_packages() -> int:
    """Ask about every package of the extension's lock file, and print what is known."""
    told, said = ask(shutil.which("npm") or "npm", "audit", "--json", folder=ROOT / "extension")
    if told is None or "vulnerabilities" not in told:
        reason = said if told is None else told.get("message") or told.get("error", {}).get("summary") or said
        return nobody("npm's advisories", reason, "or name a registry that has them: npm config set registry …")
    for name, flaw in told["vulnerabilities"].items():
        print(f"{name} {flaw['range']}: {flaw['severity']}")
    print(f"{told['metadata']['dependencies']['total']} npm packages, {len(told['vulnerabilities'])} known flaws.")
    return 1 if told["vulnerabilities"] else 0


def nobody(whom: str, said: str, otherwise: str) -> int:
    """Say what to do where nobody answered; the last line of what a program said is its reason."""
    reason = (said.strip().splitlines() or ["no reason was given"])[-1]
    print(
        f"Connect to the internet and run it again, {otherwise}.\n{whom} could not be asked: {reason}", file=sys.stderr
    )
    return NOBODY


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["python", lock]:
            sys.exit(python_packages(lock))
        case ["npm"]:
            sys.exit(npm_packages())
        case _:
            sys.exit(__doc__)
