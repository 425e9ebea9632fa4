"""Where an account may act, with the units' names: what a person chooses from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.models import AccountRow, UnitRow
from access.rights import posts
from access.roles import Role
from vanthu.db import Database, office_day


@dataclass(frozen=True, slots=True)
class PostView:
    unit_id: int
    unit_name: str
    roles: frozenset[Role]


def posts_of(db: Database, account_id: int, at: datetime) -> list[PostView]:
    """The account's posts on that day, its own unit first."""
    with db.session() as session:
        held = posts(session, session.get_one(AccountRow, account_id), office_day(at))
        return [
            PostView(post.unit_id, session.get_one(UnitRow, post.unit_id).name, post.roles) for post in held
        ]
