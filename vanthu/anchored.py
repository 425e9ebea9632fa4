"""Keeps courses level with the library: what they rest on is watched for as long as the server runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanthu.services import Services

EVERY_S = 1.0
"""A look where nothing has changed is a few look-ups in indexes."""
AFRESH_EVERY = 300
"""Looks after which everything is compared, for what no footprint tells of: a number corrected elsewhere."""

log = logging.getLogger(__name__)


def keep_anchored(services: Services, ending: threading.Event) -> None:
    """Look whether what courses rest on has changed, until told to end."""
    looks = 0
    while not ending.wait(EVERY_S):
        try:
            if looks % AFRESH_EVERY:
                services.anchors.look()
            else:
                services.anchors.compare()
            looks += 1
        except Exception as fault:
            # The type only: the message may hold words of a document.
            log.error("sources of courses could not be compared: %s", type(fault).__name__)
