"""Job: what the helper needs to run a build, beyond what the API shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inset.paths import Paths
from inset.server.builds.uploads import Upload
from inset.server.builds.wire import Reading


@dataclass(frozen=True, slots=True)
class Job:
    """What one build must do.

    Attributes:
        upload: claimed for it; None for an entry of the catalog, which is then the dataset's name.
        reading: how to read the upload.
    """

    upload: Upload | None
    reading: Reading

    def words(self, dataset: str, paths: Paths, catalog: Path | None) -> list[str]:
        """Return the command of `inset_build` that does it, to be run in the upload's folder.

        Args:
            catalog: another catalog than the bundled one.
        """
        datasets = f"--datasets={paths.datasets}"
        if self.upload is None:
            other = [] if catalog is None else [f"--catalog={catalog}"]
            return ["add", dataset, datasets, f"--downloads={paths.downloads / dataset}", *other]
        how = self.reading
        options = [
            f"--{name}={value}"
            for name, value in (
                ("reader", how.reader),
                ("column", how.column),
                ("error-rate", how.error_rate),
                ("kind", how.kind),
            )
            if value is not None
        ]
        only = ["--filter-only"] if how.filter_only else []
        return ["build", dataset, datasets, *options, *only, "--", self.upload.file]
