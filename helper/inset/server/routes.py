"""The whole URL table, and who may use each line of it."""

from __future__ import annotations

from typing import Final

from inset.server.access import Access, Handler, Route
from inset.server.resources.account_names import find_accounts
from inset.server.resources.accounts import get_account
from inset.server.resources.builds import ask_size, cancel_build, get_build, list_builds, start_build, watch_build
from inset.server.resources.catalog import get_catalog
from inset.server.resources.checks import (
    add_lines,
    export_check,
    forget_check,
    get_check,
    keep_check,
    list_check_photos,
    list_checks,
    start_check,
)
from inset.server.resources.datasets import delete_dataset, get_dataset, list_datasets
from inset.server.resources.evidence import get_evidence, save_evidence
from inset.server.resources.health import health
from inset.server.resources.hello import hello
from inset.server.resources.letter_log import forget_letter, list_letters, log_letter, note_letter_answer
from inset.server.resources.letters import save_check_mail, write_check_letters
from inset.server.resources.lookup import lookup
from inset.server.resources.lookup_line import open_lookup_line
from inset.server.resources.openapi import get_description
from inset.server.resources.pages import get_drawing, get_home, get_pictures, get_sample, get_sample_photo, get_web_file
from inset.server.resources.pairings import (
    approve_pairing,
    ask_pairing,
    end_pairing,
    get_pairing,
    list_pairings,
    rename_pairing,
    withdraw_pairing,
)
from inset.server.resources.photos import get_photo
from inset.server.resources.profile import get_profile
from inset.server.resources.session import end_session, get_session, open_session
from inset.server.resources.shutdown import shutdown
from inset.server.resources.status import status
from inset.server.resources.subscriptions import end_subscription, list_subscriptions, update_subscription
from inset.server.resources.tickets import new_ticket
from inset.server.resources.uploads import delete_upload, explain_upload, upload_file
from inset.server.resources.watches import add_watch, count_changes, forget_watch, list_watches, mark_watch_seen


def _page(path: str, handler: Handler, access: Access = Access.PAGE) -> tuple[Route, Route]:
    return Route("GET", path, access, handler), Route("HEAD", path, access, handler)


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/v1/hello", Access.ANYONE, hello),
    Route("GET", "/openapi.json", Access.ANYONE, get_description),
    Route("POST", "/v1/lookup", Access.PAIRED, lookup),
    Route("GET", "/v1/lookup", Access.LINE, open_lookup_line),
    Route("GET", "/v1/photos/{id}", Access.PAIRED, get_photo),
    Route("GET", "/v1/accounts", Access.PAIRED, find_accounts),
    Route("GET", "/v1/accounts/{nsid}", Access.PAIRED, get_account),
    Route("GET", "/v1/owners/{nsid}", Access.PAIRED, get_account),
    Route("POST", "/v1/checks", Access.OWNER, start_check, body="lines"),
    Route("GET", "/v1/checks", Access.OWNER, list_checks),
    Route("GET", "/v1/checks/{id}", Access.OWNER, get_check),
    Route("DELETE", "/v1/checks/{id}", Access.OWNER, forget_check),
    Route("POST", "/v1/checks/{id}/lines", Access.OWNER, add_lines, body="lines"),
    Route("GET", "/v1/checks/{id}/photos", Access.OWNER, list_check_photos),
    Route("GET", "/v1/checks/{id}/exports/{format}", Access.OWNER, export_check),
    Route("POST", "/v1/checks/{id}/keeping", Access.OWNER, keep_check),
    Route("POST", "/v1/checks/{id}/letters", Access.OWNER, write_check_letters),
    Route("POST", "/v1/checks/{id}/mails", Access.OWNER, save_check_mail),
    Route("GET", "/v1/letters", Access.OWNER, list_letters),
    Route("POST", "/v1/letters", Access.OWNER, log_letter),
    Route("POST", "/v1/letters/{id}/answer", Access.OWNER, note_letter_answer),
    Route("DELETE", "/v1/letters/{id}", Access.OWNER, forget_letter),
    Route("GET", "/v1/watches", Access.OWNER, list_watches),
    Route("POST", "/v1/watches", Access.OWNER, add_watch),
    Route("POST", "/v1/watches/{id}/seen", Access.OWNER, mark_watch_seen),
    Route("DELETE", "/v1/watches/{id}", Access.OWNER, forget_watch),
    Route("GET", "/v1/subscriptions", Access.OWNER, list_subscriptions),
    Route("POST", "/v1/subscriptions/{id}/update", Access.OWNER, update_subscription),
    Route("DELETE", "/v1/subscriptions/{id}", Access.OWNER, end_subscription),
    Route("GET", "/v1/changes", Access.PAIRED, count_changes),
    Route("POST", "/v1/evidence", Access.PAIRED, get_evidence),
    Route("POST", "/v1/evidence/{format}", Access.PAIRED, save_evidence),
    Route("GET", "/v1/datasets", Access.PAIRED, list_datasets),
    Route("GET", "/v1/datasets/{name}", Access.PAIRED, get_dataset),
    Route("DELETE", "/v1/datasets/{name}", Access.OWNER, delete_dataset),
    Route("GET", "/v1/datasets/{name}/profile", Access.PAIRED, get_profile),
    Route("POST", "/v1/datasets/{name}/builds", Access.OWNER, start_build, body="json_or_stream"),
    Route("GET", "/v1/builds", Access.OWNER, list_builds),
    Route("GET", "/v1/builds/{id}", Access.OWNER, get_build),
    Route("DELETE", "/v1/builds/{id}", Access.OWNER, cancel_build),
    Route("GET", "/v1/builds/{id}/events", Access.OWNER, watch_build),
    Route("POST", "/v1/sizes", Access.OWNER, ask_size),
    Route("POST", "/v1/uploads", Access.OWNER, upload_file, body="stream"),
    Route("GET", "/v1/uploads/{id}/explanation", Access.OWNER, explain_upload),
    Route("DELETE", "/v1/uploads/{id}", Access.OWNER, delete_upload),
    Route("GET", "/v1/catalog", Access.OWNER, get_catalog),
    Route("POST", "/v1/pairings", Access.ANYONE, ask_pairing),
    Route("GET", "/v1/pairings", Access.OWNER, list_pairings),
    Route("GET", "/v1/pairings/{id}", Access.ASKER, get_pairing),
    Route("DELETE", "/v1/pairings/{id}", Access.OWNER, end_pairing),
    Route("POST", "/v1/pairings/{id}/withdrawal", Access.ASKER, withdraw_pairing),
    Route("POST", "/v1/pairings/{id}/approval", Access.OWNER, approve_pairing),
    Route("POST", "/v1/pairings/{id}/name", Access.OWNER, rename_pairing),
    Route("POST", "/v1/tickets", Access.OWNER, new_ticket),
    Route("POST", "/v1/session", Access.ANYONE, open_session),
    Route("GET", "/v1/session", Access.ANYONE, get_session),
    Route("DELETE", "/v1/session", Access.OWNER, end_session),
    Route("GET", "/v1/status", Access.OWNER, status),
    Route("GET", "/v1/health", Access.OWNER, health),
    Route("POST", "/v1/shutdown", Access.OWNER, shutdown),
    *_page("/", get_home),
    *_page("/connect", get_home, Access.OPENED_PAGE),
    *_page("/pictures", get_pictures, Access.OPENED_PAGE),
    *_page("/sample", get_sample),
    *_page("/sample/photos/inset-sample/{id}/", get_sample_photo),
    *_page("/sample/static/65535/{file}", get_drawing),
    *_page("/web/{file}", get_web_file),
    *_page("/web/{room}/{file}", get_web_file),
)
