"""A publisher with a repository of their own, whose packs are whatever bytes a test gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from inset_build.pack.publish import Wish, publish, refresh, rotate
from support.datasets.runs import publish_ids

NOW = datetime.now(UTC)


@dataclass
class Publisher:
    """Publishes made-up datasets from `home`; `folder` is what a static host serves."""

    home: Path
    days: int = 0
    packs: dict[str, bytes] = field(default_factory=dict)
    make: Callable[[Wish], Callable[[Path, Path], object]] | None = None

    @property
    def folder(self) -> Path:
        return self.home / "site"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def datasets(self) -> Path:
        return self.home / "datasets"

    @property
    def root(self) -> Path:
        return self.folder / "root.json"

    @property
    def now(self) -> datetime:
        return NOW + timedelta(days=self.days)

    def build(self, name: str, photo_ids: range, **how: Any) -> Path:
        return publish_ids(self.datasets, name, photo_ids, **how)

    def publish(self, *names: str, withdrawn: tuple[str, ...] = (), **wishes: Any) -> Mapping[str, Any]:
        for name in names:
            if not (self.datasets / name).exists():
                self.build(name, range(900_000_000_001, 900_000_000_101))
        wish = Wish(datasets=names, withdrawn=withdrawn, **wishes)
        return publish(self.folder, self.keys, self.datasets, wish, make=self.make or self._opaque, now=self.now)

    def refresh(self) -> Mapping[str, Any]:
        return refresh(self.folder, self.keys, now=self.now)

    def rotate(self, *, only_root: bool = True) -> Mapping[str, Any]:
        return rotate(self.folder, self.keys, only_root=only_root, now=self.now)

    def _opaque(self, wish: Wish) -> Callable[[Path, Path], object]:
        def make(run: Path, to: Path) -> None:
            to.write_bytes(self.packs.get(run.parent.name, f"{run.parent.name} {run.name} {wish}\n".encode()))

        return make
