"""Tài khoản của tôi: what it says and what it makes."""

from __future__ import annotations

from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


def test_it_says_who_one_is_and_for_which_unit(house, open_page):
    app = open_page(house.clerk, "my_account")
    said = text(app)
    assert not app.exception
    for word in ("Nguyễn Thị Lan", "lan", "Đảng uỷ xã A", "Cán bộ văn thư", "Phiên này"):
        assert word in said
    assert "Đơn vị làm việc" not in said, "there is nothing to choose"


def test_ones_posts_are_offered(house, open_page):
    house.services.assignments.assign(house.clerk.account_id, "XA-B", Role.OFFICIAL)
    said = text(open_page(house.clerk, "my_account"))
    assert "Đơn vị làm việc" in said and "Đảng uỷ xã B" in said


def test_a_key_is_shown_until_it_is_noted(house, open_page):
    app = open_page(house.clerk, "my_account")
    app = press(app, "Tạo khoá")
    assert app.error, "a key needs a name and something to do"
    app.text_input[0].set_value("**Một cửa** <b>")
    app.checkbox(key="key-may-read").check()
    app = press(app, "Tạo khoá")
    key = app.code[0].value
    assert house.services.api_keys.principal(key).account_id == house.clerk.account_id
    assert "&lt;b&gt;" in text(app)
    app = press(app, "Đã chép")
    assert not app.code and key not in text(app)
    app = press(app, "Thu hồi")
    app = press(app, "Thu hồi khoá")
    assert "Một cửa" not in text(app)
    done = [action for action, _, _ in house.audited()]
    assert done[-2:] == ["api_key_made", "api_key_revoked"]


def test_only_what_one_may_is_offered_for_a_key(house, open_page):
    app = open_page(house.official, "my_account")
    offered = {box.key for box in app.checkbox}
    assert offered == {"key-may-read", "key-may-learn"}


def test_every_role_has_the_page(house, open_page):
    for role in Role:
        person, _ = house.services.accounts.add(f"ai.{role}", "Ai", "XA-A", [role], PASSWORD)
        app = open_page(person, "my_account")
        assert not app.exception and not app.error, role
