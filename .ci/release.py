"""Checks that a release's tag, its versions and the changelog agree, and prints the release's notes.

    release.py check [TAG]      TAG defaults to the tag of the commit that is checked out, if it has one
    release.py notes FILE       write the changelog's section of this version to FILE

Needs nothing but Python itself. Run it as `make release-check` and `make release-notes`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

HEADING = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\S+))?\s*$", re.MULTILINE)
PLACEHOLDER = "inset.example"
"""Stands where the project has no address of its own yet; nobody can have it (RFC 2606)."""
LINK = re.compile(r"^\[[^\]]+\]: \S+$", re.MULTILINE)


def read_versions(root: Path) -> dict[str, str]:
    """The version that each file states, by the file's name."""
    init = (root / "helper" / "inset" / "__init__.py").read_text(encoding="utf-8")
    stated = re.search(r'^__version__ = "([^"]+)"$', init, re.MULTILINE)
    package = json.loads((root / "extension" / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((root / "extension" / "package-lock.json").read_text(encoding="utf-8"))
    return {
        "helper/inset/__init__.py": stated[1] if stated else "none",
        "extension/package.json": package["version"],
        "extension/package-lock.json": lock["version"],
        'extension/package-lock.json, packages[""]': lock["packages"][""]["version"],
    }


def read_sections(root: Path) -> dict[str, tuple[str, str]]:
    """The changelog's sections, newest first: name → (date or "", text)."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = list(HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return {
        heading["name"]: (heading["date"] or "", LINK.sub("", text[heading.end() : end]).strip())
        for heading, end in zip(headings, ends, strict=True)
    }


def find_troubles(root: Path, tag: str | None) -> list[str]:
    """What keeps this commit from being a release, a sentence each; without a tag, what keeps it from getting one."""
    versions = read_versions(root)
    version = versions["helper/inset/__init__.py"]
    troubles = [
        f"Write {version} in {file}: it says {stated}, helper/inset/__init__.py says {version}."
        for file, stated in versions.items()
        if stated != version
    ]
    sections = read_sections(root)
    date, text = sections.get(version, ("", ""))
    if version not in sections:
        troubles.append(f"Add a section ## [{version}] - YYYY-MM-DD to CHANGELOG.md.")
    elif not _is_date(date):
        troubles.append(
            f"Write the date as YYYY-MM-DD in CHANGELOG.md's section {version}: it says {date or 'nothing'}."
        )
    elif not text:
        troubles.append(f"Write in CHANGELOG.md's section {version} what changed: it is empty.")
    if tag is not None:
        identity = (root / "helper" / "inset" / "identity.json").read_text(encoding="utf-8")
        troubles += [
            f"Write the project's own {name} in helper/inset/identity.json (docs/store/README.md): {value} is nobody's."
            for name, value in json.loads(identity).items()
            if PLACEHOLDER in value
        ]
    released = [name for name in sections if name != "Unreleased"]
    if version in released and released[0] != version:
        troubles.append(f"Move CHANGELOG.md's section {version} to the top: {released[0]} stands above it.")
    if tag is not None:
        if tag != f"v{version}":
            troubles.append(f"Tag this commit v{version}, or change the versions: the tag is {tag}.")
        if sections.get("Unreleased", ("", ""))[1]:
            troubles.append(
                f"Move what CHANGELOG.md has under Unreleased into the section {version}: it is part of this tag."
            )
    return troubles


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _tag_here(root: Path) -> str | None:
    """The version tag of the commit that is checked out, if there is one and git knows it."""
    try:
        done = subprocess.run(
            ["git", "tag", "--points-at", "HEAD", "--list", "v*"], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return next(iter(done.stdout.split()), None)


def main() -> int:
    """Run one of the two commands; the exit status is 1 where something does not agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help="the repository")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("tag", nargs="?")
    commands.add_parser("notes").add_argument("file", type=Path)
    asked = parser.parse_args()
    version = read_versions(asked.root)["helper/inset/__init__.py"]
    if asked.command == "notes":
        asked.file.parent.mkdir(parents=True, exist_ok=True)
        asked.file.write_text(read_sections(asked.root)[version][1] + "\n", encoding="utf-8")
        print(f"Wrote {asked.file}")
        return 0
    tag = asked.tag or _tag_here(asked.root)
    troubles = find_troubles(asked.root, tag)
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    if not troubles:
        print(
            f"{version}: versions and changelog agree"
            + (f" with the tag {tag}." if tag else f"; no tag yet (v{version}).")
        )
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
