"""A publisher's keys: four, one for each role of The Update Framework, each in a file of its own.

    <folder>/root-KEYID.pem        says which keys count; needed to change keys, and every other year: it may be
                                   kept elsewhere
             targets-KEYID.pem     says which packs there are; needed to publish
             snapshot-KEYID.pem    and these two say that nothing was mixed up, and that it is still so;
             timestamp-KEYID.pem   needed to publish and to refresh

Ed25519, PKCS #8 in PEM without a passphrase, mode 0600 in a folder of mode 0700. KEYID is the beginning of the key's
name in the metadata, so that a new key never takes the place of an old one's file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root

from inset.errors import KeyMissing
from inset.own_files import make_own_folder, read_own
from inset.private_files import write_private
from inset.words.sentences import either, sentence

ROOT: Final = "root"
TARGETS: Final = "targets"
SNAPSHOT: Final = "snapshot"
TIMESTAMP: Final = "timestamp"
ROLES: Final = (ROOT, TARGETS, SNAPSHOT, TIMESTAMP)
_KEYID_SHOWN: Final = 16


class Keys:
    """The keys of one folder.

    Args:
        folder: where they are; made with the first key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, role: str) -> CryptoSigner:
        """Make a new key for a role, and have it on the disk before returning it.

        Raises:
            OSError: the disk refuses.
        """
        signer = CryptoSigner.generate_ed25519()
        make_own_folder(self.folder)
        write_private(self._file(role, signer.public_key.keyid), signer.private_bytes)
        return signer

    def has(self, root: Root, role: str) -> bool:
        """Whether a key is here that may sign for a role."""
        return any(self._file(role, keyid).is_file() for keyid in root.roles[role].keyids)

    def signer(self, root: Root, role: str) -> CryptoSigner:
        """Return the key that may sign for a role.

        Args:
            root: says which keys count.

        Raises:
            KeyMissing: it is not here, or its file is damaged.
        """
        for keyid in root.roles[role].keyids:
            path = self._file(role, keyid)
            try:
                key = load_pem_private_key(read_own(path), None)
            except FileNotFoundError:
                continue
            except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
                raise KeyMissing(sentence("error_key_unread", path, error)) from error
            signer = CryptoSigner(key) if isinstance(key, Ed25519PrivateKey) else None
            if signer is None or signer.public_key.keyid != keyid:
                raise KeyMissing(sentence("error_key_else", path))
            return signer
        wanted = [self._file(role, keyid).name for keyid in root.roles[role].keyids]
        raise KeyMissing(sentence("error_key_put", either(wanted), self.folder, role))

    def _file(self, role: str, keyid: str) -> Path:
        return self.folder / f"{role}-{keyid[:_KEYID_SHOWN]}.pem"
