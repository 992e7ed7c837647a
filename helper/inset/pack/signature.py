"""Signatures of packs, in minisign's format: Ed25519 over the BLAKE2b of the file, in a file NAME.minisig beside it.

They are made and verified by `py-minisign`, which is imported only where that is done.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from inset.durable import replace_file
from inset.errors import SignatureInvalid, UsageInvalid
from inset.own_files import open_to_create, told_of
from inset.words.sentences import sentence

SUFFIX: Final = ".minisig"
MAX_BYTES: Final = 1 << 16
"""Of a signature's or a key's file; they have some hundred bytes."""

_ID: Final = slice(2, 10)


class Reading(Protocol):
    """Whatever gives a file's bytes in turn."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a file: their key's ID, as minisign writes it, and the comment that they signed with it."""

    key_id: str
    comment: str


class PublicKey:
    """A publisher's key. Made by `read_public_key`.

    Attributes:
        key_id: 16 hexadecimal digits, as minisign writes them; text: the whole key in one line.
    """

    def __init__(self, key: Any) -> None:  # noqa: ANN401 - of minisign, see above
        self._key = key
        self.text: str = key.to_base64().decode("ascii")
        self.key_id = _id_of(self.text)

    def verify(self, content: Reading, signature: bytes, name: str) -> Signed:
        """Read a file to its end and compare it with its signature.

        Args:
            content: the file; signature: what its .minisig holds; name: the file's, for the message.

        Raises:
            SignatureInvalid: it is of another file or by another key, its comment was changed, or it is none.
        """
        minisign = _minisign()
        try:
            parsed = minisign.Signature.from_bytes(signature)
            if not parsed.is_prehashed():
                raise SignatureInvalid(sentence("error_sign_old", name))
            by = signature_key(signature)
            if by != self.key_id:
                raise SignatureInvalid(sentence("error_sign_other_key", name, by, self.key_id))
            self._key.verify(content, parsed)
        except minisign.VerifyError as error:
            raise SignatureInvalid(sentence("error_sign_other_file", name)) from error
        except (minisign.Error, ValueError) as error:
            raise SignatureInvalid(sentence("error_sign_none", name, error)) from error
        return Signed(self.key_id, str(parsed.trusted_comment))


def signature_key(signature: bytes) -> str:
    """The ID of the key that a signature names; nothing of it is verified.

    Raises:
        SignatureInvalid: it is no signature.
    """
    try:
        return _id_of(signature.splitlines()[1].decode("ascii"))
    except (IndexError, ValueError) as error:
        raise SignatureInvalid(sentence("error_sign_again")) from error


def read_public_key(given: str) -> PublicKey:
    """The key that a person gave, as a file or as the line itself.

    Raises:
        UsageInvalid: it is no key.
        OSError: the file cannot be read.
    """
    minisign = _minisign()
    path = Path(given)
    is_text = len(given) == 56 and given.startswith("RW")
    try:
        if is_text and not path.exists():
            return PublicKey(minisign.PublicKey.from_base64(given))
        content = _read_small(path)
        lines = content.split(b"\n")
        if len([line for line in lines if line.strip()]) == 1:  # the line alone
            return PublicKey(minisign.PublicKey.from_base64(content.strip()))
        return PublicKey(minisign.PublicKey.from_bytes(content))
    except FileNotFoundError as error:
        raise UsageInvalid(sentence("error_sign_no_key", given)) from error
    except (minisign.Error, ValueError) as error:
        raise UsageInvalid(sentence("error_sign_not_key", given, error)) from error


def new_key(path: Path, password: str) -> PublicKey:
    """Make a key pair: the secret key in `path`, for this person alone, and the public one in `path.pub`.

    Args:
        path: the file to create; password: that the secret key is encrypted with; empty: it is not.

    Raises:
        UsageInvalid: one of the files is there.
        OSError: the disk refuses.
    """
    minisign = _minisign()
    public = path.with_name(f"{path.name}.pub")
    for file in (path, public):
        if file.exists() or file.is_symlink():
            raise UsageInvalid(sentence("error_sign_key_there", file))
    pair = minisign.KeyPair.generate()
    key = PublicKey(pair.public_key)
    pair.secret_key.untrusted_comment = "minisign encrypted secret key" if password else "minisign secret key"
    if password:
        pair.secret_key.encrypt(password)
    with told_of(path), open_to_create(path) as secret:
        secret.write(bytes(pair.secret_key) + b"\n")
        secret.flush()
        os.fsync(secret.fileno())
    with told_of(public), public.open("xb") as told:
        told.write(f"untrusted comment: minisign public key {key.key_id}\n{key.text}\n".encode())
    return key


def secret_key(path: Path) -> Any:  # noqa: ANN401 - of minisign, which is imported where it is used alone
    """The secret key in a file, encrypted or not.

    Raises:
        UsageInvalid: it is none.
        OSError: the file cannot be read.
    """
    minisign = _minisign()
    try:
        return minisign.SecretKey.from_bytes(_read_small(path))
    except FileNotFoundError as error:
        raise UsageInvalid(sentence("error_sign_no_secret", path)) from error
    except (minisign.Error, ValueError) as error:
        raise UsageInvalid(sentence("error_sign_not_secret", path, error)) from error


def sign_file(path: Path, key_file: Path, ask: Callable[[], str], *, comment: str) -> Signed:
    """Sign a file: write `path.minisig` beside it, replacing one that is there.

    Args:
        path: the file; key_file: the secret key.
        ask: gives the key's password; called only if it has one.
        comment: what is signed with it, in ASCII; anybody can read it.

    Raises:
        UsageInvalid: it is no secret key, or the password is wrong.
        OSError: a file cannot be read or written.
    """
    minisign = _minisign()
    with secret_key(key_file) as secret:
        if secret.is_encrypted():
            try:
                secret.decrypt(ask())
            except (minisign.Error, ValueError) as error:
                raise UsageInvalid(sentence("error_sign_password", key_file)) from error
        with path.open("rb") as file:
            signature = secret.sign(
                file, prehash=True, untrusted_comment="signature from minisign secret key", trusted_comment=comment
            )
        key = PublicKey(secret.get_public_key())
    replace_file(signature_file(path), bytes(signature) + b"\n", mode=0o666)
    return Signed(key.key_id, comment)


def signature_file(path: Path) -> Path:
    """Where the signature of a file lies."""
    return path.with_name(f"{path.name}{SUFFIX}")


def read_signature(path: Path) -> bytes:
    """The content of a signature's file.

    Raises:
        FileNotFoundError: there is none.
        SignatureInvalid: it is larger than any.
        OSError: it cannot be read.
    """
    try:
        return _read_small(path)
    except ValueError as error:
        raise SignatureInvalid(sentence("error_sign_large", path.name, error)) from error


def _read_small(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError("it is larger than any key or signature")
    return content


def _id_of(text: str) -> str:
    """The ID in a key or a signature: minisign writes it as a number, whose lowest byte comes first in the file."""
    return base64.b64decode(text, validate=True)[_ID][::-1].hex().upper()


def _minisign() -> Any:  # noqa: ANN401 - it has no types
    import minisign

    if not hasattr(minisign, "KeyPair"):  # PyPI's `minisign`, another program, which takes the same name
        raise UsageInvalid(sentence("error_sign_minisign"))
    return minisign
