"""Attempts whose time has run out, closed with what was saved, though nobody comes back to them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanthu.services import Services

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 60.0


def keep_closing(services: Services, ending: threading.Event) -> None:
    """Every minute, until told to end."""
    while not ending.wait(LOOKS_EVERY_S):
        try:
            services.training.close_overdue()
        except Exception as fault:
            log.error("attempts whose time ran out could not be closed: %s", type(fault).__name__)
