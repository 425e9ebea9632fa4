"""What a disk can refuse, told in the user's words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from records.errors import StorageFull, StorageReadOnly

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def told() -> Iterator[None]:
    """Raise a full or unwritable disk as the error a person may be shown; let the rest pass."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        if error.errno in _READ_ONLY:
            raise StorageReadOnly from error
        raise
