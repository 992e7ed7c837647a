"""A single pack that is handed over: signed with minisign's signatures, fetched from an address or taken from disk."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from yarl import URL

from inset.errors import SignatureInvalid, UsageInvalid
from inset.pack.opened import OnceThrough
from inset.pack.signature import (
    SUFFIX,
    PublicKey,
    Signed,
    read_public_key,
    read_signature,
    secret_key,
    sign_file,
    signature_file,
)
from inset.words.sentences import sentence
from inset_build.download.fetch import OnProgress, download_all
from inset_build.download.login import refuse_login
from inset_build.download.wanted import WantedFile, wanted_from
from inset_build.pack.unpack import Tell, UnpackReport, unpack


def sign_pack(pack: Path, key_file: Path, ask: Callable[[], str]) -> Signed:
    """Sign a pack; raises as `sign_file` does."""
    name = pack.name.encode("ascii", "replace").decode("ascii")
    return sign_file(pack, key_file, ask, comment=f"timestamp:{int(time.time())}\tfile:{name}\thashed")


def check_key(key_file: Path) -> None:
    """Look whether a file holds a secret key, before minutes of packing; raises as `sign_file` does."""
    secret_key(key_file)


def is_address(given: str) -> bool:
    """Whether a person named an address and not a file."""
    return given.lower().startswith(("http://", "https://"))


def unpack_by_hand(
    given: str,
    datasets: Path,
    downloads: Path,
    *,
    public_key: str | None = None,
    unsigned: bool = False,
    name: str | None = None,
    on_download: OnProgress = lambda *_: None,
    on_progress: Tell = lambda _: None,
) -> UnpackReport:
    """Unpack a pack from a file or an address, by its publisher's key, or unsigned if the person says so.

    Args:
        given: the file, or an http(s) address, beside which its signature lies under the same name with .minisig.
        datasets: `<data>/datasets`; downloads: where downloads go.
        public_key: a file or the key itself; unsigned: take it without looking at any signature.
        name, on_progress: as for `unpack`; on_download: called with the progress of the download.

    Raises:
        UsageInvalid: neither a key nor --unsigned, or both; the address is none, or carries a login; see also `unpack`.
        SignatureInvalid: there is no signature, or not the right one.
        DownloadFailed: it cannot be fetched.
    """
    key = _key(public_key, unsigned=unsigned)
    folder = _folder_for(given, downloads) if is_address(given) else None
    if folder is not None:
        pack, signature = _download(given, folder, signed=key is not None, on_download=on_download)
    else:
        pack = Path(given)
        if not pack.is_file():
            raise UsageInvalid(sentence("error_unpack_what", given))
        signature = signature_file(pack)
    report = unpack(
        pack,
        datasets,
        check=None if key is None else _check_by(key, signature, pack),
        signed_by=None if key is None else key.text,
        how=None if key is None else "minisign",
        address=given if folder is not None else None,
        name=name,
        on_progress=on_progress,
    )
    if folder is not None:
        shutil.rmtree(folder)
    return report


def _key(public_key: str | None, *, unsigned: bool) -> PublicKey | None:
    """The publisher's key; None where the person wants no signature looked at."""
    if unsigned and public_key is not None:
        raise UsageInvalid(sentence("error_unpack_both"))
    if not unsigned and public_key is None:
        raise UsageInvalid(
            sentence("error_unpack_key"),
            hint="A key is a file or a line that begins with RW; get it from the publisher, not from beside the pack.",
        )
    return None if public_key is None else read_public_key(public_key)


def _folder_for(address: str, downloads: Path) -> Path:
    """Where what comes from this address lies until it is unpacked, so that another try goes on there."""
    try:
        told = address.encode()
    except UnicodeEncodeError as error:
        raise UsageInvalid(sentence("error_unpack_byte", address)) from error
    return downloads / f"pack-{hashlib.sha256(told).hexdigest()[:16]}"


def _check_by(key: PublicKey, signature: Path, pack: Path) -> Callable[[OnceThrough], None]:
    """What holds a pack to its signature while it is read."""
    try:
        content = read_signature(signature)
    except FileNotFoundError as error:
        raise SignatureInvalid(sentence("error_unpack_signature", signature.name, pack.name)) from error

    def verify(reader: OnceThrough) -> None:
        key.verify(reader, content, pack.name)

    return verify


def _download(address: str, folder: Path, *, signed: bool, on_download: OnProgress) -> tuple[Path, Path]:
    """Fetch a pack, and before it its signature; what has arrived is kept until it is unpacked."""
    try:
        url = URL(address)
        name = url.name
    except ValueError as error:
        raise UsageInvalid(sentence("error_unpack_address", address, error)) from error
    refuse_login(url)
    wanted = wanted_from(address, "NAME")
    by_hand = sentence("list_then_unpack", "inset unpack FILE")
    files = [WantedFile(address, wanted.name, by_hand=by_hand, remedy=sentence("download_check_address"))]
    if signed:
        beside = str(url.with_name(f"{name}{SUFFIX}", keep_query=True))
        files.insert(
            0, WantedFile(beside, f"{wanted.name}{SUFFIX}", by_hand=by_hand, remedy=sentence("download_no_signature"))
        )
    paths = download_all(files, folder, on_progress=on_download)
    return paths[-1], signature_file(paths[-1])
