"""Sending learners' statements to the record store, for as long as the server runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanthu.services import Services

log = logging.getLogger(__name__)

FIRST_AFTER_S = 5.0
AFTER_FAULT_S = 300.0


def keep_telling(services: Services, ending: threading.Event) -> None:
    """Send what waits to the record store, where one is set, until told to end. Nobody waits for this."""
    sender = services.statement_sender
    if sender is None:
        return
    pause = FIRST_AFTER_S
    while not ending.wait(pause):
        try:
            pause = sender.round()
        except Exception as fault:
            log.error("statements could not be sent: %s", type(fault).__name__)
            pause = AFTER_FAULT_S
