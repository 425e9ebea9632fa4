"""The steps of the way in, as their pages show them."""

from __future__ import annotations

from html import escape

import segno

from access.errors import PasswordsDiffer
from access.passwords import LEAST, MOST
from access.sign_in import Enrolment
from ui.sign_in import parts
from ui.sign_in.page import Sheet
from ui.sign_in.replies import with_next
from vanthu.errors import VanthuError
from vanthu.i18n import translate

SIGN_IN, CODE, ENROL, PROVIDER = "/sign-in", "/sign-in/code", "/sign-in/enrol", "/sign-in/provider"
ACTIVATE = "/activate"
PASSWORD, FACTOR = "/account/password", "/account/second-factor"
ACCOUNT = "/tai-khoan"


def password(
    following: str, username: str = "", fault: VanthuError | None = None, provider: str | None = None
) -> Sheet:
    """Name and password; `provider` is the label of the site's own sign-in where there is one."""
    again = fault is not None
    body = parts.form(
        SIGN_IN,
        parts.hidden("next", following),
        parts.field(
            "username",
            translate("Tên đăng nhập"),
            value=username,
            complete="username",
            focus=not again,
            faulty=again,
        ),
        parts.field(
            "password",
            translate("Mật khẩu"),
            kind="password",
            complete="current-password",
            most=1024,
            focus=again,
            faulty=again,
        ),
        parts.button(translate("Đăng nhập")),
    )
    if provider:
        words = translate("Đăng nhập bằng {provider}").format(provider=provider)
        body += parts.text(translate("hoặc"), "or")
        body += parts.form(PROVIDER, parts.hidden("next", following), parts.button(words, quiet=True))
    body += parts.help_line(
        translate("Quên mật khẩu hoặc chưa có tài khoản: liên hệ quản trị viên của đơn vị.")
    )
    body += parts.link(ACTIVATE, translate("Kích hoạt tài khoản bằng mã được cấp"))
    return Sheet(translate("Đăng nhập"), body, fault, SIGN_IN, following)


def code(following: str, *, recovery: bool = False, fault: VanthuError | None = None) -> Sheet:
    """The second factor: six digits of the application, or a recovery code."""
    if recovery:
        words = translate("Nhập một mã dự phòng bạn đã cất giữ. Mỗi mã chỉ dùng được một lần.")
        field = parts.field("code", translate("Mã dự phòng"), most=32, focus=True, faulty=fault is not None)
        other = parts.link(with_next(CODE, following), translate("Dùng mã của ứng dụng xác thực"))
    else:
        words = translate("Mở ứng dụng xác thực trên điện thoại và nhập mã 6 chữ số đang hiện.")
        field = parts.field(
            "code",
            translate("Mã xác thực"),
            complete="one-time-code",
            most=32,
            focus=True,
            faulty=fault is not None,
            digits=True,
        )
        address = with_next(CODE, following)
        address += ("&" if "?" in address else "?") + "recovery=1"
        other = parts.link(address, translate("Không có điện thoại: dùng mã dự phòng"))
    body = parts.text(words) + parts.form(
        CODE,
        parts.hidden("next", following),
        parts.hidden("recovery", "1" if recovery else ""),
        field,
        parts.button(translate("Xác nhận")),
    )
    body += other + parts.link(with_next(SIGN_IN, following), translate("Đăng nhập bằng tài khoản khác"))
    return Sheet(translate("Xác thực hai bước"), body, fault, CODE, following)


def enrol(enrolment: Enrolment, following: str, fault: VanthuError | None = None) -> Sheet:
    """A new second factor: what to scan, and the first code in return."""
    picture = segno.make(enrolment.address, error="m").svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
    spaced = " ".join(enrolment.secret[i : i + 4] for i in range(0, len(enrolment.secret), 4))
    body = (
        "<ol class='steps'>"
        f"<li>{escape(translate('Cài một ứng dụng xác thực (TOTP) trên điện thoại.'))}</li>"
        f"<li>{escape(translate('Trong ứng dụng, quét hình dưới đây.'))}"
        f"<div class='qr'>{picture}</div>"
        f"<details><summary>{escape(translate('Không quét được: nhập khoá bằng tay'))}</summary>"
        f"<code>{escape(spaced)}</code></details></li>"
        f"<li>{escape(translate('Nhập mã 6 chữ số mà ứng dụng hiện ra.'))}</li></ol>"
    )
    body += parts.form(
        ENROL,
        parts.hidden("next", following),
        parts.field(
            "code",
            translate("Mã xác thực"),
            complete="one-time-code",
            most=32,
            faulty=fault is not None,
            digits=True,
        ),
        parts.button(translate("Bật xác thực hai bước")),
    )
    if following == ACCOUNT:
        body += parts.link(ACCOUNT, translate("Về trang Tài khoản của tôi"))
    else:
        body += parts.link(with_next(SIGN_IN, following), translate("Đăng nhập bằng tài khoản khác"))
    return Sheet(translate("Thiết lập xác thực hai bước"), body, fault, ENROL, following)


def recovery_codes(codes: list[str], following: str) -> Sheet:
    """The recovery codes, shown this once."""
    listed = "".join(f"<li><code>{escape(each)}</code></li>" for each in codes)
    body = (
        parts.text(
            translate(
                "Xác thực hai bước đã bật. Cất giữ các mã dự phòng sau ở nơi an toàn, tách khỏi điện thoại: "
                "mỗi mã thay được một lần nhập mã của ứng dụng. Các mã chỉ hiện lần này."
            )
        )
        + f"<ul class='codes'>{listed}</ul>"
        + parts.button_link(following, translate("Đã cất giữ, tiếp tục"))
    )
    return Sheet(translate("Mã dự phòng"), body, following=following)


def activate(fault: VanthuError | None = None) -> Sheet:
    """The first password, for the one-time code a person was handed."""
    body = parts.text(translate("Nhập mã kích hoạt được cấp và đặt mật khẩu của riêng bạn.")) + parts.form(
        ACTIVATE,
        parts.field("token", translate("Mã kích hoạt"), focus=True, faulty=fault is not None),
        _new_password(),
        _new_password_again(),
        parts.button(translate("Kích hoạt tài khoản")),
    )
    body += parts.link(SIGN_IN, translate("Về trang đăng nhập"))
    return Sheet(translate("Kích hoạt tài khoản"), body, fault, ACTIVATE)


def activated() -> Sheet:
    body = parts.text(
        translate("Tài khoản đã được kích hoạt. Đăng nhập bằng mật khẩu bạn vừa đặt.")
    ) + parts.button_link(SIGN_IN, translate("Đăng nhập"))
    return Sheet(translate("Đã kích hoạt"), body)


def change_password(username: str, fault: VanthuError | None = None) -> Sheet:
    body = parts.form(
        PASSWORD,
        # For password stores: whose password this is.
        f'<input type="text" name="username" value="{escape(username)}" autocomplete="username" hidden>',
        parts.field(
            "old",
            translate("Mật khẩu hiện tại"),
            kind="password",
            complete="current-password",
            most=1024,
            focus=True,
            faulty=fault is not None,
        ),
        _new_password(),
        _new_password_again(),
        parts.button(translate("Đổi mật khẩu")),
    )
    body += parts.help_line(translate("Sau khi đổi, các phiên đăng nhập khác của bạn sẽ kết thúc."))
    body += parts.link(ACCOUNT, translate("Về trang Tài khoản của tôi"))
    return Sheet(translate("Đổi mật khẩu"), body, fault, PASSWORD)


def confirm_factor(asked: str, fault: VanthuError | None = None) -> Sheet:
    """Before a second factor is set up or replaced; `asked` is `password`, `code` or nothing."""
    fields = {
        "password": lambda: parts.field(
            "password",
            translate("Mật khẩu"),
            kind="password",
            complete="current-password",
            most=1024,
            focus=True,
            faulty=fault is not None,
        ),
        "code": lambda: parts.field(
            "code", translate("Mã xác thực hiện tại"), complete="one-time-code", most=32, focus=True
        ),
    }
    body = parts.text(
        translate(
            "Bạn sẽ quét một hình bằng ứng dụng xác thực trên điện thoại. Thiết lập mới thay cho thiết lập "
            "và mã dự phòng đang có."
        )
    ) + parts.form(FACTOR, fields[asked]() if asked in fields else "", parts.button(translate("Tiếp tục")))
    body += parts.link(ACCOUNT, translate("Về trang Tài khoản của tôi"))
    return Sheet(translate("Xác thực hai bước"), body, fault, FACTOR)


def require_same(form: dict[str, str]) -> None:
    """Raise `PasswordsDiffer` unless the new password was typed twice alike."""
    if form.get("new", "") != form.get("again", ""):
        raise PasswordsDiffer


def _new_password() -> str:
    return parts.field(
        "new",
        translate("Mật khẩu mới"),
        kind="password",
        complete="new-password",
        most=1024,
        note=translate(
            "Từ {least} đến {most} ký tự; nên ghép vài từ không liên quan, dấu cách được phép."
        ).format(least=LEAST, most=MOST),
    )


def _new_password_again() -> str:
    return parts.field(
        "again", translate("Nhập lại mật khẩu mới"), kind="password", complete="new-password", most=1024
    )
