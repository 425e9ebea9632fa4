"""`python -m benchmarks enrolment`: the organiser's reports at the size of the country.

723,000 accounts in 3,321 communes of 34 provinces (3,355 units below the root), each enrolled once: three
requirements made at the root, one a role, applied by the rules as the product applies them. What people did
since (two thirds have begun, a third has finished, some are exempted, some late) is written into the same
rows directly. Every report is made by the service that the pages and the API use, on SQLite, first with the
database as it was filled, and once more after one more person was enrolled.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import insert, select, text

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.accounts import AccountService
from access.models import AccountRoleRow, AccountRow, UnitRow
from access.principal import Principal
from access.units import UnitService
from training_modules.enrolment import tables
from training_modules.enrolment.models import BEGUN, EnrolmentRow
from training_modules.enrolment.reach import Reach
from training_modules.enrolment.reports import ProgressReports
from training_modules.enrolment.service import EnrolmentService
from training_modules.enrolment.types import NewRequirement, Tally, Wanted
from training_modules.models import CourseProgress
from vanthu.db import Base, Database, now

PEOPLE, PROVINCES, COMMUNES = 723_000, 34, 3_321
ROLES = ("official", "clerk", "trainee")
COURSES = {role: f"khoa-{role}" for role in ROLES}
STEP = 20_000
TRIES = 5
WHOLE_S, PROVINCE_S = 3.0, 0.5


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks enrolment", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as name:
        path = Path(name) / "ours.sqlite"
        db = Database(f"sqlite:///{path}")
        Base.metadata.create_all(db.engine)
        country = _fill(db, chosen.people)
        service, reports = EnrolmentService(db), ProgressReports(db)
        _enrol(service, country)
        _study(db)
        print(f"{path.stat().st_size / 1e6:,.0f} MB; seconds of processor time / by the clock")
        print(f"(medians of {TRIES}):")
        good = _reports(service, reports, country, chosen.people)
        _one_more(db, service)
        print("after one more person was enrolled:")
        good &= _reports(service, reports, country, chosen.people + 1)
        _beside(service, reports, country)
        db.dispose()
    return 0 if good else 1


def _fill(db: Database, people: int) -> Principal:
    """Units and accounts; the organiser of the whole."""
    random = np.random.default_rng(6)
    UnitService(db).by_code("LOCAL")
    accounts = AccountService(db)
    organiser, _ = accounts.add("to.chuc", "Người tổ chức", "LOCAL", ["trainer"])
    first = organiser.account_id + 1
    with db.session() as session:
        root = session.scalar(select(UnitRow.id))
        units = [
            {"id": 100 + n, "code": f"T{n:02}", "name": f"Tỉnh {n}", "parent_id": root}
            for n in range(PROVINCES)
        ]
        session.execute(insert(UnitRow), units)
        units = [
            {"id": 1000 + n, "code": f"X{n:04}", "name": f"Xã {n}", "parent_id": 100 + n % PROVINCES}
            for n in range(COMMUNES)
        ]
        session.execute(insert(UnitRow), units)
        homes = 1000 + random.integers(COMMUNES, size=people)
        for start in range(0, people, STEP):
            part = range(start, min(people, start + STEP))
            session.execute(
                insert(AccountRow),
                [
                    {
                        "id": first + n, "username": f"can.bo.{n:06}", "display_name": f"Nguyễn Văn {n}",
                        "unit_id": int(homes[n]), "found_by": f"can.bo.{n:06} nguyen van {n}",
                        "password_hash": "$argon2id$v=19$m=65536,t=3,p=4$" + "x" * 66,
                    }
                    for n in part
                ],
            )  # fmt: skip
            session.execute(
                insert(AccountRoleRow), [{"account_id": first + n, "role": ROLES[n % 3]} for n in part]
            )
    return organiser


def _enrol(service: EnrolmentService, organiser: Principal) -> None:
    due = service.reach(organiser).today + timedelta(days=20)
    began = time.perf_counter()
    for role in ROLES:
        new = NewRequirement(COURSES[role], "LOCAL", roles=(role,), due_on=due, repeat_months=24)
        service.make(new, role, organiser)
    print(f"three requirements made and applied: {time.perf_counter() - began:.1f} s by the clock")
    busy, began = time.process_time(), time.perf_counter()
    applied, _ = service.upkeep.run()
    if applied.enrolled or applied.withdrawn:
        raise SystemExit("applying again changed something")
    spent = time.process_time() - busy
    print(f"all rules applied again, nothing to do: {spent:.1f} s / {time.perf_counter() - began:.1f} s")


def _study(db: Database) -> None:
    """What people did: by number, so that every unit has some of each."""
    with db.session() as session:
        at = now().isoformat(sep=" ")
        for change in (
            "began_at = :at WHERE id % 3 > 0",
            "completed_at = :at WHERE id % 3 = 2",
            "exempted_at = :at WHERE id % 50 = 0",
            "due_on = date('now', '-10 days') WHERE id % 5 = 0",
        ):
            session.execute(text(f"UPDATE training_enrolments SET {change}"), {"at": at})
        begun = select(EnrolmentRow.account_id).where(EnrolmentRow.standing >= BEGUN)
        ids = list(session.scalars(begun))
        roles = dict(session.execute(select(AccountRoleRow.account_id, AccountRoleRow.role)).tuples().all())
        for start in range(0, len(ids), STEP):
            session.execute(
                insert(CourseProgress),
                [
                    {
                        "account_id": each, "course_id": COURSES[roles[each]], "edition": 1,
                        "done": 2, "total": 6, "began_at": now(), "changed_at": now(),
                    }
                    for each in ids[start : start + STEP]
                ],
            )  # fmt: skip


def _reports(service: EnrolmentService, reports: ProgressReports, who: Principal, people: int) -> bool:
    """Each from nothing, as a page makes it: the tree of units is read, the enrolments are counted."""

    def reach() -> Reach:
        return service.reach(who)

    whole = _timed("whole tree", lambda: reports.report(reach(), None, Wanted()).unit.tally, WHOLE_S)
    _timed("whole tree, every unit", lambda: reports.tree(reach(), None, Wanted()), WHOLE_S)
    province = _timed("one province", lambda: reports.report(reach(), "T07", Wanted()).unit.tally, PROVINCE_S)
    only = Wanted(course_id=COURSES["clerk"])
    _timed("one province, one course", lambda: reports.report(reach(), "T07", only), PROVINCE_S)
    if whole[0].enrolled != people:
        raise SystemExit(f"{whole[0].enrolled} counted of {people}")
    print(f"  {whole[0].enrolled:,} enrolments, {province[0].enrolled:,} in the province")
    return whole[1] <= WHOLE_S and province[1] <= PROVINCE_S


def _timed(name: str, work: Callable[[], Tally | object], limit: float) -> tuple[Tally, float]:
    taken: list[tuple[float, float]] = []
    result: object = None
    for _ in range(TRIES):
        busy, began = time.process_time(), time.perf_counter()
        result = work()
        taken.append((time.process_time() - busy, time.perf_counter() - began))
    busy_s, clock_s = (statistics.median(each) for each in zip(*taken, strict=True))
    print(f"  {name}: {busy_s:.2f} / {clock_s:.2f} s (to reach: {limit} s)")
    return result if isinstance(result, Tally) else Tally(), clock_s


def _one_more(db: Database, service: EnrolmentService) -> None:
    AccountService(db).add("them.mot", "Người mới", "X0007", ["clerk"])
    applied, _ = service.upkeep.run()
    if applied.enrolled != 1:
        raise SystemExit(f"{applied.enrolled} enrolled, not 1")


def _beside(service: EnrolmentService, reports: ProgressReports, who: Principal) -> None:
    reach = service.reach(who)
    print("beside the reports:")
    for unit in ("X0007", "T07", None):
        _once(f"  50 people of {unit or 'all'}", partial(reports.people, reach, unit, Wanted(), limit=50))
    units, people = reports.tree(reach, "T07", Wanted()), reports.everyone(reach, "T07", Wanted())
    size = len(_once("  XLSX of a province, everyone by name", lambda: tables.xlsx_of(units, people)))
    print(f"  {size / 1e6:.1f} MB")


def _once(name: str, work: Callable[[], object]) -> bytes:
    busy, began = time.process_time(), time.perf_counter()
    result = work()
    print(f"{name}: {time.process_time() - busy:.2f} / {time.perf_counter() - began:.2f} s")
    return result if isinstance(result, bytes) else b""
