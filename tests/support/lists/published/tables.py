"""Datasets that publish lists of lines and tables."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable

from support.lists.published.photos import (
    ALBUM,
    BY,
    HASH,
    IDS,
    NSID,
    OTHER,
    SECRETS,
    Published,
    farm_image,
    image,
    name,
    page,
    tabbed,
    text,
)


def zipped(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return whole.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=mode) as archive:  # type: ignore[call-overload]
        for path, content in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return whole.getvalue()


def parts(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The photos divided among files of these names, at least one for each."""
    wanted = list(names)
    return {each: IDS[start :: len(wanted)] or (IDS[start % len(IDS)],) for start, each in enumerate(wanted)}


def comma(rows: Iterable[Iterable[object]], header: str = "") -> bytes:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return (header + lines.getvalue()).encode()


def yfcc(photo: int, marker: int = 0) -> list[str]:
    """The 23 columns of YFCC100M's first release."""
    return [
        *(str(photo), NSID, "sample-user", "2010-01-01 00:00:00.0", "1262300000", "", "A+title", "text", "tag", ""),
        *("-1.5", "50.1", "16", page(photo), image(photo), "Attribution License", BY, "65535", "6"),
        *(SECRETS[photo], SECRETS[photo], "jpg", str(marker)),
    ]


ADIENCE = "user_id\toriginal_image\tface_id\tage\tgender\tx\ty\tdx\tdy\ttilt_ang\tfiducial_yaw_angle\tfiducial_score"
OPEN_IMAGES = (
    "ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title,OriginalSize,OriginalMD5,"
    "Thumbnail300KURL,Rotation\n"
)


def open_images(photos: Iterable[int]) -> bytes:
    rows = (
        *(
            (f"{n:016x}", "train", farm_image(i), page(i), BY, page(i).rsplit("/", 2)[0], "Sample", "T", 9, HASH, "", 0)
            for n, i in enumerate(photos)
        ),
    )
    return comma(rows, OPEN_IMAGES)


def fec(photos: Iterable[int]) -> bytes:
    """Google's triplets: three addresses with their boxes in a row, then who was asked what."""
    trios = list(zip(*[iter(photos)] * 3, strict=True))
    votes = [cell for n in range(6) for cell in (f"person{n}", 1 + n % 3)]
    return comma(
        [*(cell for i in trio for cell in (farm_image(i), 0.1, 0.5, 0.2, 0.6)), "ONE_CLASS_TRIPLET", *votes]
        for trio in trios
    )


def nus_wide(photo: int) -> str:
    return f"C:\\ImageData\\Flickr\\actor\\0001_{photo}.jpg   {photo}  {image(photo)}  {image(photo)}  null  null"


WHOLE_WEB = [cell for i in IDS for cell in (image(i), OTHER)]

TABLES: dict[str, Published] = {
    "ibm-dif": Published({"DiF_v1.csv": comma([n, farm_image(i), 640, 480, *[1.5] * 187] for n, i in enumerate(IDS))}),
    "google-fec": Published(
        {
            "faceexp-comparison-data-train-public.csv": fec(IDS[:9]),
            "faceexp-comparison-data-test-public.csv": fec(IDS[9:]),
        }
    ),
    "diveface": Published(
        {
            part: text(*(f"{NSID}_identity_{n}/{i}_{n}.jpg" for n, i in enumerate(photos)))
            for part, photos in parts(f"Group{n}_{who}.txt" for n in (1, 2, 3) for who in ("Female", "Male")).items()
        }
    ),
    "pipa": Published({"all_data.txt": text(*(f"{ALBUM + n} {i} 10 -3 200 210 {n} 1" for n, i in enumerate(IDS)))}),
    "adience": Published(
        {
            part: text(ADIENCE, *(f"{NSID}\t{name(i, '_o')}\t7\t(25, 32)\tm\t0\t414\t1\t1\t-1\t30\t17" for i in photos))
            for part, photos in parts(f"fold_{n}_data.txt" for n in range(5)).items()
        }
    ),
    "cc-face": Published(
        {
            part: text(*(line for i in photos for line in (image(i), OTHER)))
            for part, photos in parts(("baby00.txt", "baby01.txt", "infant.txt", "infant00.txt", "url.txt")).items()
        }
    ),
    "fairface": Published(
        {"fairface_label_train.csv": b"file,age,gender,race,service_test\ntrain/1.jpg,50-59,Male,East Asian,True\n"},
        (),
        "cannot be read",
    ),
    "yfcc100m": Published({"yfcc100m_dataset.bz2": bz2.compress(tabbed(*(yfcc(i, n % 2) for n, i in enumerate(IDS))))}),
    "yfcc100m-clip": Published(
        {"yfcc100m_subset_data.tsv.bz2": bz2.compress(tabbed(*([str(n * 7), str(i), HASH] for n, i in enumerate(IDS))))}
    ),
    "pass": Published(
        {
            "pass_metadata.csv": comma(
                [(HASH, "sample", 1.5, 50.1, "2010-01-01")], "hash,unickname,latitude,longitude,datetaken\n"
            )
        },
        (),
        "hash",
    ),
    "koniq-10k": Published(
        {
            "koniq10k_distributions_sets.csv": comma(
                ((f"{i}.jpg", 0, 0, 0.2, 0.7, 0.1, 105, 77.4, 0.5, "training") for i in IDS),
                "image_name,c1,c2,c3,c4,c5,c_total,MOS,SD,set\n",
            )
        }
    ),
    "mp-16": Published(
        {
            part: comma(((f"{i % 256:02x}/{i:x}.jpg", image(i, "")) for i in photos), "image_id,url\n")
            for part, photos in parts(("mp16_urls.csv", "yfcc25600_urls.csv")).items()
        }
    ),
    "im2gps3k": Published({"names.txt": text(*(f"{i}_{SECRETS[i]}_{n + 40}_{NSID}.jpg" for n, i in enumerate(IDS)))}),
    "konvid-1k": Published(
        {
            "KoNViD_1k_attributes.csv": comma(
                ((i, f"{i}_original_centercrop_960x540_8s.mp4", 3.1) for i in IDS), "flickr_id,file_name,MOS\n"
            )
        }
    ),
    "soundnet": Published(
        {"urls_public.txt": text(*(f"http://www.flickr.com/videos/{NSID}/{i}/play/orig/{SECRETS[i]}" for i in IDS))}
    ),
    "open-images": Published(
        {
            part: open_images(photos)
            for part, photos in parts(
                ("image_ids_and_rotation.csv", "validation-images-with-rotation.csv", "test-images-with-rotation.csv")
            ).items()
        }
    ),
    "imagenet": Published(
        {
            "imagenet_fall11_urls.tgz": tarred(
                {"fall11_urls.txt": tabbed(*([f"n0000447{n % 9}_{n}", url] for n, url in enumerate(WHOLE_WEB)))}, "w:gz"
            )
        }
    ),
    "ml-images": Published(
        {
            part: tabbed(*([farm_image(i), "3:1", "5193:0.9", "5170:0.9"] for i in photos))
            for part, photos in parts(("train_urls.txt", "val_urls.txt")).items()
        }
    ),
    "nus-wide": Published(
        {
            "NUS-WIDE-urls.txt": text(
                "%%%%Photo_file    Photo_id    url_Large   url_Middle   url_Small  url_Original%%%%",
                *map(nus_wide, IDS),
            )
        }
    ),
    "mirflickr-25k": Published(
        {
            "mirflickr25k.zip": zipped(
                {
                    f"mirflickr/meta/license/im{n}.txt": text("Photo: A title", f"Link: {page(i)}", f"License: {BY}")
                    for n, i in enumerate(IDS, 1)
                }
            )
        }
    ),
    "mirflickr-1m": Published(
        {"license.zip": zipped({f"license/{n // 10}/{n}.txt": text("A title", page(i), BY) for n, i in enumerate(IDS)})}
    ),
    "flickr-style": Published(
        {
            "flickr_style.csv.gz": gzip.compress(
                comma(
                    ((i, farm_image(i), page(i).rstrip("/"), 0, "train") for i in IDS),
                    ",image_url,page_url,label,_split\n",
                )
            )
        }
    ),
    "flickr-aes": Published(
        {
            "FLICKR-AES_image_labeled_by_each_worker.csv": text(
                "worker, imagePair, score",
                *(f"A1B2C3D4E5F6G7,farm1_262_{name(i, '_b')},{1 + n % 5}" for n, i in enumerate(IDS[:9])),
            ),
            "FLICKR-AES_image_score.txt": text(*(f"farm1_262_{name(i, '_b')} 0.{n}" for n, i in enumerate(IDS))),
        }
    ),
    "flickr8k": Published(
        {
            "Flickr8k_text.zip": zipped(
                {
                    "Flickr8k.token.txt": tabbed(*([f"{name(i)}#{n}", "A dog ."] for i in IDS for n in range(5))),
                    "Flickr_8k.trainImages.txt": text(*map(name, IDS[:8])),
                    "readme.txt": b"Made up.\n",
                }
            )
        }
    ),
    "flickr30k": Published(
        {part: text(*map(str, photos)) for part, photos in parts(("train.txt", "val.txt", "test.txt")).items()}
    ),
    "multi30k": Published(
        {
            part: text(*(name(i) if "2017" in part or "2018" in part else f"{i}.jpg" for i in photos))
            for part, photos in parts(
                ("train.txt", "val.txt", "test_2016_flickr.txt", "test_2017_flickr.txt", "test_2018_flickr.txt")
            ).items()
        }
    ),
    "snli-ve": Published(
        {
            part: text(*map(str, photos))
            for part, photos in parts(("flickr30k_train_val.lst", "flickr30k_test.lst")).items()
        }
    ),
    "cc3m": Published(
        {
            part: tabbed(*(["a dog , of sorts", url] for i in photos for url in (image(i), OTHER)))
            for part, photos in parts(("Train_GCC-training.tsv", "Validation_GCC-1.1.0-Validation.tsv")).items()
        }
    ),
    "cc12m": Published({"cc12m.tsv": tabbed(*([url, "a dog , of sorts"] for url in WHOLE_WEB))}),
}
