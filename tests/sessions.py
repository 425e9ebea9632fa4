"""A check around every test: the program opens no session inside a session.

Who holds one connection and asks for a second waits, in a crowd, for others who do the same: with all
connections taken nobody goes on until the pool gives up, half a minute later.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType

from sqlalchemy.orm import Session

from vanthu.db import Database

TESTS = str(Path(__file__).parent)
Opens = Callable[[Database], AbstractContextManager[Session]]


def watched(opens: Opens) -> Opens:
    """`Database.session`, refusing to be opened inside itself. A test that acts for a second window while
    the first is at work stands between the two, and is let be."""
    here = threading.local()

    @contextmanager
    def session(database: Database) -> Iterator[Session]:
        outer: dict[int, FrameType] = here.__dict__.setdefault("outer", {})
        opener = sys._getframe(2)
        before = outer.get(id(database))
        if before is not None and _of_the_program(opener, before):
            raise AssertionError(f"a session inside the one of {before.f_code.co_qualname}")
        outer[id(database)] = opener
        try:
            with opens(database) as opened:
                yield opened
        finally:
            if before is None:
                del outer[id(database)]
            else:
                outer[id(database)] = before

    return session


def _of_the_program(frame: FrameType | None, until: FrameType) -> bool:
    while frame is not None and frame is not until:
        if frame.f_code.co_filename.startswith(TESTS):
            return False
        frame = frame.f_back
    return not until.f_code.co_filename.startswith(TESTS)
