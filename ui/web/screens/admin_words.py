"""How accounts and units are told on the administrator's pages."""

from __future__ import annotations

from access.account_list import AccountView
from access.names import LOCAL_USERNAME
from access.roles import ALONE, Role
from access.units import Unit
from ui.web import markup
from ui.web.words import ROLES, day
from vanthu.i18n import translate


def alone_words() -> str:
    """Which roles share an account with no other."""
    names = ", ".join(f"“{translate(words)}”" for role, words in ROLES.items() if role in ALONE)
    return translate("Vai trò {names} không đi cùng vai trò khác.").format(names=names)


def unit_name(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def about(account: AccountView) -> str:
    """Names, state, unit and roles of an account."""
    roles = ", ".join(translate(ROLES[Role(role)]) for role in account.roles)
    return (
        f"<p class='vt-value'>{markup.safe(account.display_name)} "
        f"<span class='vt-meta'>{markup.safe(account.username)}</span> {_state(account)}</p>"
        f"{markup.meta(account.unit_name, roles)}"
    )


def _state(account: AccountView) -> str:
    if account.disabled:
        return markup.state(translate("Đã khoá"), "block", "stop")
    if account.can_sign_in:
        return ""
    if account.username == LOCAL_USERNAME:
        return markup.state(translate("Chỉ dùng tại máy chủ"), "terminal", "quiet")
    if account.activation_until is None:
        return markup.state(translate("Chưa có mã kích hoạt còn hạn"), "key_off", "warn")
    told = translate("Chờ kích hoạt, đến {day}").format(day=day(account.activation_until.date()))
    return markup.state(told, "hourglass_empty", "warn")
