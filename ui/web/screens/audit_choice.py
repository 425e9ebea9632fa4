"""Which events are shown; kept in the tab, and read from an address that leads to some."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

import streamlit as st

from access.audit_actions import AuditAction, Channel, Result
from access.audit_patterns import Finding
from access.audit_read import EventFilter, span
from ui.web.navigation_paths import AUDIT
from ui.web.words import day
from vanthu.db import OFFICE_TIME, now, office_day

KEY = "audit-choice"
DAYS_SHOWN = 7
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Choice:
    since: date
    until: date
    moments: tuple[int, int] | None = None
    """Seconds since 1970: a span that a finding names, in place of the days."""
    account: int | None = None
    unit: int | None = None
    actions: tuple[AuditAction, ...] = ()
    document: int | None = None
    result: Result | None = None
    channel: Channel | None = None
    before: tuple[int, ...] = ()
    """Numbers of the last events of the pages before this one."""
    round: int = 0
    """Grows when the fields are to be filled anew."""

    @classmethod
    def kept(cls) -> Self:
        found: Self | None = st.session_state.get(KEY)
        return found or cls.fresh()

    @classmethod
    def fresh(cls, round: int = 0) -> Self:
        today = office_day(now())
        return cls(today - timedelta(days=DAYS_SHOWN - 1), today, round=round)

    @classmethod
    def follow_address(cls) -> bool:
        """Take over what the page's address asks for; whether it asked for anything."""
        asked = st.query_params.to_dict()
        if not asked:
            return False
        st.query_params.clear()
        cls._of(asked).keep()
        return True

    @classmethod
    def _of(cls, asked: dict[str, str]) -> Self:
        begin, end = _number(asked.get("since")), _number(asked.get("until"))
        fresh = cls.fresh(cls.kept().round + 1)
        wide = replace(fresh, since=fresh.until - timedelta(days=730))  # a timeline goes back far
        actions = [a for a in asked.get("action", "").split(",") if a in set(AuditAction)]
        result, channel = asked.get("result"), asked.get("channel")
        return replace(
            wide,
            moments=(begin, end) if begin and end else None,
            account=_number(asked.get("account")),
            document=_number(asked.get("document")),
            actions=tuple(AuditAction(action) for action in actions),
            result=Result(result) if result in set(Result) else None,
            channel=Channel(channel) if channel in set(Channel) else None,
        )

    @property
    def filter(self) -> EventFilter:
        begin, end = span(self.since, self.until)
        if self.moments:
            begin, end = (datetime.fromtimestamp(moment, UTC) for moment in self.moments)
        return EventFilter(
            begin,
            end,
            account_id=self.account,
            unit_id=self.unit,
            actions=self.actions,
            document_id=self.document,
            result=self.result,
            channel=self.channel,
        )

    def keep(self) -> None:
        st.session_state[KEY] = self

    def query(self) -> list[tuple[str, Any]]:
        """As the API's export takes it, in whole days."""
        begin, end = self.since, self.until
        if self.moments:
            begin, end = (
                datetime.fromtimestamp(moment, OFFICE_TIME).date()
                for moment in (self.moments[0], self.moments[1] - 1)
            )
        told: list[tuple[str, Any]] = [("from", begin.isoformat()), ("to", end.isoformat())]
        told += [("action", action.value) for action in self.actions]
        others = {"account": self.account, "unit": self.unit, "document": self.document}
        others |= {"result": self.result, "channel": self.channel}  # type: ignore[dict-item]
        return told + [(name, value) for name, value in others.items() if value is not None]


def told_at(at: datetime) -> str:
    """A moment in Viet Nam's time, wherever the server stands."""
    there = at.astimezone(OFFICE_TIME)
    return f"{there:%H:%M} {day(there.date())}"


def way_to(**asked: Any) -> str:
    """The address of a timeline: of a document or an account, say."""
    return f"/{AUDIT}?{urlencode({name: value for name, value in asked.items() if value})}"


def way_to_finding(finding: Finding) -> str:
    events = finding.events
    return way_to(
        since=int(finding.since.timestamp()),
        until=int(finding.until.timestamp()),
        account=events.account_id,
        action=",".join(events.actions),
        result=events.result,
        channel=events.channel,
    )


def _number(text: str | None) -> int | None:
    if not text or not text.isdecimal() or not text.isascii() or len(text) > 10:
        return None
    return int(text) if 0 < int(text) <= LARGEST * 2 else None
