"""The watched folder with real files: when one is whole, what is never followed, what becomes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.watching import Outcome, Watcher
from ingest.watching.watcher import _short


class WayIn:
    """Takes what is handed in and ends as the test says."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, bytes, bool]] = []
        self.outcomes: dict[int, Outcome] = {}

    def hand_in(self, username: str, stream: BinaryIO, filename: str, *, sensitive: bool) -> int:
        if username == "khong-ai":
            raise LookupError
        self.taken.append((username, filename, stream.read(), sensitive))
        return len(self.taken)

    def outcome(self, _username: str, job_id: int) -> Outcome:
        return self.outcomes.get(job_id, Outcome.OPEN)


class Folder:
    """A watched folder, somebody's scans in it, and a clock the test turns."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.own = root / "lan"
        self.own.mkdir(parents=True)
        self.way_in = WayIn()
        self.now = 0.0
        self.watcher = Watcher(root, self.way_in, settle_s=5.0, clock=lambda: self.now)

    def look(self, after: float = 0.0) -> int:
        self.now += after
        return self.watcher.look()

    def taken(self) -> list[str]:
        return [name for _, name, _, _ in self.way_in.taken]


def names(place: Path) -> list[str]:
    return sorted(each.name for each in place.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    yield Folder(tmp_path / "quet")


def test_a_file_is_taken_once_it_has_settled(folder: Folder) -> None:
    scan = folder.own / "Tờ trình số 5.pdf"
    scan.write_bytes(b"mot")
    assert [folder.look(), folder.look(4.9)] == [0, 0]
    scan.write_bytes(b"mot hai")  # the scanner goes on
    assert [folder.look(1), folder.look(4.9)] == [0, 0]
    assert folder.look(0.2) == 1
    assert folder.way_in.taken == [("lan", "Tờ trình số 5.pdf", b"mot hai", False)]
    assert [folder.look(), folder.look(10)] == [0, 0]
    assert names(folder.own) == [".dang-xu-ly-1-Tờ trình số 5.pdf"]


def test_a_file_still_open_for_writing_waits(folder: Folder) -> None:
    with (folder.own / "a.pdf").open("wb") as scanner:
        scanner.write(b"nua")
        scanner.flush()
        assert [folder.look(), folder.look(6), folder.look(6)] == [0, 0, 0]
    assert folder.look(6) == 1


def test_what_becomes_of_it(folder: Folder) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (folder.own / name).write_bytes(name.encode())
    folder.look()
    assert folder.look(6) == 3
    folder.way_in.outcomes = {1: Outcome.TAKEN_IN, 2: Outcome.NOT_READ}
    folder.look()
    assert names(folder.own) == [".dang-xu-ly-3-c.pdf", "khong-xu-ly-duoc"]
    unread = folder.own / "khong-xu-ly-duoc"
    assert (unread / "b.pdf").read_bytes() == b"b.pdf"
    assert [folder.look(), folder.look(60)] == [0, 0]  # what was set aside is not taken again
    (folder.own / "b.pdf").write_bytes(b"khac")
    folder.look()
    folder.look(6)
    folder.way_in.outcomes[4] = Outcome.NOT_READ
    folder.look()
    assert {each.name: each.read_bytes() for each in unread.iterdir()} == {
        "b.pdf": b"b.pdf",
        "b (1).pdf": b"khac",
    }


def test_links_lead_nowhere(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "ngoai"
    outside.mkdir()
    (outside / "mat.pdf").write_bytes(b"cua nguoi khac")
    (folder.own / "lien-ket.pdf").symlink_to(outside / "mat.pdf")
    os.link(outside / "mat.pdf", folder.own / "hai-ten.pdf")
    (folder.own / "nhay-cam").symlink_to(outside)
    (folder.root / "minh").symlink_to(outside)
    os.mkfifo(folder.own / "ong.pdf")
    (folder.own / ".an.pdf").write_bytes(b"an")
    (folder.root / "o-goc.pdf").write_bytes(b"khong cua ai")
    assert [folder.look(), folder.look(6), folder.look(6)] == [0, 0, 0]
    assert folder.way_in.taken == []
    assert (outside / "mat.pdf").read_bytes() == b"cua nguoi khac"
    assert names(outside) == ["mat.pdf"]


def test_a_file_exchanged_for_a_link_in_between_is_not_read(folder: Folder, tmp_path: Path) -> None:
    secret = tmp_path / "bi-mat.pdf"
    secret.write_bytes(b"bi mat")
    scan = folder.own / "a.pdf"
    scan.write_bytes(b"bi mat")
    folder.look()
    scan.unlink()
    scan.symlink_to(secret)
    assert folder.look(6) == 0
    assert folder.way_in.taken == []


def test_sensitive_ones_have_a_folder_of_their_own(folder: Folder) -> None:
    (folder.own / "nhay-cam").mkdir()
    (folder.own / "nhay-cam" / "a.pdf").write_bytes(b"a")
    folder.look()
    assert folder.look(6) == 1
    assert folder.way_in.taken == [("lan", "a.pdf", b"a", True)]


def test_nobodys_folder_and_one_that_is_away_are_left_alone(folder: Folder) -> None:
    (folder.root / "khong-ai").mkdir()
    (folder.root / "khong-ai" / "a.pdf").write_bytes(b"a")
    (folder.own / "b.pdf").write_bytes(b"b")
    folder.look()
    assert folder.look(6) == 1
    assert folder.taken() == ["b.pdf"]
    assert (folder.root / "khong-ai" / "a.pdf").exists()
    away = Watcher(folder.root / "chua-gan", folder.way_in)
    assert away.look() == 0


def test_an_empty_file_is_not_whole_yet(folder: Folder) -> None:
    (folder.own / "a.pdf").touch()
    assert [folder.look(), folder.look(60)] == [0, 0]


@given(
    st.text(st.characters(blacklist_characters="/\0", blacklist_categories=("Cs",)), min_size=1, max_size=255)
)
def test_names_stay_short_enough_and_keep_their_ending(name: str) -> None:
    short = _short(name)
    assert len(short) <= 120
    assert name.startswith(short[:50]) or len(name) > 120
    if name.endswith(".pdf") and len(name) > 5:
        assert short.endswith(".pdf")
