"""Streams sealed in chunks: AES-256-GCM in the STREAM construction (Hoang et al., 2015).

Each stream has its own key, derived from the upload's key, a random salt and the stream's name, so nonces
are a plain counter. The last chunk carries a flag in its nonce: a stream cut short does not open.
"""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
CHUNK = 256 * 1024
"""Bytes of plain text per sealed chunk."""

_MAGIC = b"VTS1"
_SALT = 16
_TAG = 16
_HEAD = len(_MAGIC) + _SALT


class SealBroken(Exception):
    """The stream was altered, cut short, or sealed with another key."""


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"vanthu spool " + name.encode())
    return AESGCM(derived.derive(key))


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])


class SealedWriter:
    """Seals what is written to it; nothing unsealed touches the disk. `finish` makes the stream valid."""

    def __init__(self, sink: BinaryIO, key: bytes, name: str) -> None:
        salt = os.urandom(_SALT)
        self._sink = sink
        self._cipher = _cipher(key, salt, name)
        self._pending = bytearray()
        self._index = 0
        sink.write(_MAGIC + salt)

    def write(self, data: bytes) -> None:
        self._pending += data
        # One chunk is always held back: only at the end is it known which chunk is the last.
        while len(self._pending) > CHUNK:
            self._seal(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]

    def finish(self) -> None:
        self._seal(bytes(self._pending), last=True)
        self._pending.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._sink.write(self._cipher.encrypt(_nonce(self._index, last), chunk, None))
        self._index += 1


class SealedReader(io.RawIOBase):
    """A sealed stream as a readable, seekable file; one opened chunk is kept in memory."""

    def __init__(self, source: BinaryIO, key: bytes, name: str) -> None:
        head = source.read(_HEAD)
        if len(head) != _HEAD or not head.startswith(_MAGIC):
            raise SealBroken
        sealed = source.seek(0, io.SEEK_END) - _HEAD
        self._source = source
        self._cipher = _cipher(key, head[len(_MAGIC) :], name)
        self._chunks = max(1, -(-sealed // (CHUNK + _TAG)))
        self.size = sealed - self._chunks * _TAG
        """Bytes of plain text."""
        self._position = 0
        self._held: tuple[int, bytes] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._position >= self.size and not (self._position == 0 and self._held is None):
            return 0
        index, start = divmod(self._position, CHUNK)
        part = self._open(index)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def _open(self, index: int) -> bytes:
        if self._held is None or self._held[0] != index:
            self._source.seek(_HEAD + index * (CHUNK + _TAG))
            sealed = self._source.read(CHUNK + _TAG)
            try:
                plain = self._cipher.decrypt(_nonce(index, index == self._chunks - 1), sealed, None)
            except InvalidTag as fault:
                raise SealBroken from fault
            self._held = (index, plain)
        return self._held[1]

    def close(self) -> None:
        if not self.closed:
            self._source.close()
            self._held = None
        super().close()
