"""Where Inset keeps its files. The only importer of platformdirs; `INSET_HOME` overrides all of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Paths:
    """The four folders that Inset uses and the fixed places inside them. Nothing is created by asking."""

    config: Path
    data: Path
    state: Path
    log: Path

    @property
    def private(self) -> tuple[Path, ...]:
        """The folders that hold what only this person may see; settings, which hold no secret, are not among them."""
        folders = dict.fromkeys((self.data, self.state, self.log))  # on some systems two are one, or one is in another
        return tuple(each for each in folders if folders.keys().isdisjoint(each.parents))

    @property
    def config_file(self) -> Path:
        """Settings that the person wrote by hand (TOML)."""
        return self.config / "config.toml"

    @property
    def datasets(self) -> Path:
        """One folder a dataset, each with its runs and `CURRENT`."""
        return self.data / "datasets"

    @property
    def letters(self) -> Path:
        """The log of letters that the person says they sent; mode 0600. There only if they asked for it."""
        return self.data / "letters.json"

    @property
    def downloads(self) -> Path:
        """One folder a dataset of the catalog, with the manifests that `inset add` has downloaded."""
        return self.data / "downloads"

    @property
    def keys(self) -> Path:
        """One folder for each repository that the person publishes, with its secret keys; files of mode 0600."""
        return self.data / "keys"

    @property
    def subscriptions(self) -> Path:
        """One folder for each publisher that is followed."""
        return self.data / "subscriptions"

    @property
    def uploads(self) -> Path:
        """One folder a manifest that was sent to the helper and waits to be built."""
        return self.data / "uploads"

    @property
    def builds(self) -> Path:
        """One file a build that the helper ran."""
        return self.state / "builds"

    @property
    def announced(self) -> Path:
        """One file a build of the command line by many workers, which the helper takes from there."""
        return self.state / "announced"

    @property
    def watches(self) -> Path:
        """One file a watch: photos that the person chose to remember; mode 0600."""
        return self.state / "watches"

    @property
    def checks(self) -> Path:
        """Reports of checks that the person chose to keep; mode 0600."""
        return self.state / "checks"

    @property
    def helper_state(self) -> Path:
        """The running helper's port, process and owner token; mode 0600."""
        return self.state / "helper.json"

    @property
    def opened_page(self) -> Path:
        """The page that leads the browser to Inset's, written anew by each `inset open`; mode 0600."""
        return self.state / "open.html"

    @property
    def log_file(self) -> Path:
        """The helper's log when it goes to a file; older ones are beside it, `helper.log.1` and on."""
        return self.log / "helper.log"

    @property
    def pairings(self) -> Path:
        """Paired browsers and scripts, their tokens hashed; mode 0600."""
        return self.state / "pairings.json"


def find_paths(environ: Mapping[str, str] | None = None) -> Paths:
    """Return the folders for this person on this system.

    Args:
        environ: the environment to read `INSET_HOME` from; `os.environ` when left out.
    """
    home = (os.environ if environ is None else environ).get("INSET_HOME", "")
    if home:
        base = Path(home).expanduser().absolute()
        return Paths(config=base / "config", data=base / "data", state=base / "state", log=base / "log")
    dirs = platformdirs.PlatformDirs("inset", appauthor=False)
    return Paths(
        config=dirs.user_config_path, data=dirs.user_data_path, state=dirs.user_state_path, log=dirs.user_log_path
    )
