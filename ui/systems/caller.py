"""Who calls from another system: the owner of an API key, or on the Unix socket the local operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from access.audit_actions import Channel
from ui.api.caller import acts_of
from ui.door import LOCAL_MARK, bearer
from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from starlette.types import Scope

    from vanthu.acts import Acts
    from vanthu.services import Services


class KeyMissing(VanthuError):
    code = "key_missing"
    message = "Yêu cầu chưa kèm khoá truy cập."
    remedy = "Tạo khoá tại trang Tài khoản của tôi và gửi kèm trong tiêu đề Authorization: Bearer."
    http_status = 401


def system_acts(scope: Scope, services: Services) -> Acts:
    """The caller's acts. A session cookie counts for nothing here: no page of a browser can call in one's
    name."""
    if scope.get(LOCAL_MARK):
        return acts_of(Request(scope), services)
    key = bearer(scope)
    if key is None:
        raise KeyMissing
    return services.acting(services.api_keys.principal(key), channel=Channel.API)
