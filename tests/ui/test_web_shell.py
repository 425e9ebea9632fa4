"""Who sees which entries, where work starts, and what happens without a session."""

from __future__ import annotations

import pytest

from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text


def entries(app) -> list[str]:
    labels = [link.proto.label or link.proto.page for link in app.get("page_link")]
    return labels[: labels.index("Tài khoản của tôi")]


def test_without_a_session_there_is_only_the_way_in(open_page):
    app = open_page(None)
    assert "Bạn chưa đăng nhập" in text(app)
    assert not app.get("page_link")


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (Role.CLERK, "Số hoá"),
        (Role.OFFICIAL, "Hỏi đáp"),
        (Role.TRAINEE, "Học tập"),
        (Role.TRAINER, "Học tập"),
        (Role.ADMINISTRATOR, "Quản trị"),
    ],
)
def test_one_starts_where_ones_work_is(house, open_page, role, title):
    person, _ = house.services.accounts.add(f"nguoi-{role}", "Người thử", "XA-A", [role], PASSWORD)
    app = open_page(person)
    assert not app.exception
    assert app.title[0].value == title


def test_only_the_entries_of_ones_roles(house, open_page):
    administrator, _ = house.services.accounts.add("qt", "Quản trị", "XA-A", [Role.ADMINISTRATOR], PASSWORD)
    assert entries(open_page(administrator)) == ["Học tập", "Quản trị"]
    assert entries(open_page(house.official)) == ["Hỏi đáp", "Kho văn bản", "Học tập"]
    assert entries(open_page(house.clerk)) == ["Hỏi đáp", "Kho văn bản", "Số hoá", "Học tập"]


def test_a_disabled_account_is_out_at_its_next_click(house, open_page):
    app = open_page(house.official)
    assert app.title[0].value == "Hỏi đáp"
    house.services.accounts.disable("minh")
    assert "Bạn chưa đăng nhập" in text(app.run())


def test_an_unknown_fault_gives_a_code_and_nothing_of_the_machine(house, open_page, monkeypatch, caplog):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(house.services.catalogue, "list", broken)
    app = open_page(house.official, "library")
    said = text(app)
    assert "lỗi ngoài dự kiến" in said
    assert "secret detail" not in said
    code = said.split("kèm mã ")[1].split(".")[0]
    assert code in caplog.text
