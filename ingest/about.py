"""What names or tells an upload: sealed with it until it is cleared, so that it goes with its key.

A file's name may be the secret ("Tờ trình MẬT về …"), and a plain hash tells whether one has seen the file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from ingest.errors import UploadGone
from ingest.spool import Spool
from ingest.spool_cipher import SealBroken

ABOUT = "about"


@dataclass(frozen=True, slots=True)
class About:
    filename: str
    media_type: str = ""
    """Empty where the file was not taken."""
    sha256: str = ""
    size: int = 0


def put_about(spool: Spool, upload: str, about: About) -> None:
    spool.put(upload, ABOUT, json.dumps(asdict(about), ensure_ascii=False).encode())


def read_about(spool: Spool, upload: str | None) -> About:
    """Raises `UploadGone` where the upload is no more."""
    if upload is None:
        raise UploadGone
    return About(**json.loads(spool.get(upload, ABOUT)))


def name_of(spool: Spool, upload: str | None) -> str:
    """The file's name for the person who uploaded it; empty where it is no more."""
    try:
        return read_about(spool, upload).filename
    except (UploadGone, SealBroken):
        return ""


def only_about(spool: Spool, upload: str) -> str:
    """A new upload that holds the name alone: what was wrong with the file can be said, the file is gone."""
    about = About(read_about(spool, upload).filename)
    fresh = spool.new()
    put_about(spool, fresh, about)
    return fresh
