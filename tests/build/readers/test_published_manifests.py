"""Published manifests, where they are on this computer, give exactly the photos that are in them.

They are other people's and lie outside the repository. `tests/build/catalog/test_published.py` asks the same of made-up
manifests in the layout of every dataset of the catalog.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inset_build.readers.detect import detect

SHARED = Path(os.environ.get("INSET_SHARED") or Path(__file__).parents[4] / "shared")
MANIFESTS = SHARED / "manifests"

pytestmark = pytest.mark.skipif(
    not MANIFESTS.is_dir(),
    reason=f"no published manifests in {MANIFESTS}: name the folder above them in INSET_SHARED",
)


@pytest.mark.parametrize(
    ("files", "reader", "rows", "photos", "rejected"),
    [
        (["nuswide/full_image_id.txt"], "id-list", 269_648, 269_642, 0),
        (["flickr30k/train.txt", "flickr30k/val.txt", "flickr30k/test.txt"], "id-list", 31_783, 31_783, 0),
        (["flickr_style/flickr_style.csv.gz"], "csv", 80_000, 80_000, 0),
        (["koniq10k/koniq10k_distributions_sets.csv"], "csv", 10_073, 10_073, 0),
        (["openimages/mutual_gaze_test_data.csv"], "csv", 6_659, 5_854, 0),
        # One line of it names its file "….jpg.1#0".
        (["flickr8k/Flickr8k.token.txt"], "tsv", 40_460, 8_092, 1),
        # One line of it is another host's.
        (["samples/imagenet_fall11_urls.txt"], "tsv", 7, 6, 1),
        (["samples/openimages_v4plus.csv"], "csv", 3, 3, 0),
        (["coco/captions_val2017.json"], "json", 5_000, 5_000, 0),
        (["lvis/lvis_val_100.json"], "json", 100, 100, 0),
        (["fsxl/fsxl-metadata.json"], "json", 5_684, 5_684, 0),
        (["samples/sbu_record.json"], "json", 1, 1, 0),
        (["laion/test_10000.parquet"], "parquet", 10_000, 42, 9_958),
        (["samples/voc2007_000005.xml"], "xml", 1, 1, 0),
        (["samples/yfcc100m_dataset_23col.tsv"], "tsv", 1, 1, 0),
        (["samples/yfcc100m_dataset_25col.tsv"], "tsv", 1, 1, 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_counts(files: list[str], reader: str, rows: int, photos: int, rejected: int) -> None:
    photo_ids: set[int] = set()
    counted = [0, 0]
    for file in files:
        detected = detect(MANIFESTS / file)
        assert detected.reader_name == reader
        for batch in detected.batches():
            photo_ids.update(batch.frame["photo_id"])
            counted[0] += batch.rows
            counted[1] += batch.rejected
    assert (counted[0], len(photo_ids), counted[1]) == (rows, photos, rejected)


def test_imagenet_read_as_a_list_of_urls_is_the_same() -> None:
    batches = list(detect(MANIFESTS / "samples/imagenet_fall11_urls.txt", reader="url-list").batches())
    assert [(batch.rows, batch.frame.height, batch.rejected) for batch in batches] == [(7, 6, 1)]
    assert batches[0].rejected_examples[0].line == 5
