"""How the C library of a long-running server hands out memory, and takes it back."""

from __future__ import annotations

import contextlib
import ctypes
import resource

_M_ARENA_MAX = -8  # malloc.h
_ARENAS = 2


def few_arenas() -> None:
    """Keep freed memory in a few shared arenas: one for each thread of a server holds on to 100 MB more.

    Does nothing where the C library is not glibc.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def no_core_dumps() -> None:
    """Should this process crash, its memory is not written to disk: it holds what is not yet cleared."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def give_back() -> None:
    """Return to the system what loading and optimising have freed; nothing without glibc."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
