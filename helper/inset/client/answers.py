"""What the helper answers, in the API's forms: for the client, which returns them, and the server, which makes them.

`server/openapi.yaml` describes them; a test holds both equal, field by field. `inset.wire` has the parts that the
command line's `--json` shares with them.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from inset.wire import Dataset, DatasetAnswer, LicenceFacts
from inset.words.sentences import Told

Answer = Literal["listed", "probably_listed", "not_listed", "unknown"]


class Hello(TypedDict):
    """That this is Inset, which API it has, and whether any training set can be asked. Holds nothing private.

    With censuses alone it is not ready: they say what was public, so no photo can be told listed or not listed.
    """

    name: Literal["inset"]
    api: Literal[1]
    version: str
    ready: bool


class Lookup(TypedDict):
    """Which of some photos are listed, and where.

    `listed` has the answers of training sets (`datasets`) by photo ID, and `public` those of `censuses`, which say only
    that a photo was public. What is in neither and not `invalid` is listed in none of them; of `unavailable` nothing is
    said. `named` has the photo ID of each address that was sent.
    """

    revision: str
    datasets: list[str]
    censuses: list[str]
    unavailable: list[str]
    listed: dict[str, list[DatasetAnswer]]
    public: dict[str, list[DatasetAnswer]]
    named: dict[str, str]
    invalid: list[str]


class PhotoInDataset(TypedDict):
    """What one dataset says of a photo that it lists, or seems to.

    `chance` (how likely it is true, 0 to 1) and `false_positive_rate` are there for `probably_listed` alone. `owner`
    (the account) and `licence` are as the manifest gave them when it was made; None where it did not. `owner_names`,
    what it calls the account, is there where it gives a name.
    """

    dataset: str
    answer: Literal["listed", "probably_listed"]
    chance: NotRequired[float]
    false_positive_rate: NotRequired[float]
    owner: str | None
    owner_names: NotRequired[list[str]]
    licence: LicenceFacts | None


class Photo(TypedDict):
    """The answer of the training sets, and apart from it what censuses say, which is only that the photo was public.

    `unknown`: no training set that could be asked lists the photo, and some could not be asked, or there is none.
    """

    revision: str
    photo_id: str
    answer: Answer
    datasets: list[PhotoInDataset]
    censuses: list[PhotoInDataset]
    unavailable: list[str]


class AccountDataset(TypedDict):
    """How many photos of the account one dataset lists. Datasets that list none are included, with 0."""

    dataset: str
    photos: int


class AccountPhoto(TypedDict):
    """One photo of the account, and the training sets that list it as theirs."""

    photo_id: str
    datasets: list[str]


class Account(TypedDict):
    """One page of the answer.

    `datasets` and `photos` are those of training sets; censuses, which say only that photos were public, are counted
    apart, and their photos, which may be all of the account's, are not listed. `without_owners` names the training sets
    that know no accounts, `censuses_without_owners` such censuses, and `unavailable` what cannot be opened: none of
    these could be asked. `next` is the cursor of the next page; None on the last.
    """

    revision: str
    owner: str
    datasets: list[AccountDataset]
    censuses: list[AccountDataset]
    without_owners: list[str]
    censuses_without_owners: list[str]
    unavailable: list[str]
    photos: list[AccountPhoto]
    next: str | None


class Years(TypedDict):
    """From which year to which photos were uploaded, about."""

    first: int
    last: int


class PhotoLink(TypedDict):
    """A photo and its page."""

    photo_id: str
    url: str


class PhotosIn(TypedDict):
    """How many photos one dataset lists as an account's."""

    dataset: str
    photos: int


class Candidate(TypedDict):
    """An account that a name may mean; `inset.account.names` tells what each field says."""

    account: str | None
    known_by: Literal["nsid", "address_name", "name"]
    because: Literal["account", "photo", "name"]
    names: list[str]
    datasets: list[PhotosIn]
    censuses: list[PhotosIn]
    years: Years | None
    photos: list[PhotoLink]


class Candidates(TypedDict):
    """The accounts that a name may mean; names are not unique, and `note` says so where one was asked for."""

    revision: str
    candidates: list[Candidate]
    left_out: int
    note: str | None
    without_accounts: list[str]
    without_names: list[str]
    unavailable: list[str]


class DatasetUnavailable(TypedDict):
    """A dataset that is published but cannot be opened, and why; words that know their message tell which."""

    name: str
    code: str
    message: str
    hint: str
    message_told: NotRequired[Told]
    hint_told: NotRequired[Told]


class DatasetList(TypedDict):
    """Everything that is published."""

    revision: str
    datasets: list[Dataset]
    unavailable: list[DatasetUnavailable]


class Status(TypedDict):
    """The running helper.

    `started_at` is ISO 8601 in UTC. `ready` is that of `GET /v1/hello`. `datasets` counts training sets, and `censuses`
    those that say only what was public. `memory_bytes` is None where the system does not tell.
    """

    name: Literal["inset"]
    api: Literal[1]
    version: str
    pid: int
    port: int
    started_at: str
    ready: bool
    revision: str
    datasets: int
    censuses: int
    unavailable: int
    pairings: int
    memory_bytes: int | None


class HealthCheck(TypedDict):
    """One check: what was looked at, its state, and what to do about it, if anything."""

    name: str
    state: Literal["good", "warning", "bad"]
    message: str
    remedy: str | None
    message_told: NotRequired[Told]
    remedy_told: NotRequired[Told]


class Health(TypedDict):
    """The answer of `GET /v1/health`."""

    checks: list[HealthCheck]


class Ticket(TypedDict):
    """A ticket that opens one session, within so many seconds."""

    ticket: str
    expires_in: int


class Stopping(TypedDict):
    """That the helper stops once the requests in flight are finished."""

    state: Literal["stopping"]


class PairingWaiting(TypedDict):
    """A waiting request. The owner approves it if their own browser shows the same code."""

    id: str
    name: str
    origin: str | None
    code: str
    expires_in: int


class Paired(TypedDict):
    """A paired browser (with the Origin that its token is bound to) or script (None)."""

    id: str
    name: str
    origin: str | None
    scopes: list[Literal["lookup", "owner"]]
    created_at: str
    used_on: str | None
    """The day in UTC on which it was last used; None where that is not known."""


class PairingList(TypedDict):
    """Who waits, and who is paired; each oldest first."""

    waiting: list[PairingWaiting]
    paired: list[Paired]


class PairingApproved(TypedDict):
    """The browser or program that the owner has just approved."""

    state: Literal["approved"]
    id: str
    """The pairing's, by which `GET /v1/pairings` lists it."""
    name: str
    origin: str | None
