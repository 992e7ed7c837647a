"""Datasets that publish JSON, JSON Lines, XML and MATLAB's lists."""

from __future__ import annotations

import gzip
import json
from typing import Any

from support.lists import records as layouts
from support.lists.mat_files import mat_file
from support.lists.published.photos import HASH, IDS, NSID, OTHER, SECRETS, Published, farm_image, image, name, page
from support.lists.published.tables import parts, tarred, zipped


def document(content: Any) -> bytes:
    return json.dumps(content).encode()


def lines(records: list[Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def fdf(photo: int) -> dict[str, Any]:
    return layouts.fdf(photo) | {"photo_url": page(photo), "user_nsid": NSID}


def lpff(photo: int) -> dict[str, Any]:
    record = layouts.lpff(photo)
    return {**record, "image_info": record["image_info"] | {"photo_url": image(photo), "secret": SECRETS[photo]}}


def coco(photos: tuple[int, ...]) -> dict[str, Any]:
    whole = layouts.coco(*photos)
    for record, photo in zip(whole["images"], photos, strict=True):
        record["flickr_url"] = image(photo, "_z")
    return whole


def voc(photo: int) -> str:
    return (
        "<annotation><folder>VOC2007</folder><filename>000001.jpg</filename><source><database>The VOC2007 Database"
        f"</database><annotation>PASCAL VOC2007</annotation><image>flickr</image><flickrid>{photo}</flickrid></source>"
        "<owner><flickrid>sample-user</flickrid><name>Sample User</name></owner></annotation>"
    )


def vist(photos: tuple[int, ...]) -> dict[str, Any]:
    return {
        "albums": [{"id": "44277", "photos": "27", "farm": 1}],
        "images": [layouts.vist_image(i, image(i, "_o")) for i in photos],
        "annotations": [[{"photo_flickr_id": str(i), "album_id": "44277"}] for i in photos],
    }


def text_vqa(photos: tuple[int, ...]) -> dict[str, Any]:
    return {
        "dataset_type": "train",
        "data": [
            {"image_id": f"{n:016x}", "flickr_original_url": farm_image(i), "flickr_300k_url": farm_image(i)}
            for n, i in enumerate(photos)
        ],
    }


def chat(number: int, url: str) -> dict[str, Any]:
    said = [
        {"message": "hello", "share_photo": False, "user_id": 0},
        {"message": "", "share_photo": True, "user_id": 1},
    ]
    return {"dialogue": said, "dialogue_id": number, "photo_description": "A dog", "photo_url": url}


def crop(photo: int) -> dict[str, Any]:
    return {"url": farm_image(photo), "flickr_photo_id": photo, "crop": [266, 6, 757, 399]}


def ranking(photo: int) -> dict[str, Any]:
    pairs = [{"vote_for_1": 1, "vote_for_0": 4, "crop_1": [1, 2, 3, 4], "crop_0": [1, 2, 3, 4]}] * 10
    return {"url": farm_image(photo), "crops": pairs, "flickr_photo_id": photo}


def web_page(number: int, urls: list[str]) -> dict[str, Any]:
    images = [{"face_detections": None, "image_name": f"{n}.jpg", "raw_url": url} for n, url in enumerate(urls)]
    return {"image_info": images, "text_list": ["a"], "url": f"http://pages.example/{number}.html"}


DOCUMENTS: dict[str, Published] = {
    "ffhq": Published(
        {
            "ffhq-dataset-v2.json": document(
                {
                    str(n): (whole := layouts.ffhq(i)) | {"metadata": whole["metadata"] | {"photo_url": page(i)}}
                    for n, i in enumerate(IDS)
                }
            )
        }
    ),
    "megaface": Published(
        {
            "megaface_features_list.json_1000000_1": document(
                {"path": [f"{n}/{NSID}/{i}_0.jpg" for n, i in enumerate(IDS)]}
            )
        }
    ),
    "fdf": Published(
        {"metainfo.zip": zipped({"fdf_metainfo.json": document({str(n): fdf(i) for n, i in enumerate(IDS)})})}
    ),
    "fdf256": Published(
        {
            "metainfo.zip": zipped(
                {
                    part: document({str(n): fdf(i) for n, i in enumerate(photos)})
                    for part, photos in parts(("train/fdf_metainfo.json", "val/fdf_metainfo.json")).items()
                }
            )
        }
    ),
    "fdh": Published({"metadata.json": document([fdf(i) | {"id": n} for n, i in enumerate(IDS)])}),
    "lpff": Published({"info.json": document({f"{NSID}_{i}_01": lpff(i) for i in IDS})}),
    "fsxl": Published(
        {"fsxl-metadata.json": document([fdf(i) | {"image_name": f"{i}.jpg", "country": ""} for i in IDS])}
    ),
    "yfcc15m": Published(
        {
            "yfcc15m_clean_open_data.json": lines(
                [{"url": url, "caption": "a"} for i in IDS for url in (image(i), OTHER)]
            )
        }
    ),
    "yfcc100m-openai": Published(
        {
            part: gzip.compress(
                lines(
                    [
                        {"photoid": i, "uid": NSID, "pageurl": page(i), "downloadurl": farm_image(i), "key": HASH}
                        for i in photos
                    ]
                )
            )
            for part, photos in parts(("metadata_001.jsonl.gz", "metadata_002.jsonl.gz")).items()
        }
    ),
    "flair": Published(
        {
            "labels_and_metadata.json": document(
                [
                    {
                        "user_id": NSID,
                        "image_id": str(i),
                        "fine_grained_labels": ["bag"],
                        "labels": ["equipment"],
                        "partition": "train",
                    }
                    for i in IDS
                ]
            )
        }
    ),
    "coco": Published(
        {
            "annotations_trainval2017.zip": zipped(
                {
                    part: document(coco(photos))
                    for part, photos in parts(
                        ("annotations/captions_train2017.json", "annotations/captions_val2017.json")
                    ).items()
                }
            )
        }
    ),
    "lvis": Published(
        {
            part: zipped({part.removesuffix(".zip"): document(coco(photos))})
            for part, photos in parts(("lvis_v1_train.json.zip", "lvis_v1_val.json.zip")).items()
        }
    ),
    "v3det": Published(
        {
            f"v3det_2023_v1_image2url_{part}.json": document(
                {f"images/n{n:08}/{n}_371_{name(IDS[n % 12], '_c')}": image(IDS[n % 12], "_c") for n in range(240)}
            )
            for part in ("train", "val", "test")
        }
    ),
    "visual-genome": Published(
        {
            "image_data.json.zip": zipped(
                {
                    "image_data.json": document(
                        [
                            {
                                "image_id": n,
                                "url": f"https://vg.example/{n}.jpg",
                                "width": 800,
                                "coco_id": n,
                                "flickr_id": i,
                            }
                            for n, i in enumerate([None, *IDS])
                        ]
                    )
                }
            )
        }
    ),
    "voc2007": Published(
        {
            part: tarred({f"VOCdevkit/VOC2007/Annotations/{n:06}.xml": voc(i).encode() for n, i in enumerate(photos)})
            for part, photos in parts(("VOCtrainval_06-Nov-2007.tar", "VOCtest_06-Nov-2007.tar")).items()
        }
    ),
    "fcdb": Published(
        {
            "cropping_training_set.json": document([crop(i) for i in IDS[:7]]),
            "cropping_testing_set.json": document([crop(i) for i in IDS[7:]]),
            "ranking_annotation.json": document([ranking(i) for i in IDS]),
        }
    ),
    "aadb": Published(
        {
            "AADBinfo.mat": mat_file(
                {
                    "trainNameList": [f"farm1_286_{name(i, '_b')}" for i in IDS[:9]],
                    "testNameList": [f"farm1_286_{name(i, '_b')}" for i in IDS[9:]],
                }
            )
        }
    ),
    "sbu": Published(
        {
            "sbu-captions-all.tar.gz": tarred(
                {
                    "sbu-captions-all.json": document(
                        {
                            "image_urls": [f"http://static.flickr.com/2723/{name(i)}" for i in IDS],
                            "user_ids": [NSID] * len(IDS),
                            "captions": ["a dog"] * len(IDS),
                        }
                    )
                },
                "w:gz",
            )
        }
    ),
    "vist": Published(
        {
            "SIS-with-labels.tar.gz": tarred(
                {
                    f"sis/{part}": document(vist(photos))
                    for part, photos in parts(("train.story-in-sequence.json", "val.story-in-sequence.json")).items()
                },
                "w:gz",
            ),
            "DII-with-labels.tar.gz": tarred({"dii/train.description-in-isolation.json": document(vist(IDS))}, "w:gz"),
        }
    ),
    "textvqa": Published(
        {
            part: document(text_vqa(photos))
            for part, photos in parts(f"TextVQA_0.5.1_{part}.json" for part in ("train", "val", "test")).items()
        }
    ),
    "textcaps": Published(
        {
            part: document(text_vqa(photos))
            for part, photos in parts(f"TextCaps_0.1_{part}.json" for part in ("train", "val", "test")).items()
        }
    ),
    "localized-narratives": Published(
        {
            f"flickr30k_{part}_localized_narratives.jsonl": lines(
                [layouts.narrative(f"Flickr30k_{part}", str(i)) for i in photos]
            )
            for part, photos in parts(("train", "val", "test")).items()
        }
    ),
    "photochat": Published(
        {
            part: document([chat(n, farm_image(i)) for n, i in enumerate(photos)])
            for part, photos in parts(
                [
                    *(f"{kind}_{n:02}.json" for kind in ("dev", "test") for n in (0, 1)),
                    *(f"train_{n:02}.json" for n in range(21)),
                ]
            ).items()
        }
    ),
    "personality-captions": Published(
        {"train.json": document([{"image_hash": HASH, "personality": "Sweet", "comment": "A dog."}] * 9)}, (), "hash"
    ),
    "redcaps": Published(
        {
            "redcaps_v1.0_annotations.zip": zipped(
                {
                    "annotations/dogpictures_2020.json": document(
                        {
                            "info": {"start_date": "2020-01-01"},
                            "annotations": [
                                {"image_id": f"99000{n}", "author": "reddit-user", "url": url, "score": 5}
                                for n, url in enumerate([*map(image, IDS), OTHER])
                            ],
                        }
                    )
                }
            )
        }
    ),
    "llava-pretrain": Published(
        {
            "blip_laion_cc_sbu_558k_meta.json": document(
                [
                    {
                        "id": f"00453937{n}",
                        "image": f"00453/00453937{n}.jpg",
                        "caption": "a dog",
                        "blip_caption": "a dog",
                        "url": url,
                    }
                    for n, url in enumerate([*map(image, IDS), OTHER])
                ]
            )
        }
    ),
    "mmc4": Published(
        {"docs_no_face_shard_0_v3.jsonl": lines([web_page(n, [image(i), OTHER]) for n, i in enumerate(IDS)])}
    ),
}
