"""What an administrator does about the installation's kind, and the rule an independent LAN starts under.

On an independent LAN nothing may lead out of the host's own network (Law 117/2025/QH15, Art. 5): the language
model, the Qdrant server and the identity provider are looked at when the kind is confirmed and at each start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from sqlalchemy import make_url

from access.audit_actions import AuditAction
from access.installation import INDEPENDENT_LAN, MODES
from access.roles import Action
from vanthu.errors import VanthuError
from vanthu.outbound import allowed

if TYPE_CHECKING:
    from access.installation import Change, State
    from access.principal import Principal
    from vanthu.recording import Recorder
    from vanthu.services import Services
    from vanthu.settings import Settings

POSTGRES_PORT = 5432


class OutsideAddress(VanthuError):
    code = "outside_address"
    message = "Mạng LAN độc lập không được dùng dịch vụ ngoài mạng của máy chủ: {setting} trỏ tới {host}."
    remedy = "Bỏ hoặc đổi {setting} sang một máy trong cùng mạng, rồi làm lại."
    http_status = 409


class Installing:
    """The acts of one administrator about the installation's kind; each is recorded."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._services = services
        self._principal = principal
        self._log = log

    def state(self) -> State:
        return self._services.installation.state()

    def propose(self, mode: str, reason: str, code: str) -> Change:
        """Propose the other kind; `code` is of the administrator's second factor, shown anew for this act."""
        detail = {"mode": mode} if mode in MODES else {}
        self._check_code(code)
        with self._log.changing(AuditAction.INSTALLATION_PROPOSE, None, detail):
            return self._services.installation.propose(mode, reason, self._principal)

    def confirm(self, code: str) -> Change:
        """Bring the proposed kind into force; an independent LAN only while nothing leads out of it."""
        self._check_code(code)
        pending = self._services.installation.state().pending
        if pending is not None and pending.mode == INDEPENDENT_LAN:
            require_own_network(self._services.settings)
        detail = _about(pending)
        with self._log.changing(AuditAction.INSTALLATION_CONFIRM, None, detail):
            return self._services.installation.confirm(self._principal)

    def withdraw(self, code: str) -> Change:
        """Take the proposal back, or turn it down."""
        self._check_code(code)
        detail = _about(self._services.installation.state().pending)
        with self._log.changing(AuditAction.INSTALLATION_WITHDRAW, None, detail):
            return self._services.installation.withdraw(self._principal)

    def _check_code(self, code: str) -> None:
        """However the administrator came in, by page or by command."""
        self._principal.require(Action.ADMINISTER)
        self._services.second_factors.check(self._principal.account_id, code)


def _about(change: Change | None) -> dict[str, int | str]:
    return {} if change is None else {"change": change.id, "mode": change.mode}


def check_start(services: Services) -> None:
    """Raise `OutsideAddress` where an independent LAN is set to use a service outside of it."""
    if services.installation.mode() == INDEPENDENT_LAN:
        require_own_network(services.settings)


def require_own_network(settings: Settings) -> None:
    """Raise `OutsideAddress` for the first configured address that lies outside the host's own network."""
    addresses = {
        "VANTHU_LLM_URL": settings.llm_url,
        "VANTHU_QDRANT_URL": settings.qdrant_url,
        "VANTHU_OIDC_ISSUER": settings.oidc_issuer,
        "VANTHU_LRS_URL": settings.lrs_url,
        "VANTHU_DATABASE_URL": _served_at(settings.database_url),
        "VANTHU_JOBS_DATABASE_URL": _served_at(settings.jobs_database_url),
    }
    for setting, url in addresses.items():
        if url and not allowed(url, own_network_only=True):
            raise OutsideAddress(setting=setting, host=_host(url))


def _served_at(database_url: str | None) -> str | None:
    """Where a database listens, as an address; None for a file or a socket of this machine."""
    url = make_url(database_url) if database_url else None
    return f"http://{url.host}:{url.port or POSTGRES_PORT}" if url is not None and url.host else None


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host or url
    except httpx.InvalidURL:
        return "?"
