"""Unusual patterns in the trail: what a person who audits may want to look at, and why.

Each is a pointer to events, not a verdict. `RULES` holds every threshold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from access.audit_actions import AuditAction, Channel, Result
from access.audit_read import EventFilter
from access.audit_tallies import Tallies, Tally
from vanthu.db import OFFICE_TIME, Database, office_day

READING = (AuditAction.VIEW, AuditAction.VIEW_TEXT, AuditAction.VIEW_PAGE)
TAKING = (AuditAction.DOWNLOAD, AuditAction.EXPORT, AuditAction.PRINT)
GRANTING = (AuditAction.GRANT, AuditAction.GRANT_APPROVE)
FAILED_ENTRY = (AuditAction.SIGN_IN_FAILED, AuditAction.SECOND_FACTOR_FAILED)

OPENS, CLOSES = time(7), time(19)
"""Office hours on weekdays, Viet Nam's time."""
HABIT = timedelta(days=30)
"""An account's habit is what it did in its active hours of so long before."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is pointed out, and the sentence that says why (a message id)."""

    code: str
    words: str
    at_least: int
    times_habit: int = 0
    """How many times the account's own habit, where it has one."""


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "mass_reading",
            "Mở {count} văn bản khác nhau trong một giờ; thường ngày khoảng {habit} văn bản mỗi giờ.",
            at_least=40,
            times_habit=4,
        ),
        Rule(
            "mass_taking",
            "Tải, xuất hoặc in {count} văn bản khác nhau trong một giờ; thường ngày khoảng {habit} văn bản.",
            at_least=15,
            times_habit=4,
        ),
        Rule(
            "off_hours",
            "Mở hoặc tải văn bản {count} lần trong ngày ngoài giờ làm việc (07:00–19:00, thứ Hai–thứ Sáu).",
            at_least=20,
        ),
        Rule(
            "denials",
            "Bị từ chối {count} lần trong một giờ vì yêu cầu nội dung không có hoặc không được phép xem.",
            at_least=8,
        ),
        Rule(
            "failed_entry",
            "{count} lần đăng nhập không thành công trong một giờ từ cùng một nơi.",
            at_least=10,
        ),
        Rule(
            "self_grant",
            "Tài khoản tự cấp hoặc tự duyệt quyền xem cho chính mình {count} lần trong ngày.",
            at_least=1,
        ),
        Rule(
            "new_key",
            "Khoá truy cập vừa tạo được dùng {count} lần trong 24 giờ đầu.",
            at_least=200,
        ),
        Rule(
            "edge_drop",
            "Lần kiểm tra cuối chặn {count} lần trong ngày nội dung suýt được đưa ra.",
            at_least=1,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing pointed out, with the filter that shows its events."""

    rule: Rule
    since: datetime
    until: datetime
    count: int
    events: EventFilter
    habit: int = 0
    account_id: int | None = None
    address: str | None = field(default=None)
    """Keyed hash of an address."""


def find_patterns(db: Database, since: datetime, until: datetime) -> list[Finding]:
    """Everything the rules point out between two moments, newest first."""
    tallies = Tallies(db)
    found = [
        *_mass(tallies, RULES["mass_reading"], READING, since, until),
        *_mass(tallies, RULES["mass_taking"], TAKING, since, until),
        *_off_hours(tallies, since, until),
        *_per_hour(tallies, RULES["denials"], Result.DENIED, since, until),
        *_failed_entry(tallies, since, until),
        *_self_grants(tallies, since, until),
        *_new_keys(tallies, since, until),
        *_edge_drops(tallies, since, until),
    ]
    return sorted(found, key=lambda finding: finding.since, reverse=True)


def _mass(
    tallies: Tallies, rule: Rule, actions: tuple[AuditAction, ...], since: datetime, until: datetime
) -> Iterator[Finding]:
    hours = tallies.by_hour(since - HABIT, until, actions=actions, result=Result.DONE)
    before: dict[int | None, list[int]] = defaultdict(list)
    for tally in hours:
        if tally.hour < since:
            before[tally.account_id].append(tally.documents)
    for tally in hours:
        habit = _mean(before[tally.account_id])
        if tally.hour >= since and tally.documents >= max(rule.at_least, rule.times_habit * habit):
            yield _of_hour(rule, tally, tally.documents, actions, Result.DONE, habit=habit)


def _mean(numbers: list[int]) -> int:
    return round(sum(numbers) / len(numbers)) if numbers else 0


def _off_hours(tallies: Tallies, since: datetime, until: datetime) -> Iterator[Finding]:
    rule, actions = RULES["off_hours"], (*READING, *TAKING)
    days: dict[tuple[int | None, date], list[Tally]] = defaultdict(list)
    for tally in tallies.by_hour(since, until, actions=actions, result=Result.DONE):
        if _is_off(tally.hour):
            days[tally.account_id, _day(tally.hour)].append(tally)
    for (account_id, _), hours in days.items():
        count = sum(tally.count for tally in hours)
        if count >= rule.at_least:
            first, last = min(t.hour for t in hours), max(t.hour for t in hours) + HOUR
            events = EventFilter(first, last, account_id=account_id, actions=actions, result=Result.DONE)
            yield Finding(rule, first, last, count, events, account_id=account_id)


def _is_off(hour: datetime) -> bool:
    there = hour.astimezone(OFFICE_TIME)
    return there.weekday() >= 5 or not OPENS <= there.time() < CLOSES


def _day(at: datetime) -> date:
    return office_day(at)


def _per_hour(
    tallies: Tallies, rule: Rule, result: Result, since: datetime, until: datetime
) -> Iterator[Finding]:
    for tally in tallies.by_hour(since, until, result=result):
        if tally.account_id is not None and tally.count >= rule.at_least:
            yield _of_hour(rule, tally, tally.count, (), result)


def _of_hour(
    rule: Rule,
    tally: Tally,
    count: int,
    actions: tuple[AuditAction, ...],
    result: Result,
    *,
    habit: int = 0,
) -> Finding:
    events = EventFilter(
        tally.hour, tally.hour + HOUR, account_id=tally.account_id, actions=actions, result=result
    )
    return Finding(rule, tally.hour, tally.hour + HOUR, count, events, habit, account_id=tally.account_id)


def _failed_entry(tallies: Tallies, since: datetime, until: datetime) -> Iterator[Finding]:
    rule = RULES["failed_entry"]
    hours: dict[tuple[str, datetime], int] = defaultdict(int)
    for at, _account, detail in tallies.details(since, until, FAILED_ENTRY):
        if address := detail.get("address"):
            hours[str(address), at.replace(minute=0, second=0, microsecond=0)] += 1
    for (address, hour), count in hours.items():
        if count >= rule.at_least:
            events = EventFilter(hour, hour + HOUR, actions=FAILED_ENTRY)
            yield Finding(rule, hour, hour + HOUR, count, events, address=address)


def _self_grants(tallies: Tallies, since: datetime, until: datetime) -> Iterator[Finding]:
    rule = RULES["self_grant"]
    days: dict[tuple[int, date], list[datetime]] = defaultdict(list)
    for at, account_id, detail in tallies.details(since, until, GRANTING):
        if account_id is not None and detail.get("account") == account_id and not detail.get("uploader"):
            days[account_id, _day(at)].append(at)
    for (account_id, _), moments in days.items():
        first, last = min(moments), max(moments) + timedelta(seconds=1)
        events = EventFilter(first, last, account_id=account_id, actions=GRANTING)
        yield Finding(rule, first, last, len(moments), events, account_id=account_id)


def _new_keys(tallies: Tallies, since: datetime, until: datetime) -> Iterator[Finding]:
    rule, first_day = RULES["new_key"], timedelta(days=1)
    for at, account_id, _detail in tallies.details(since - first_day, until, (AuditAction.API_KEY_MADE,)):
        hours = tallies.by_hour(at, at + first_day, channel=Channel.KEY, account_id=account_id)
        count = sum(tally.count for tally in hours)
        if count >= rule.at_least:
            events = EventFilter(at, at + first_day, account_id=account_id, channel=Channel.KEY)
            yield Finding(rule, at, at + first_day, count, events, account_id=account_id)


def _edge_drops(tallies: Tallies, since: datetime, until: datetime) -> Iterator[Finding]:
    rule, actions = RULES["edge_drop"], (AuditAction.EDGE_DROP,)
    days: dict[tuple[int | None, date], list[Any]] = defaultdict(list)
    for tally in tallies.by_hour(since, until, actions=actions):
        days[tally.account_id, _day(tally.hour)].append(tally)
    for (account_id, _), hours in days.items():
        first, last = min(t.hour for t in hours), max(t.hour for t in hours) + HOUR
        events = EventFilter(first, last, account_id=account_id, actions=actions)
        yield Finding(rule, first, last, sum(t.count for t in hours), events, account_id=account_id)
