"""What custodians and administrators decide on the command line: grants, removal, the installation's kind."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator

import pyotp
import pytest

from access.roles import Role
from tests.ui.conftest import House
from tests.ui.test_cli_socket import Served, vanthu

Says = pytest.CaptureFixture[str]


@pytest.fixture
def served(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name in ("giu", "son"):
        house.services.accounts.add(name, name.title(), "XA-A", [Role.CUSTODIAN])
    monkeypatch.setenv("VANTHU_DATA", str(house.services.folder.root))
    server = Served(house)
    yield house
    server.stop()


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def as_json(said: Says, *arguments: str) -> tuple[int, object]:
    status, out, _ = vanthu(said, *arguments, "--json")
    return status, json.loads(out)


def test_a_grant_is_given_shown_and_ended(served: House, capsys: Says) -> None:
    document = str(served.add_document(served.clerk, "a.pdf", "12-QĐ/ĐU", "Về việc phân công"))
    until = served.services.grants.today().isoformat()
    given = ("grant", "add", document, "--until", until, "--reason", "Thẩm định hồ sơ", "--as", "giu")
    status, out, _ = vanthu(capsys, *given, "--account", "HOA")
    number, state, code, first, last, reason = out.strip().split("\t")
    assert (status, state, code, first, last, reason) == (
        0, "in_force", "hoa", until, until, "Thẩm định hồ sơ",
    )  # fmt: skip
    assert vanthu(capsys, "show", document, "--as", "hoa")[0] == 0
    status, unit = as_json(capsys, *given, "--unit", "xa-b")
    assert (status, unit["holder_code"]) == (0, "XA-B")  # type: ignore[index]
    status, out, _ = vanthu(capsys, "grant", "list", document, "--as", "giu")
    assert (status, len(out.splitlines())) == (0, 2)
    assert vanthu(capsys, "grant", "revoke", number, "--as", "giu")[0] == 0
    assert as_json(capsys, "grant", "revoke", number, "--as", "giu")[1]["code"] == "grant_settled"  # type: ignore[index]
    assert as_json(capsys, *given, "--account", "ho")[1]["code"] == "grant_holder_unknown"  # type: ignore[index]
    assert vanthu(capsys, "grant", "list", document, "--as", "lan")[0] == 1


def test_a_removal_asks_for_the_document_s_id_once_more(
    served: House, capsys: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = str(served.add_document(served.clerk, "a.pdf", "12-QĐ/ĐU", "Về việc phân công"))
    act = ("purge", document, "--level", "secret", "--reason", "marked", "--as")
    typing(monkeypatch, "")
    assert as_json(capsys, *act, "giu")[1]["code"] == "purge_unconfirmed"  # type: ignore[index]
    typing(monkeypatch, document)
    assert as_json(capsys, *act, "hoa")[1]["code"] == "forbidden"  # type: ignore[index]
    assert vanthu(capsys, "show", document, "--as", "lan")[0] == 0
    typing(monkeypatch, document)
    status, out, err = vanthu(capsys, *act, "giu")
    assert (status, out) == (0, "Đã gỡ bỏ.\n")
    assert "không hoàn tác được" in err
    assert vanthu(capsys, "show", document, "--as", "lan")[0] == 1


def test_two_administrators_change_the_installation_s_kind(
    served: House, capsys: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {}
    for name in ("mot", "hai"):
        person, _ = served.services.accounts.add(name, name, "LOCAL", [Role.ADMINISTRATOR])
        secrets[name] = pyotp.random_base32(32)
        code = pyotp.TOTP(secrets[name]).now()
        served.services.second_factors.enrol(person.account_id, secrets[name], code)

    def fresh(name: str) -> None:
        typing(monkeypatch, pyotp.TOTP(secrets[name]).at(time.time() + 30))

    assert vanthu(capsys, "installation", "show", "--as", "mot")[1] == "ordinary\n"
    proposed = ("installation", "propose", "independent_lan", "--reason", "Đã tách khỏi mọi mạng")
    typing(monkeypatch, "000000")
    assert vanthu(capsys, *proposed, "--as", "mot")[0] == 1
    fresh("mot")
    assert as_json(capsys, *proposed, "--as", "mot")[0] == 0
    status, shown = as_json(capsys, "installation", "show", "--as", "hai")
    assert (status, shown["pending"]["mode"]) == (0, "independent_lan")  # type: ignore[index]
    assert "Đã tách khỏi mọi mạng" in vanthu(capsys, "installation", "show", "--as", "hai")[1]
    fresh("hai")
    assert vanthu(capsys, "installation", "confirm", "--as", "hai")[:2] == (0, "independent_lan\n")
    assert vanthu(capsys, "installation", "show", "--as", "mot")[1] == "independent_lan\n"
    typing(monkeypatch, "000000")
    assert as_json(capsys, "installation", "withdraw", "--as", "mot")[0] == 1
    assert vanthu(capsys, "installation", "show", "--as", "lan")[0] == 1
