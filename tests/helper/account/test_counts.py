"""Every number of a report is that of an independent count, for an account and for its export."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.accounts.flickr_exports import NSID
from support.accounts.made_up_account import MadeAccount, differences, make_account, publish, write_export
from support.command_line.commands import Inset


@pytest.fixture
def made(inset: Inset) -> MadeAccount:
    account = make_account(2_000)
    publish(inset.home / "data" / "datasets", account, others=10_000)
    return account


def test_an_account_over_five_datasets(inset: Inset, made: MadeAccount) -> None:
    assert differences(inset("check", NSID, "--json").json, made, facts=False) == []


def test_its_export(inset: Inset, made: MadeAccount, tmp_path: Path) -> None:
    document = inset("check", *write_export(tmp_path, made), "--json").json
    assert differences(document, made, facts=True) == []
    assert document["asked"][0]["photos_said"] == len(made.photo_ids)


def test_a_wrong_number_would_be_noticed(inset: Inset, made: MadeAccount, tmp_path: Path) -> None:
    document = inset("check", *write_export(tmp_path, made), "--json").json
    document["by_year"][3]["listed"] += 1
    document["datasets"][0]["listed"] -= 1
    assert [each.partition(":")[0] for each in differences(document, made, facts=True)] == ["datasets", "year"]
