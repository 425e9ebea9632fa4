"""Who stands at the door: the session cookie, the origin of a request, its language, its local caller.

Shared by the API, the sign-in page and the guard before the Streamlit pages.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from access.errors import SessionExpired
from access.roles import SECOND_FACTOR
from vanthu.errors import Forbidden, VanthuError
from vanthu.i18n import SOURCE_LANGUAGE, languages

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from access.principal import Principal
    from vanthu.services import Services

SESSION_COOKIE = "vanthu_session"
LANGUAGE_COOKIE = "vanthu_language"
LOCAL_MARK = "vanthu.local"
"""Set in the ASGI scope by the Unix socket's server only; no request can carry it."""
AS_HEADER = "x-vanthu-as"

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(VanthuError):
    code = "not_signed_in"
    message = "Bạn chưa đăng nhập hoặc phiên làm việc đã hết hạn."
    remedy = "Đăng nhập tại /sign-in rồi thử lại."
    http_status = 401


class ForeignOrigin(Forbidden):
    code = "foreign_origin"
    message = "Yêu cầu không đến từ chính trang này."
    remedy = "Mở lại trang Văn thư rồi thử lại."


def header(scope: Scope | dict[str, Any], name: str) -> str | None:
    """The last value of a request header; names are lower case in ASGI."""
    wanted = name.encode("latin-1")
    values = [value for key, value in scope.get("headers", ()) if key == wanted]
    return values[-1].decode("latin-1") if values else None


def cookie(scope: Scope | dict[str, Any], name: str) -> str | None:
    raw = header(scope, "cookie")
    if not raw:
        return None
    for part in raw.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return _unquoted(value)
    return None


def _unquoted(value: str) -> str:
    try:
        parsed = SimpleCookie(f"x={value}")
    except CookieError:
        return value
    return parsed["x"].value if "x" in parsed else value


def bearer(scope: Scope | dict[str, Any]) -> str | None:
    """What stands in `Authorization: Bearer`; any other kind of authorisation is a key that fits nothing."""
    said = header(scope, "authorization")
    if said is None:
        return None
    kind, _, key = said.partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def language_of(scope: Scope | dict[str, Any]) -> str:
    """What the person chose, else Vietnamese.

    `Accept-Language` counts from our own commands only: many offices run browsers set to English, and a
    page must not mix its own Vietnamese with English messages of the API.
    """
    asked = header(scope, "accept-language") if scope.get(LOCAL_MARK) else cookie(scope, LANGUAGE_COOKIE)
    return str(asked) if asked in languages() else SOURCE_LANGUAGE


def same_origin(scope: Scope | dict[str, Any]) -> bool:
    """Whether a request was made by our own page, or by a program that is no browser.

    Browsers say where a state-changing request comes from (`Sec-Fetch-Site`, `Origin`); programs
    such as curl say nothing, and hold no other site's cookies.
    """
    site = header(scope, "sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = header(scope, "origin")
    return origin is None or urlsplit(origin).netloc == header(scope, "host")


def is_secure(scope: Scope | dict[str, Any], public_url: str | None) -> bool:
    """Whether the browser came over HTTPS: to us, or to the proxy before us."""
    return scope.get("scheme") in {"https", "wss"} or (public_url or "").startswith("https://")


def require_same_origin(scope: Scope | dict[str, Any]) -> None:
    if scope["method"] not in SAFE_METHODS and not same_origin(scope):
        raise ForeignOrigin


def signed_in(
    scope: Scope | dict[str, Any], services: Services, *, used: bool = True, keys: bool = False
) -> Principal:
    """The account behind the session cookie; raises where there is none, it has ended or is not enough.

    `used=False` looks without prolonging the session; `keys=True`, for the API, takes a key too, and where
    one is shown only the key counts.
    """
    key = bearer(scope) if keys else None
    if key is not None:
        return services.api_keys.principal(key)
    token = cookie(scope, SESSION_COOKIE)
    if not token:
        raise NotSignedIn
    return principal_of_session(token, services, used=used)


def principal_of_session(token: str, services: Services, *, used: bool = True) -> Principal:
    """Who acts in a session, and for which unit.

    Raises `SessionExpired`; also where the person has been given a role since that asks for a second factor
    which this session has not seen.
    """
    view = services.sessions.read(token, used=used)
    person = services.accounts.principal_by_id(view.account_id, unit_id=view.unit_id)
    if not view.second_factor and not person.roles.isdisjoint(SECOND_FACTOR):
        raise SessionExpired
    return person


class LocalDoor:
    """The API as the Unix socket offers it: whoever may open the socket is the local operator."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, LOCAL_MARK: True}, receive, send)
