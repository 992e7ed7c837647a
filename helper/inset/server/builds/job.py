"""Job: what the helper needs to run a build, beyond what the API shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inset.paths import Paths
from inset.server.builds.uploads import Upload
from inset.server.builds.wire import BuildSource, Reading


@dataclass(frozen=True, slots=True)
class Job:
    """What one build must do.

    Attributes:
        upload: claimed for it; None where its manifests are downloaded or bundled.
        reading: how to read the manifest.
        address: from where to download it; None for an upload, for the sample, and for an entry of the catalog, which
            is then the dataset's name.
        sample: it builds the bundled sample.
    """

    upload: Upload | None
    reading: Reading
    address: str | None = None
    sample: bool = False

    def source(self, dataset: str) -> BuildSource:
        """Return what the API tells of where its manifests come from."""
        if self.upload is not None:
            return {"kind": "upload", "name": self.upload.file}
        if self.address is not None:
            return {"kind": "address", "name": self.address}
        return {"kind": "sample" if self.sample else "catalog", "name": dataset}

    def downloads(self, dataset: str, paths: Paths) -> Path:
        """Return where its downloads lie: those of the catalog are taken up again by `inset add`, so not among them."""
        return paths.downloads / (dataset if self.address is None else f".{dataset}")

    def words(self, dataset: str, paths: Paths, catalog: Path | None) -> list[str]:
        """Return the command of `inset_build` that does it, to be run in the upload's folder.

        Args:
            catalog: another catalog than the bundled one.
        """
        datasets = f"--datasets={paths.datasets}"
        if self.sample:
            return ["sample", datasets]
        downloads = f"--downloads={self.downloads(dataset, paths)}"
        if self.upload is None and self.address is None:
            other = [] if catalog is None else [f"--catalog={catalog}"]
            return ["add", dataset, datasets, downloads, *other]
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
        if self.upload is None:
            return ["fetch", datasets, downloads, *options, *only, "--", dataset, self.address or ""]
        return ["build", dataset, datasets, *options, *only, "--", self.upload.file]
