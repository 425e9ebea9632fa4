"""What auditors find in the trail: filters, pages, unusual patterns, exports that verify by themselves."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from access.audit import AuditTrail
from access.audit_actions import AuditAction, Channel, Result
from access.audit_export import FIELDS, Format, lines
from access.audit_patterns import RULES, Finding, find_patterns
from access.audit_read import AuditReads, EventFilter
from access.principal import Principal
from access.roles import Role
from vanthu.db import Database

pytestmark = pytest.mark.databases

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Nine in the morning in Viet Nam."""


def _person(number: int, unit: int = 1) -> Principal:
    return Principal(number, f"u{number}", "", unit, "U", "", (unit,), frozenset({Role.OFFICIAL}))


class Diary:
    """Writes events at moments of one's choosing."""

    def __init__(self, database: Database) -> None:
        self.at = MONDAY
        self.trail = AuditTrail(database, clock=lambda: self.at)
        self.reads = AuditReads(database)

    def write(self, action: str, account: int = 1, times: int = 1, **more: object) -> None:
        for number in range(times):
            document_id = more.get("document_id", number + 1)
            self.trail.record(
                _person(account),
                action,
                document_id=document_id,  # type: ignore[arg-type]
                detail=more.get("detail"),  # type: ignore[arg-type]
                result=more.get("result", Result.DONE),  # type: ignore[arg-type]
                channel=more.get("channel", Channel.PAGE),  # type: ignore[arg-type]
            )
            self.at += timedelta(seconds=1)


@pytest.fixture
def diary(database: Database) -> Diary:
    return Diary(database)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (EventFilter(), [5, 4, 3, 2, 1]),
        (EventFilter(account_id=2), [3]),
        (EventFilter(actions=(AuditAction.VIEW, AuditAction.DOWNLOAD)), [3, 2, 1]),
        (EventFilter(document_id=7), [5, 2]),
        (EventFilter(result=Result.DENIED), [4]),
        (EventFilter(channel=Channel.KEY), [5]),
        (EventFilter(unit_id=9), []),
        (EventFilter(since=MONDAY + timedelta(seconds=1), until=MONDAY + timedelta(seconds=3)), [3, 2]),
        (EventFilter(since=MONDAY + timedelta(days=1)), []),
        (EventFilter(account_id=1, document_id=7, since=MONDAY), [5, 2]),
    ],
)
def test_filters_narrow_and_the_newest_comes_first(
    diary: Diary, chosen: EventFilter, expected: list[int]
) -> None:
    diary.write("view", document_id=3)
    diary.write("download", document_id=7)
    diary.write("view", account=2, document_id=3)
    diary.write("search", document_id=None, result=Result.DENIED)
    diary.write("export", document_id=7, channel=Channel.KEY)
    found = diary.reads.page(chosen)
    assert [event.sequence for event in found.events] == expected
    assert found.total == len(expected)
    assert [row.sequence for row in diary.reads.walk(chosen)] == expected[::-1]


def test_pages_follow_each_other_without_gaps(diary: Diary) -> None:
    diary.write("view", times=7)
    seen, before = [], None
    while True:
        page = diary.reads.page(EventFilter(), before=before, limit=3)
        seen += [event.sequence for event in page.events]
        if not page.older:
            break
        before = seen[-1]
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def _codes(found: list[Finding]) -> list[tuple[str, int | None, int]]:
    return [(finding.rule.code, finding.account_id, finding.count) for finding in found]


def test_an_ordinary_day_points_out_nothing(database: Database, diary: Diary) -> None:
    diary.write("view", times=20)
    diary.write("download", times=5)
    diary.write("search", times=40)
    assert find_patterns(database, MONDAY, MONDAY + timedelta(days=1)) == []


def test_many_documents_in_an_hour_against_ones_own_habit(database: Database, diary: Diary) -> None:
    diary.at = MONDAY - timedelta(days=3)
    diary.write("view", account=1, times=2)
    diary.write("view", account=2, times=30)
    diary.at = MONDAY
    diary.write("view", account=1, times=50)
    diary.write("view", account=2, times=50)
    found = find_patterns(database, MONDAY, MONDAY + timedelta(days=1))
    assert _codes(found) == [("mass_reading", 1, 50)]
    assert found[0].habit == 2
    assert diary.reads.page(found[0].events).total == 50


def test_many_views_of_one_document_are_no_mass_reading(database: Database, diary: Diary) -> None:
    diary.write("view_page", times=100, document_id=4)
    assert find_patterns(database, MONDAY, MONDAY + timedelta(days=1)) == []


def test_downloads_outside_office_hours(database: Database, diary: Diary) -> None:
    diary.at = MONDAY + timedelta(hours=14)  # 23:00
    diary.write("download", times=12)
    diary.at = MONDAY + timedelta(days=5)  # Saturday morning
    diary.write("view", account=2, times=25, document_id=1)
    found = find_patterns(database, MONDAY, MONDAY + timedelta(days=7))
    assert _codes(found) == [("off_hours", 2, 25)]
    diary.at = MONDAY + timedelta(days=1, hours=9, minutes=59)  # 18:59: still open
    diary.write("view", account=3, times=25, document_id=1)
    assert len(find_patterns(database, MONDAY, MONDAY + timedelta(days=7))) == 1


def test_repeated_denials(database: Database, diary: Diary) -> None:
    diary.write("view", times=8, result=Result.DENIED)
    assert _codes(find_patterns(database, MONDAY, MONDAY + timedelta(days=1))) == [("denials", 1, 8)]


def test_many_failed_sign_ins_from_one_place(database: Database, diary: Diary) -> None:
    for number in range(24):
        address = "a" * 16 if number % 2 else f"{number:016x}"
        diary.trail.record(None, "sign_in_failed", detail={"address": address}, result=Result.DENIED)
    found = find_patterns(database, MONDAY, MONDAY + timedelta(days=1))
    assert [(finding.rule.code, finding.address, finding.count) for finding in found] == [
        ("failed_entry", "a" * 16, 12)
    ]


def test_granting_to_oneself(database: Database, diary: Diary) -> None:
    diary.write("grant", detail={"account": 1})
    diary.write("grant", detail={"account": 2})
    diary.write("grant", account=3, detail={"account": 3, "uploader": 1})
    assert _codes(find_patterns(database, MONDAY, MONDAY + timedelta(days=1))) == [("self_grant", 1, 1)]


def test_a_new_key_at_hard_work(database: Database, diary: Diary) -> None:
    diary.write("api_key_made", document_id=None)
    diary.write("search", times=RULES["new_key"].at_least, channel=Channel.KEY, document_id=None)
    assert ("new_key", 1, RULES["new_key"].at_least) in _codes(
        find_patterns(database, MONDAY, MONDAY + timedelta(days=1))
    )


def test_every_rule_says_its_sentence(database: Database, diary: Diary) -> None:
    for rule in RULES.values():
        assert rule.words.format(count=3, habit=1).endswith(".")


def test_exported_lines_verify_without_this_program(database: Database, diary: Diary) -> None:
    diary.write("view", times=3)
    diary.write("search", document_id=None, detail={"shown": [4, 5]}, result=Result.REFUSED)
    text = "".join(lines(diary.reads.walk(EventFilter()), diary.reads.names(), Format.JSONL))
    previous = "0" * 64
    for line in text.splitlines():
        told = json.loads(line)
        fields = [told[name] for name in FIELDS[:10]]
        hashed = json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()
        assert hashlib.sha256(hashed).hexdigest() == told["hash"]
        assert told["previous_hash"] == previous
        previous = told["hash"]


def test_a_cell_is_never_a_formula(database: Database, diary: Diary) -> None:
    diary.write("view")
    names = diary.reads.names()
    names._accounts[1] = "=HYPERLINK(1)"
    text = "".join(lines(diary.reads.walk(EventFilter()), names, Format.CSV))
    header, row = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(header) == FIELDS
    assert row[FIELDS.index("account")] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_finding_keeps_its_filter(database: Database, diary: Diary) -> None:
    diary.write("view", times=9, result=Result.DENIED)
    finding = find_patterns(database, MONDAY, MONDAY + timedelta(days=1))[0]
    assert diary.reads.page(finding.events).total == 9
    assert diary.reads.page(replace(finding.events, account_id=2)).total == 0
