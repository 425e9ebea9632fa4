"""Two units with people and documents of every class, on one database and one clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from access.accounts import AccountService
from access.grants import GrantService
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from records.catalogue import Catalogue
from records.files import FileStore
from records.register import Register
from records.types import DataClass, FieldName, FieldValue, NewDocument
from tests.records.making import page
from vanthu.db import OFFICE_TIME, Database

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Noon in Viet Nam."""


@dataclass
class KeepingHouse:
    """`clerk`, `reader`, two custodians of unit A; `stranger`, custodian of unit B, which is nowhere near."""

    database: Database
    folder: Path
    moment: datetime = NOON
    _contents: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.accounts = AccountService(self.database, clock=self.clock)
        self.units = UnitService(self.database, clock=self.clock)
        self.grants = GrantService(self.database, clock=self.clock)
        self.register = Register(self.database, clock=self.clock)
        self.catalogue = Catalogue(self.database, FileStore(self.folder / "files"))
        self.files = FileStore(self.folder / "files")
        self.units.add("A", "Đảng uỷ xã A")
        self.units.add("B", "Đảng uỷ xã B")
        add = self.accounts.add
        for name, unit, role in (
            ("clerk", "A", Role.CLERK),
            ("reader", "A", Role.OFFICIAL),
            ("hoa", "A", Role.CUSTODIAN),
            ("son", "A", Role.CUSTODIAN),
            ("stranger", "B", Role.CUSTODIAN),
        ):
            add(name, name.title(), unit, [role], None)

    def clock(self) -> datetime:
        return self.moment

    @property
    def today(self) -> date:
        return self.moment.astimezone(OFFICE_TIME).date()

    def pass_days(self, days: int) -> None:
        self.moment += timedelta(days=days)

    def who(self, name: str) -> Principal:
        """The person as of now: rights are read anew."""
        return self.accounts.principal(name)

    def add(
        self,
        data_class: DataClass = DataClass.SENSITIVE,
        *,
        number: str = "47-QĐ/ĐU",
        subject: str = "Về việc chuẩn y kết nạp đảng viên",
        text: str = "số điện thoại 0912 345 678",
        owner: str = "clerk",
        content: bytes | None = None,
    ) -> int:
        stored = self.files.put(content or f"bytes {next(self._contents)}".encode())
        person = self.who(owner)
        document_id = self.catalogue.register(
            NewDocument(
                "van-ban.pdf",
                person.unit_id,
                stored.sha256,
                "application/pdf",
                stored.size,
                1,
                person.account_id,
                data_class=data_class,
            )
        )
        self.catalogue.put_page(document_id, page(1, text), None)
        values = {FieldName.REFERENCE_NUMBER: number, FieldName.SUBJECT: subject}
        self.catalogue.put_fields(
            document_id, [FieldValue(name, value, 0.9, 1) for name, value in values.items()], False
        )
        return document_id

    def give(self, document_id: int, to: str, *, days: int = 10, by: str = "hoa", after: int = 0) -> int:
        first = self.today + timedelta(days=after)
        return self.grants.grant(
            document_id,
            account_id=self.who(to).account_id,
            from_day=first,
            until_day=first + timedelta(days=days),
            reason="Thẩm định hồ sơ",
            principal=self.who(by),
        ).id

    def sees(self, name: str, document_id: int) -> bool:
        return document_id in self.who(name).granted
