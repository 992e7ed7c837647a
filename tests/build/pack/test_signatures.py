"""Signatures in minisign's format: Debian's minisign verifies ours, ours verifies Debian's, and nothing else passes."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from inset.errors import SignatureInvalid, UsageInvalid
from inset.index.library import Library
from inset.pack.signature import PublicKey, new_key, read_public_key, sign_file, signature_file
from inset_build.pack.by_hand import check_key, sign_pack, unpack_by_hand
from inset_build.pack.make import make_pack

MINISIGN = shutil.which("minisign")
debians = pytest.mark.skipif(MINISIGN is None, reason="needs the program minisign (apt install minisign)")


@pytest.fixture
def pack(run: Path, tmp_path: Path) -> Path:
    return Path(make_pack(run, tmp_path / "made-up.insetpack").file)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    new_key(tmp_path / "publisher.key", "")
    return tmp_path / "publisher.key"


def no_password() -> str:
    raise AssertionError("this key has no password")


def take(pack: Path, datasets: Path, **options: object) -> object:
    return unpack_by_hand(str(pack), datasets, datasets.parent / "downloads", **options)  # type: ignore[arg-type]


@debians
def test_debians_minisign_verifies_ours(pack: Path, key: Path) -> None:
    sign_pack(pack, key, no_password)
    words = [str(MINISIGN), "-V", "-p", f"{key}.pub", "-m", str(pack)]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "Signature and comment signature verified" in said
    assert "file:made-up.insetpack" in said


@debians
def test_ours_verifies_debians(pack: Path, datasets: Path, tmp_path: Path) -> None:
    made = [str(MINISIGN), "-G", "-W", "-p", str(tmp_path / "k.pub"), "-s", str(tmp_path / "k.key")]
    subprocess.run(made, capture_output=True, check=True, timeout=60)
    signed = [str(MINISIGN), "-S", "-s", str(tmp_path / "k.key"), "-m", str(pack)]
    subprocess.run(signed, capture_output=True, check=True, timeout=60)
    report = unpack_by_hand(str(pack), datasets, tmp_path / "downloads", public_key=str(tmp_path / "k.pub"))
    assert report.origin["how"] == "minisign"
    assert report.origin["signed_by"] in (tmp_path / "k.pub").read_text()
    # And its secret key signs for us.
    pack.with_name(f"{pack.name}.minisig").unlink()
    by = sign_pack(pack, tmp_path / "k.key", no_password)
    assert by.key_id == read_public_key(report.origin["signed_by"]).key_id
    # And it is the ID that minisign wrote into the key's first line (older versions drop its leading zeros).
    written = (tmp_path / "k.pub").read_text().splitlines()[0].split()[-1]
    assert by.key_id == written.zfill(16)


def test_an_id_has_its_leading_zeros() -> None:
    """One key in sixteen has an ID that begins with 0; minisign writes all 16 digits, and so do we."""
    key = read_public_key("RWQzxgM1hKexAfcW0uLArgszDag0b6GgEdPriKA7+ube6oGMrZjWfidJ")
    assert key.key_id == "01B1A7843503C633"


@debians
def test_debians_minisign_signs_with_a_key_of_ours_that_has_a_password(pack: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "secret.key", "a password")
    words = [str(MINISIGN), "-S", "-s", str(tmp_path / "secret.key"), "-m", str(pack)]
    subprocess.run(words, input="a password\n", capture_output=True, text=True, check=True, timeout=60)
    with pack.open("rb") as file:
        read_public_key(str(tmp_path / "secret.key.pub")).verify(file, signature_file(pack).read_bytes(), pack.name)


def test_a_signed_pack_says_who_signed_it(pack: Path, key: Path, datasets: Path) -> None:
    sign_pack(pack, key, no_password)
    text = (Path(f"{key}.pub")).read_text().splitlines()[1]
    for given in (f"{key}.pub", text):
        report = unpack_by_hand(str(pack), datasets, datasets.parent / "downloads", public_key=given)
        assert (report.origin["signed_by"], report.origin["how"]) == (text, "minisign")


def _with_the_id_of(key: Path, other: Path) -> None:
    """Give a key pair the ID of another: an ID is eight bytes that whoever makes a key may choose."""
    taken = base64.b64decode(Path(f"{other}.pub").read_text().splitlines()[1])[2:10]
    for file, at in ((Path(f"{key}.pub"), 2), (key, 54)):
        comment, line = file.read_text().splitlines()
        content = bytearray(base64.b64decode(line))
        content[at : at + 8] = taken
        if file == key:  # ends with a checksum of the algorithm, the ID and the key
            content[-32:] = hashlib.blake2b(content[:2] + content[at:-32], digest_size=32).digest()
        file.write_text(f"{comment}\n{base64.b64encode(content).decode()}\n")


def test_a_key_that_has_anothers_id_is_another_key(pack: Path, key: Path, datasets: Path) -> None:
    sign_pack(pack, key, no_password)
    take(pack, datasets, public_key=f"{key}.pub")
    before = Library(datasets).datasets["made-up"].descriptor
    other = key.with_name("other.key")
    new_key(other, "")
    _with_the_id_of(other, key)
    assert sign_pack(pack, other, no_password).key_id == read_public_key(f"{key}.pub").key_id
    with pytest.raises(SignatureInvalid, match="not of this file"):
        take(pack, datasets, public_key=f"{key}.pub")
    with pytest.raises(UsageInvalid, match="another name with --as"):
        take(pack, datasets, public_key=f"{other}.pub")
    assert Library(datasets).datasets["made-up"].descriptor == before


def test_a_secret_key_is_for_its_owner_alone_and_never_replaced(tmp_path: Path) -> None:
    key = new_key(tmp_path / "secret.key", "a password")
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert key.text not in (tmp_path / "secret.key").read_text()
    with pytest.raises(UsageInvalid, match="no key is ever replaced"):
        new_key(tmp_path / "secret.key", "")


def test_a_password_is_asked_for_once_and_a_wrong_one_is_told(pack: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "secret.key", "a password")
    with pytest.raises(UsageInvalid, match="this one is wrong"):
        sign_file(pack, tmp_path / "secret.key", lambda: "another", comment="")
    assert not signature_file(pack).exists()
    sign_file(pack, tmp_path / "secret.key", lambda: "a password", comment="x")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"untrusted comment: x\nRWnonsense\n", bytes(100_000)])
def test_what_is_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(UsageInvalid, match="Give the publisher's public key"):
        read_public_key(str(tmp_path / "key"))
    with pytest.raises(UsageInvalid, match="Give the secret key"):
        check_key(tmp_path / "key")
    with pytest.raises(UsageInvalid, match="there is no"):
        read_public_key(str(tmp_path / "nothing"))
    with pytest.raises(UsageInvalid, match="--new-key"):
        check_key(tmp_path / "nothing")


def test_without_a_key_nothing_is_unpacked_unless_the_person_says_so(pack: Path, key: Path, datasets: Path) -> None:
    with pytest.raises(UsageInvalid, match="--public-key"):
        take(pack, datasets)
    with pytest.raises(UsageInvalid, match="Leave out"):
        take(pack, datasets, unsigned=True, public_key=f"{key}.pub")
    with pytest.raises(SignatureInvalid, match=r"Put made-up\.insetpack\.minisig beside"):
        take(pack, datasets, public_key=f"{key}.pub")
    assert not datasets.exists()
    take(pack, datasets, unsigned=True)
    run = Library(datasets).datasets["made-up"]
    assert run.descriptor.origin is not None
    assert (run.descriptor.origin.signed_by, run.descriptor.origin.how) == (None, None)


def _other_key(pack: Path, key: Path) -> None:
    new_key(key.with_name("other.key"), "")
    sign_pack(pack, key.with_name("other.key"), no_password)


def _of_another_file(pack: Path, key: Path) -> None:
    other = pack.with_name("other.insetpack")
    other.write_bytes(b"something else")
    sign_pack(other, key, no_password)
    signature_file(other).rename(signature_file(pack))


def _comment_changed(pack: Path, key: Path) -> None:
    sign_pack(pack, key, no_password)
    beside = signature_file(pack)
    beside.write_bytes(beside.read_bytes().replace(b"file:made-up", b"file:else-up"))


def _other_key_under_the_same_name(pack: Path, key: Path) -> None:
    """The ID of a key is no secret: whoever copies it still cannot sign."""
    sign_pack(pack, key, no_password)
    other = key.with_name("other.key")
    new_key(other, "")
    copy = pack.with_name("copy.insetpack")
    copy.write_bytes(pack.read_bytes())
    sign_pack(copy, other, no_password)
    import base64

    lines, theirs = signature_file(pack).read_bytes().splitlines(), signature_file(copy).read_bytes().splitlines()
    ours = base64.b64decode(lines[1])
    lines[1] = base64.b64encode(ours[:10] + base64.b64decode(theirs[1])[10:])
    signature_file(pack).write_bytes(b"\n".join(lines) + b"\n")


def _pack_changed(pack: Path, key: Path) -> None:
    sign_pack(pack, key, no_password)
    content = bytearray(pack.read_bytes())
    content[-1] ^= 1
    pack.write_bytes(content)


def _truncated(pack: Path, key: Path) -> None:
    sign_pack(pack, key, no_password)
    signature_file(pack).write_bytes(signature_file(pack).read_bytes()[:100])


def _huge(pack: Path, key: Path) -> None:
    signature_file(pack).write_bytes(bytes(1_000_000))


def _old_kind(pack: Path, key: Path) -> None:
    import minisign

    secret = minisign.SecretKey.from_file(key)
    signature_file(pack).write_bytes(bytes(secret.sign(pack.read_bytes(), prehash=False)) + b"\n")


@pytest.mark.parametrize(
    "attack",
    [
        _other_key,
        _of_another_file,
        _comment_changed,
        _other_key_under_the_same_name,
        _pack_changed,
        _truncated,
        _huge,
        _old_kind,
    ],
)
def test_a_signature_that_is_not_right_stops_everything(attack: object, pack: Path, key: Path, datasets: Path) -> None:
    assert callable(attack)
    attack(pack, key)
    with pytest.raises(SignatureInvalid):
        take(pack, datasets, public_key=f"{key}.pub")
    assert not datasets.exists()


def test_every_flipped_bit_of_a_signature_but_in_the_untrusted_comment_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"what is signed")
    key: PublicKey = new_key(tmp_path / "key", "")
    sign_file(file, tmp_path / "key", no_password, comment="signed")
    signature = signature_file(file).read_bytes()
    first = signature.index(b"\n") + 1
    for at in range(first, len(signature.rstrip())):
        changed = bytearray(signature)
        changed[at] ^= 1
        try:
            key.verify(io.BytesIO(b"what is signed"), bytes(changed), "file")
        except SignatureInvalid:
            continue
        # Base64 does not use all bits of its last letter; what they decode to is the same signature.
        assert signature[at + 1 : at + 2] == b"=" or signature[at - 1 : at] == b"=", at
