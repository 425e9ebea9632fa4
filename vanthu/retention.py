"""Conversations and what was sent of them are kept for so many days, and deleted then."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from vanthu.db import now, office_day

if TYPE_CHECKING:
    from vanthu.services import Services

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 3600.0


def sweep(services: Services) -> int:
    """Delete what is older than `history_days`; how many conversations."""
    before = now() - timedelta(days=services.settings.history_days)
    gone = services.talks.expire(before)
    sent = services.feedback.expire(office_day(before)) + services.unanswered.expire(office_day(before))
    if gone or sent:
        services.audit.record(None, AuditAction.TALK_EXPIRED, detail={"talks": gone, "sent": sent})
    return gone


def keep_swept(services: Services, ending: threading.Event) -> None:
    """At the start and once a day from then on, until told to end."""
    swept = None
    while True:
        try:
            if (today := office_day(now())) != swept:
                sweep(services)
                swept = today
        except Exception as fault:
            log.error("old conversations could not be deleted: %s", type(fault).__name__)
        if ending.wait(LOOKS_EVERY_S):
            return
