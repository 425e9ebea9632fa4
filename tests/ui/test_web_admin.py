"""Accounts, units and the state of the system."""

from __future__ import annotations

import pytest

from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text


@pytest.fixture
def administrator(house) -> Principal:
    person, _ = house.services.accounts.add("quantri", "Đỗ Văn Nam", "LOCAL", [Role.ADMINISTRATOR], PASSWORD)
    return person


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


def test_for_administrators_only(house, open_page):
    assert "không được giao việc này" in text(open_page(house.clerk, "admin"))


def test_a_new_account_can_sign_in_with_the_password_shown_once(house, open_page, administrator):
    app = open_page(administrator, "admin")
    username, name = app.text_input[0], app.text_input[1]
    username.set_value("thuha")
    name.set_value("Lê Thu Hà")
    app.checkbox(key="new-role-trainee").check()
    app = press(app, "Tạo tài khoản")
    password = app.code[0].value
    assert house.services.accounts.authenticate("thuha", password).roles == {Role.TRAINEE}
    app = press(app, "Đã ghi lại")
    assert not app.code
    assert ("account_add", administrator.account_id, None) in house.audited()


def test_a_wrong_account_is_explained_and_nothing_is_made(house, open_page, administrator):
    app = open_page(administrator, "admin")
    app.text_input[0].set_value("minh")
    app.checkbox(key="new-role-official").check()
    app = press(app, "Tạo tài khoản")
    assert app.error
    assert not app.code


def test_disabling_asks_first_then_ends_access(house, open_page, administrator):
    account = next(a for a in house.services.accounts.list() if a.username == "minh")
    app = open_page(administrator, "admin")
    app = app.button(key=f"disable-{account.id}").click().run()
    assert next(a for a in house.services.accounts.list() if a.username == "minh").disabled is False
    app = press(app, "Khoá tài khoản")
    assert next(a for a in house.services.accounts.list() if a.username == "minh").disabled is True
    assert ("account_disable", administrator.account_id, None) in house.audited()


def test_one_cannot_disable_oneself(open_page, administrator):
    app = open_page(administrator, "admin")
    assert app.button(key=f"disable-{administrator.account_id}").disabled


def test_units_in_tree_order(house, open_page, administrator):
    house.services.units.add("XA-A-VP", "Văn phòng xã A", "XA-A")
    units = [block for block in text(open_page(administrator, "admin")).splitlines() if "vt-unit" in block]
    names = ["Đơn vị tại chỗ", "Đảng uỷ xã A", "Văn phòng xã A", "Đảng uỷ xã B"]
    assert [name in block for name, block in zip(names, units, strict=True)] == [True] * 4


def test_the_state_of_the_system_in_numbers(house, open_page, administrator):
    house.add_document(house.clerk, "a.pdf", "1/A", "Tên không được lộ")
    app = open_page(administrator, "admin")
    assert [(metric.label, metric.value) for metric in app.metric][:2] == [
        ("Văn bản", "1"),
        ("Đoạn đã lập chỉ mục", "0"),
    ]
    assert "1 văn bản chờ cập nhật chỉ mục" in text(app)
    assert "Tên không được lộ" not in text(app)
