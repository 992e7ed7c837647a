"""Asks a store again when it breaks off, and tells what went wrong: what to do, and nothing that may be secret.

What libraries say of an error may contain whole addresses, with their signatures. So nothing of it is shown but the
error's name, and it is not chained to ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from inset.errors import InsetError, ManifestMissing, ManifestUnreadable, UsageInvalid
from inset.words.sentences import sentence
from inset_build.readers.sources.remote.addresses import RemotePath, login_hint, scheme_of

Result = TypeVar("Result")

TRIES: Final = 5
PAUSE: float = 0.5
"""Seconds before the second try; it doubles from try to try."""

_NO_LOGIN: Final = frozenset(
    {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "DefaultCredentialsError"}
)
_REFUSED: Final = frozenset({401, 403})
_NOT_THERE: Final = frozenset({404, 410})


class Broken(Exception):
    """A store gave other bytes than it was asked for, as when a connection breaks off."""


class NoParts(Exception):
    """A server gives files as a whole only, or does not tell their sizes."""


class Unprotected(Exception):
    """A protected address leads on to one where anybody on the way could change what comes."""


def again_and_again(ask: Callable[[], Result], path: RemotePath) -> Result:
    """What a store answers, if need be after several tries.

    Raises:
        ManifestMissing, ManifestUnreadable: it does not give it.
        UsageInvalid: a library is not installed.
    """
    for number in range(TRIES):
        try:
            return ask()
        except InsetError:
            raise
        except Exception as error:  # noqa: BLE001 - each store has errors of its own, and none of them is imported here
            told = _told(error, path)
            if told is not None:
                raise told from None
            last = type(error).__name__
        if number + 1 < TRIES:
            time.sleep(PAUSE * 2**number)
    raise ManifestUnreadable(sentence("list_remote_broke", str(path), str(TRIES), last), path=path)


def _told(error: BaseException, path: RemotePath) -> InsetError | None:
    """What is to be said of an error that no further try mends; None for one that may pass."""
    scheme, shown = scheme_of(path), str(path)
    if scheme in ("http", "https") and isinstance(error, FileNotFoundError) and error.__cause__ is not None:
        error = error.__cause__  # fsspec says of whatever happens on the web that there is no file
    status = _status(error)
    if isinstance(error, ImportError):
        more = " gcsfs" if scheme == "gs" else ""
        return UsageInvalid(sentence("list_remote_extra", f'pip install "inset[cluster]"{more}', shown))
    if isinstance(error, FileNotFoundError) or status in _NOT_THERE or type(error).__name__ == "ParamValidationError":
        return _missing(error, path)
    reason = _refusal(error, status, shown)
    may_not = isinstance(error, PermissionError) or status in _REFUSED or _lacks_login(error)
    hint = login_hint(scheme) if may_not else ""
    return None if reason is None else ManifestUnreadable(reason, hint=hint, path=path)


def _missing(error: BaseException, path: RemotePath) -> ManifestMissing:
    response = getattr(error.__cause__, "response", None)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    if (
        code == "NoSuchBucket"
        or type(error).__name__ == "ParamValidationError"
        or "bucket does not exist" in str(error)
    ):
        return ManifestMissing(sentence("list_remote_no_bucket", str(path)), path=path)
    if scheme_of(path) == "hf" and _status(error.__cause__) in _REFUSED:
        # It says the same of what is private and of what is not there.
        why = sentence("list_remote_missing_or_private", str(path))
        return ManifestMissing(why, hint=login_hint("hf"), path=path)
    return ManifestMissing(sentence("list_remote_missing", str(path)), path=path)


def _status(error: BaseException | None) -> object:
    """With which status a server answered; None where an error does not tell."""
    if type(error) is OSError and str(error).startswith("Forbidden: "):
        return 403  # as gcsfs has it
    told = getattr(error, "status", None) or getattr(error, "code", None)
    return told or getattr(getattr(error, "response", None), "status_code", None)


def _refusal(error: BaseException, status: object, shown: str) -> str | None:
    """Why a file is there and not given; None where nothing says so."""
    if isinstance(error, Unprotected):
        return sentence("list_remote_leads_away", shown)
    if isinstance(error, NoParts):
        return sentence("list_remote_no_parts", shown)
    if _lacks_login(error):
        return sentence("list_remote_no_login", shown)
    if isinstance(error, PermissionError) or status in _REFUSED:
        return sentence("list_remote_refused", shown)
    if type(error).__name__ == "ClientConnectorCertificateError":
        return sentence("list_remote_certificate", shown)
    return None


def _lacks_login(error: BaseException) -> bool:
    return type(error).__name__ in _NO_LOGIN or "anonymous caller" in str(error).lower()
