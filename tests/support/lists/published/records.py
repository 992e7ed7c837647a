"""Datasets that publish Parquet tables."""

from __future__ import annotations

from support.lists.published.photos import ALBUM, BY, IDS, NSID, OTHER, Published, farm_image, image, page, parquet
from support.lists.published.tables import parts

WEB = [url for i in IDS for url in (image(i), OTHER)]
WORDS = ["a dog"] * len(WEB)


def web_table(url: str, **more: object) -> bytes:
    """A table of the whole web, whose column of that name holds the addresses."""
    return parquet({**more, url: WEB, "width": [640] * len(WEB), "height": [480] * len(WEB)})


RECORDS: dict[str, Published] = {
    "laion-face": Published(
        {"laion_face_part_00000.parquet": web_table("URL", SAMPLE_ID=[*range(len(WEB))], TEXT=WORDS)}
    ),
    "commoncatalog": Published(
        {
            "part-00000.parquet": parquet(
                {
                    "caption": ["a dog"] * len(IDS),
                    "licensename": ["Attribution License"] * len(IDS),
                    "licenseurl": [BY] * len(IDS),
                    "photoid": IDS,
                    "uid": [NSID] * len(IDS),
                    "unickname": ["sample-user"] * len(IDS),
                    "dateuploaded": [1_262_300_000 + 86_400 * n for n in range(len(IDS))],
                }
            )
        }
    ),
    "megalith-10m": Published(
        {
            part: parquet({"url_highres": [image(i, "_o") for i in photos], "url_source": [page(i) for i in photos]})
            for part, photos in parts(f"megalith-{n:05}-of-00010.parquet" for n in range(1, 11)).items()
        }
    ),
    "laion-400m": Published(
        {
            "part-00000.snappy.parquet": web_table(
                "URL",
                SAMPLE_ID=[*range(len(WEB))],
                TEXT=WORDS,
                LICENSE=["?"] * len(WEB),
                NSFW=["UNLIKELY"] * len(WEB),
                similarity=[0.3] * len(WEB),
            )
        }
    ),
    "laion-5b": Published({"part-00000.snappy.parquet": web_table("URL", TEXT=WORDS, hash=[*range(len(WEB))])}),
    "relaion-5b": Published(
        {
            "part-00000.snappy.parquet": web_table(
                "url", caption=WORDS, key=[f"{n:09}" for n in range(len(WEB))], punsafe=[0.1] * len(WEB)
            )
        }
    ),
    "commonpool": Published({"0.parquet": web_table("url", uid=[f"{n:032x}" for n in range(len(WEB))], text=WORDS)}),
    "datacomp-1b": Published({"0.parquet": web_table("url", uid=[f"{n:032x}" for n in range(len(WEB))], text=WORDS)}),
    "coyo-700m": Published(
        {"part-00000.snappy.parquet": web_table("url", id=[1_125_282_207_474 + n for n in range(len(WEB))], text=WORDS)}
    ),
    "pixelprose": Published(
        {
            "vlm_captions_redcaps_00.parquet": web_table(
                "url", uid=["ab"] * len(WEB), key=[f"{n:09}" for n in range(len(WEB))], vlm_caption=WORDS
            )
        }
    ),
    "fondant-cc-25m": Published(
        {
            "part.0.parquet": parquet(
                {
                    "image_url": WEB,
                    "alt_text": WORDS,
                    "webpage_url": ["https://pages.example/1.html"] * len(WEB),
                    "license_type": ["by"] * len(WEB),
                }
            )
        }
    ),
    "obelics": Published(
        {
            "train-00000-of-01335.parquet": parquet(
                {
                    "images": [[image(i), None, OTHER] for i in IDS],
                    "metadata": ["[]"] * len(IDS),
                    "general_metadata": ['{"url": "https://pages.example/1.html"}'] * len(IDS),
                    "texts": [[None, "a dog", None] for _ in IDS],
                }
            )
        }
    ),
    "bigdata-flickr": Published(
        {
            "part-00000.parquet": parquet(
                {
                    "id": [*map(str, IDS), str(ALBUM)],
                    "owner": [NSID] * (len(IDS) + 1),
                    "url_sq": [*(farm_image(i) for i in IDS), None],
                    "url_o": [None, *(image(i, "_o") for i in IDS[1:]), None],
                    "title": ["A title"] * (len(IDS) + 1),
                    "license": ["4"] * (len(IDS) + 1),
                }
            )
        }
    ),
    "flickr-license-1": Published(
        {
            part: parquet(
                {
                    "url": [farm_image(i) for i in photos],
                    "date_taken": ["2010-01-01 00:00:00"] * len(photos),
                    "date_upload": [1_262_300_000 + n for n in range(len(photos))],
                    "width": [640] * len(photos),
                    "height": [480] * len(photos),
                }
            )
            for part, photos in parts(f"flickr_photos_set_license1_{n}.parquet" for n in range(1, 24)).items()
        }
    ),
}
