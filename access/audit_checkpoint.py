"""A checkpoint: the trail as it stood at the end of a day, signed with Ed25519 (RFC 8032)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from access.audit_chain import moment
from vanthu.errors import VanthuError


class CheckpointUnreadable(VanthuError):
    code = "checkpoint_unreadable"
    message = "Không đọc được điểm niêm phong {name}."
    remedy = "Kiểm tra thư mục chứa các điểm niêm phong đã mang ra ngoài, rồi thử lại."


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Up to the end of `day` (Viet Nam's midnight) the trail held the events 1 to `sequence`."""

    day: date
    sequence: int
    hash: str
    """Of the event `sequence`; of no event (`GENESIS`) where there was none yet."""
    sealed_at: datetime
    public_key: str = ""
    signature: str = ""

    @classmethod
    def of_row(cls, row: Any) -> Self:
        return cls(row.day, row.sequence, row.hash, row.sealed_at, row.public_key, row.signature)

    def signed(self, key: Ed25519PrivateKey) -> Checkpoint:
        public = public_hex(key)
        return Checkpoint(
            self.day, self.sequence, self.hash, self.sealed_at, public, key.sign(self._signed_text()).hex()
        )

    def holds(self) -> bool:
        """Whether the signature is that of `public_key` over this day, number, hash and moment."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self._signed_text())
        except (ValueError, InvalidSignature):
            return False
        return True

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "day": self.day.isoformat(), "sealed_at": moment(self.sealed_at)}

    def _signed_text(self) -> bytes:
        told = {key: self.as_json()[key] for key in ("day", "hash", "sealed_at", "sequence")}
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def write_files(folder: Path, checkpoints: Iterable[Checkpoint]) -> int:
    """A small file per day that has none yet; how many were written. One that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = 0
    for checkpoint in checkpoints:
        path = folder / f"{checkpoint.day.isoformat()}.json"
        if path.exists():
            continue
        half = path.with_suffix(".part")
        with half.open("w", encoding="utf-8") as stream:
            json.dump(checkpoint.as_json(), stream, indent=2)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)
        written += 1
    return written


def read_files(folder: Path) -> list[Checkpoint]:
    """Every checkpoint of a folder, oldest first; `CheckpointUnreadable` for a file that is none."""
    if not folder.is_dir():
        raise CheckpointUnreadable(name=folder.name)
    found = [_read(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise CheckpointUnreadable(name=folder.name)
    return sorted(found, key=lambda checkpoint: checkpoint.day)


def _read(path: Path) -> Checkpoint:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Checkpoint(
            date.fromisoformat(raw["day"]),
            int(raw["sequence"]),
            str(raw["hash"]),
            datetime.fromisoformat(raw["sealed_at"]),
            str(raw["public_key"]),
            str(raw["signature"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CheckpointUnreadable(name=path.name) from fault
