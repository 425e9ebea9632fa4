"""Accounts, lists of accounts, units and the state of the system."""

from __future__ import annotations

from datetime import date, timedelta

import pyotp
import pytest

from access.errors import ActivationInvalid, SessionExpired
from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text


@pytest.fixture
def administrator(house) -> Principal:
    person, _ = house.services.accounts.add("quantri", "Đỗ Văn Nam", "LOCAL", [Role.ADMINISTRATOR], PASSWORD)
    return person


@pytest.fixture
def admin(open_page, administrator):
    """`admin("Đơn vị")` opens the page at one of its tabs."""

    def open_tab(name: str = "Tài khoản"):
        app = open_page(administrator, "admin")
        app.session_state["admin-tab"] = name
        return app.run()

    return open_tab


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


def account(house, username: str):
    return house.services.accounts.view(username)


def test_for_administrators_only(house, open_page):
    assert "không được giao việc này" in text(open_page(house.clerk, "admin"))


@pytest.mark.parametrize("activation", [False, True])
def test_a_new_account_with_what_is_shown_once(house, admin, administrator, activation):
    app = admin()
    app.text_input[0].set_value("thuha")
    app.text_input[1].set_value("Lê Thu Hà")
    app.button_group(key="new-roles").set_value([Role.TRAINEE])
    app.radio(key="new-secret").set_value(activation)
    app = press(app, "Tạo tài khoản")
    secret = app.code[0].value
    if activation:
        house.services.accounts.activate(secret, PASSWORD)
        secret = PASSWORD
    assert house.services.accounts.authenticate("thuha", secret).roles == {Role.TRAINEE}
    app = press(app, "Đã ghi lại")
    assert not app.code
    assert ("account_add", administrator.account_id, None) in house.audited()


@pytest.mark.parametrize("roles", [[Role.OFFICIAL], [Role.ADMINISTRATOR, Role.CLERK], []])
def test_a_wrong_account_is_explained_and_nothing_is_made(house, admin, roles):
    app = admin()
    app.text_input[0].set_value("minh" if len(roles) == 1 else "moi")
    app.button_group(key="new-roles").set_value(roles)
    app = press(app, "Tạo tài khoản")
    assert app.error
    assert not app.code


def test_found_by_name_unit_and_state(house, admin):
    house.services.accounts.disable("minh")
    app = admin()
    app = app.text_input(key="accounts-search").set_value("tran van").run()
    assert "Trần Văn Minh" in text(app)
    assert "Lê Thị Hoa" not in text(app)
    app = app.text_input(key="accounts-search").set_value("không có ai").run()
    assert "Không có tài khoản nào khớp" in text(app)


def test_disabling_asks_first_then_ends_access(house, admin, administrator):
    minh = account(house, "minh")
    app = admin().button(key=f"open-{minh.id}").click().run()
    app = app.button(key=f"disable-{minh.id}").click().run()
    assert not account(house, "minh").disabled
    app = app.button(key="do-it").click().run()
    assert account(house, "minh").disabled
    app = app.button(key=f"enable-{minh.id}").click().run().button(key="do-it").click().run()
    assert not account(house, "minh").disabled
    assert ("account_disable", administrator.account_id, None) in house.audited()
    assert ("account_enable", administrator.account_id, None) in house.audited()


def test_a_new_token_voids_the_old_one(house, admin):
    _, old = house.services.accounts.add_waiting("moi", "Người mới", "XA-A", [Role.CLERK])
    moi = account(house, "moi")
    app = admin().button(key=f"open-{moi.id}").click().run()
    app = app.button(key=f"activation-{moi.id}").click().run().button(key="do-it").click().run()
    with pytest.raises(ActivationInvalid):
        house.services.accounts.activate(old, PASSWORD)
    assert house.services.accounts.activate(app.code[0].value, PASSWORD).username == "moi"


def test_one_cannot_change_ones_own_rights(house, admin, administrator):
    app = admin().button(key=f"open-{administrator.account_id}").click().run()
    for act in ("disable", "activation", "password"):
        assert app.button(key=f"{act}-{administrator.account_id}").disabled
    assert app.button_group(key=f"roles-{administrator.account_id}").disabled


def test_roles_are_changed_and_a_wrong_set_is_explained(house, admin):
    minh = account(house, "minh")
    app = admin().button(key=f"open-{minh.id}").click().run()
    app.button_group(key=f"roles-{minh.id}").set_value([Role.CLERK, Role.AUDITOR])
    app = press(app, "Lưu")
    assert app.error
    app.button_group(key=f"roles-{minh.id}").set_value([Role.CLERK, Role.TRAINER])
    press(app, "Lưu")
    assert account(house, "minh").roles == ("clerk", "trainer")


def test_an_assignment_is_given_and_ended(house, admin, administrator):
    minh = account(house, "minh")
    app = admin().button(key=f"open-{minh.id}").click().run()
    units = {unit.code: unit for unit in house.services.units.list()}
    app.selectbox(key=f"assign-unit-{minh.id}").set_value(units["XA-B"])
    app.selectbox(key=f"assign-role-{minh.id}").set_value(Role.CLERK)
    app = press(app, "Phân công")
    (given,) = house.services.assignments.of_account(minh.id)
    assert (given.unit_code, given.role, given.state) == ("XA-B", Role.CLERK, "in_force")
    app = press(app, "Kết thúc")
    assert house.services.assignments.of_account(minh.id)[0].state == "over"
    assert ("assignment_end", administrator.account_id, None) in house.audited()


def test_units_in_tree_order(house, admin):
    house.services.units.add("XA-A-VP", "Văn phòng xã A", "XA-A")
    units = [block for block in text(admin("Đơn vị")).split("<p ") if "vt-unit" in block]
    names = ["Đơn vị tại chỗ", "Đảng uỷ xã A", "Văn phòng xã A", "Đảng uỷ xã B"]
    assert [name in block for name, block in zip(names, units, strict=True)] == [True] * 4


def test_a_merger_is_recorded_and_withdrawn(house, admin, administrator):
    units = {unit.code: unit for unit in house.services.units.list()}
    app = admin("Đơn vị").selectbox(key="unit-opened").set_value("XA-A").run()
    app = app.button_group(key=f"unit-act-{units['XA-A'].id}").set_value("merge").run()
    chosen = next(box for box in app.selectbox if box.label == "Đơn vị tiếp nhận")
    chosen.set_value(units["XA-B"])
    day = date.today() + timedelta(days=40)
    next(box for box in app.date_input if box.label == "Áp dụng từ ngày").set_value(day)
    app = press(app, "Ghi nhận")
    assert house.services.units.by_code("XA-A").abolished_on is None, "not before it was checked"
    app.checkbox[0].check()
    app = press(app, "Ghi nhận")
    unit = house.services.units.by_code("XA-A")
    assert (unit.abolished_on, unit.successor_id) == (day, units["XA-B"].id)
    assert ("unit_merge", administrator.account_id, None) in house.audited()
    app = admin("Đơn vị")
    app = app.selectbox(key="unit-opened").set_value("XA-A").run()
    press(app, "Huỷ việc này")
    assert house.services.units.by_code("XA-A").abolished_on is None


def test_a_list_is_taken_in_and_its_tokens_are_handed_out_once(house, admin, administrator):
    content = "Tên đăng nhập;Họ và tên;Mã đơn vị;Vai trò\nmoi;Người mới;XA-A;Chuyên viên\nminh;X;XA-A;clerk\n"
    acts = house.services.administering(house.services.acting(administrator))
    acts.import_uploaded(content.encode())
    house.services.provisioning.stop()
    app = admin("Nhập danh sách")
    told = text(app)
    assert "2/2 dòng, tạo 1, lỗi 1" in told
    assert "Tên đăng nhập “minh” đã được dùng." in told
    latest = acts.latest_import()
    tokens, errors = acts.imported_files(latest)
    token = tokens.read_text(encoding="utf-8-sig").splitlines()[1].split(",")[4]
    assert token not in told
    assert house.services.accounts.activate(token, PASSWORD).username == "moi"
    press(app, "Đã tải, xoá khỏi máy chủ")
    assert not tokens.exists() and not errors.exists()
    assert ("account_import", administrator.account_id, None) in house.audited()


def test_the_state_of_the_system_in_numbers(house, admin):
    house.add_document(house.clerk, "a.pdf", "1/A", "Tên không được lộ")
    app = admin("Tình trạng hệ thống")
    assert [(metric.label, metric.value) for metric in app.metric][:2] == [
        ("Văn bản", "1"),
        ("Đoạn đã lập chỉ mục", "0"),
    ]
    assert "1 văn bản chờ cập nhật chỉ mục" in text(app)
    assert "Tên không được lộ" not in text(app)


def test_a_second_factor_is_removed_after_a_question(house, open_page, administrator):
    services, person = house.services, house.clerk
    secret = pyotp.random_base32()
    services.second_factors.enrol(person.account_id, secret, pyotp.TOTP(secret).now())
    token = services.sessions.begin(person, second_factor=True)
    app = open_page(administrator, "admin")
    app = app.button(key=f"open-{person.account_id}").click().run()
    app = press(app, "Bỏ xác thực hai bước")
    assert services.second_factors.state(person.account_id).enrolled_at is not None
    app = app.button(key="do-it").click().run()
    assert not app.error and not app.exception
    assert services.second_factors.state(person.account_id).enrolled_at is None
    with pytest.raises(SessionExpired):
        services.sessions.read(token)
    assert ("second_factor_removed", administrator.account_id, None) in house.audited()
