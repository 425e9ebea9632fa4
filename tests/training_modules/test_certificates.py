"""Certificates: issued as a course is finished, frozen for good, read by whoever has the code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from access.accounts import AccountService
from access.models import AccountRow
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from rag.passages import PassageStore
from records import removal
from records.catalogue import Catalogue
from records.files import FileStore
from records.models import DocumentRow
from tests.training_modules.conftest import COURSE, school_of
from tests.training_modules.finishing import answer_all, bind, finish
from training_modules.anchors.models import AnchorChange
from training_modules.certificates.codes import ALPHABET, LENGTH, new_code, read, shown
from training_modules.certificates.errors import (
    AlreadyRevoked,
    CertificateUnknown,
    NotEarned,
    NothingToCorrect,
    ReasonMissing,
)
from training_modules.certificates.models import CertificateRow, CertificateSource
from training_modules.certificates.service import Certificates
from training_modules.certificates.views import Certificate, Standing
from training_modules.library import CourseLibrary
from training_modules.service import TrainingService
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

People = tuple[Principal, Principal]
TABLES = (
    "training_certificates",
    "training_certificate_records",
    "training_certificate_sources",
    "training_certificate_revocations",
)


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(database: Database, courses: Path) -> CourseLibrary:
    return CourseLibrary(database, courses)


@pytest.fixture
def certificates(database: Database, library: CourseLibrary, clock: Clock) -> Certificates:
    return Certificates(database, library, clock=clock)


@pytest.fixture
def school(
    database: Database, library: CourseLibrary, tmp_path: Path, certificates: Certificates
) -> TrainingService:
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))
    return TrainingService(database, library, catalogue, PassageStore(database), [certificates.issuing])


@pytest.fixture
def trainee(learner: Callable[..., Principal]) -> Principal:
    return learner("an")


@pytest.fixture
def trainer(learner: Callable[..., Principal]) -> Principal:
    return learner("giang", Role.TRAINER)


@pytest.fixture
def people(trainee: Principal, trainer: Principal) -> People:
    return trainee, trainer


def issued(school: TrainingService, certificates: Certificates, who: Principal) -> Certificate:
    finish(school, COURSE, who)
    (held,) = certificates.mine(who)
    return held


def test_finishing_a_course_gives_one_certificate(
    school: TrainingService, certificates: Certificates, trainee: Principal
) -> None:
    assert certificates.mine(trainee) == []
    held = issued(school, certificates, trainee)
    course = school.course(COURSE, trainee)
    assert (held.holder, held.unit, held.title) == ("an", trainee.unit_name, course.card.title)
    assert (held.edition, held.number) == (school.library.get(COURSE).version, "000001/2026")
    assert [(score.kind, score.correct >= score.needed > 0) for score in held.scores] == [
        ("drill", True),
        ("quiz", True),
    ]
    assert [source.key for source in held.sources] == [source.id for source in course.sources]
    assert (held.standing, held.sound, held.restricted, held.changed) == (Standing.IN_FORCE, True, 0, 0)
    assert certificates.check(shown(held.code).lower()) == held
    answer_all(school, COURSE, "kiem-tra", trainee)  # passed again: it holds still
    assert certificates.mine(trainee) == [held]
    assert certificates.verify() == []


def test_nothing_that_changes_afterwards_changes_it(
    database: Database,
    school: TrainingService,
    certificates: Certificates,
    trainee: Principal,
    courses: Path,
) -> None:
    held = issued(school, certificates, trainee)
    with database.session() as session:
        session.execute(
            update(AccountRow).where(AccountRow.id == trainee.account_id).values(display_name="Khác")
        )
    UnitService(database).rename("LOCAL", "Đơn vị đổi tên")
    front = courses / COURSE / "course.md"
    plain = front.read_text(encoding="utf-8")
    front.write_text(
        plain.replace("title: ", "title: Tên mới. ", 1).replace("30/2020", "99/2099"), encoding="utf-8"
    )
    school.library.refresh()
    assert school.library.get(COURSE).title.startswith("Tên mới")
    assert certificates.check(held.code) == held


@pytest.mark.databases
def test_the_database_refuses_every_change(
    database: Database,
    school: TrainingService,
    certificates: Certificates,
    trainee: Principal,
    trainer: Principal,
) -> None:
    held = issued(school, certificates, trainee)
    certificates.revoke(held.id, "Cấp nhầm người", trainer)
    key = {"training_certificates": "id"}
    for table in TABLES:
        column = key.get(table, "certificate_id")
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"DELETE FROM {table} WHERE {column} = 1",
        ):
            with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as connection:
                connection.execute(text(statement))
    if database.engine.dialect.name == "sqlite":
        with pytest.raises(IntegrityError, match="append-only"), database.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT OR REPLACE INTO training_certificate_records "
                    "SELECT certificate_id, '{}', sha256 FROM training_certificate_records"
                )
            )
    assert certificates.verify() == []
    assert certificates.check(held.code).sound


@pytest.mark.sqlite_only
def test_verify_finds_what_was_changed_past_the_guards(
    database: Database, school: TrainingService, certificates: Certificates, trainee: Principal
) -> None:
    held = issued(school, certificates, trainee)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER training_certificate_records_no_update"))
        connection.execute(text("DROP TRIGGER training_certificate_sources_no_update"))
        connection.execute(
            text("UPDATE training_certificate_records SET body = replace(body, '\"an\"', '\"bình\"')")
        )
        connection.execute(text("UPDATE training_certificate_sources SET body = body || ' '"))
    found = {(fault.certificate_id, fault.kind) for fault in certificates.verify()}
    assert found == {(held.id, "record"), (held.id, "source"), (0, "guard")}
    assert not certificates.check(held.code).sound


@pytest.mark.databases
def test_restricted_texts_are_only_counted(
    database: Database, school: TrainingService, certificates: Certificates, trainee: Principal
) -> None:
    keys = [source.id for source in school.course(COURSE, trainee).sources]
    secret = bind(database, COURSE, keys[0], data_class="sensitive")
    open_one = bind(database, COURSE, keys[1])
    held = issued(school, certificates, trainee)
    assert keys[0] not in {source.key for source in held.sources}
    assert keys[1] in {source.key for source in held.sources}
    assert held.restricted == 1
    told = json.dumps(held.as_json(), ensure_ascii=False)
    assert keys[0] not in told
    with database.session() as session:  # restricted from now on
        session.execute(
            update(DocumentRow).where(DocumentRow.id == open_one).values(data_class="confidential")
        )
    again = certificates.check(held.code)
    assert again.restricted == 2
    assert keys[1] not in {source.key for source in again.sources}
    with database.session() as session:  # found to be secret: every row about it goes, the certificate stays
        removal.begin(session, secret)
        removal.erase(session, secret)
        theirs = select(CertificateSource).where(CertificateSource.document_id == secret)
        assert session.scalars(theirs).all() == []
        removal.forget(session, secret)
    assert certificates.check(held.code).restricted == 2
    assert certificates.verify() == []


def test_texts_that_changed_since_are_told_and_a_retake_gives_a_new_certificate(
    database: Database, school: TrainingService, certificates: Certificates, trainee: Principal
) -> None:
    keys = [source.id for source in school.course(COURSE, trainee).sources]
    restricted = bind(database, COURSE, keys[1], data_class="sensitive")

    def change(key: str, **more: object) -> None:
        with database.session() as session:
            session.add(AnchorChange(course_id=COURSE, source_key=key, kind="amends", **more))

    change(keys[2])  # before it was issued, and open still
    held = issued(school, certificates, trainee)
    assert held.changed == 0
    change(keys[0], document_id=restricted)  # only a restricted document says so
    assert certificates.check(held.code).changed == 0
    change(keys[0])
    again = certificates.check(held.code)
    assert [source.key for source in again.sources if source.changed] == [keys[0]]
    assert again.standing is Standing.IN_FORCE
    answer_all(school, COURSE, "kiem-tra", trainee)
    new, old = certificates.mine(trainee)
    assert (new.changed, old.id, new.id > old.id) == (0, held.id, True)
    with database.session() as session:  # a trainer finds that all stays right
        session.add(AnchorChange(course_id=COURSE, source_key=keys[0], kind="text", verdict="still_right"))
    answer_all(school, COURSE, "kiem-tra", trainee)
    assert len(certificates.mine(trainee)) == 2
    assert certificates.check(new.code).changed == 1


def test_an_older_edition_a_lapsed_and_a_revoked_one_are_issued_anew(
    school: TrainingService, certificates: Certificates, people: People, courses: Path, clock: Clock
) -> None:
    trainee, trainer = people
    front = courses / COURSE / "course.md"
    plain = front.read_text(encoding="utf-8")
    front.write_text(plain.replace("\nmodule:", "\nvalid_months: 3\nmodule:", 1), encoding="utf-8")
    first = issued(school, certificates, trainee)
    assert first.valid_until is not None
    assert first.valid_until.isoformat() == "2027-02-23"
    clock.at += timedelta(days=92)  # its last day
    assert certificates.check(first.code).standing is Standing.IN_FORCE
    clock.at += timedelta(days=1)
    assert certificates.check(first.code).standing is Standing.EXPIRED
    answer_all(school, COURSE, "kiem-tra", trainee)
    assert len(certificates.mine(trainee)) == 2
    certificates.revoke(certificates.mine(trainee)[0].id, "Làm hộ bài", trainer)
    answer_all(school, COURSE, "kiem-tra", trainee)
    assert len(certificates.mine(trainee)) == 3
    front.write_text(plain.replace("\nversion: ", "\nversion: 1", 1), encoding="utf-8")
    school.library.refresh()
    answer_all(school, COURSE, "kiem-tra", trainee)
    editions = [each.edition for each in certificates.mine(trainee)]
    assert (editions[0] > editions[1], len(set(editions[1:]))) == (True, 1)


def test_only_trainers_of_the_unit_revoke_and_with_a_reason(
    database: Database,
    school: TrainingService,
    certificates: Certificates,
    trainee: Principal,
    trainer: Principal,
) -> None:
    held = issued(school, certificates, trainee)
    UnitService(database).add("XA-B", "Xã B")
    elsewhere = AccountService(database).add("xa", "Xa", "XA-B", [Role.TRAINER])[0]
    for who, refused in ((trainee, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(refused):
            certificates.revoke(held.id, "Không có lý do", who)
    assert certificates.of_my_people(elsewhere) == []
    assert [each.number for each in certificates.of_my_people(trainer)] == [held.number]
    for reason in ("", "  a ", "x" * 501):
        with pytest.raises(ReasonMissing):
            certificates.revoke(held.id, reason, trainer)
    certificates.revoke(held.id, "  Cấp nhầm\n người ", trainer)
    revoked = certificates.check(held.code)
    assert (revoked.standing, revoked.reason) == (Standing.REVOKED, "Cấp nhầm người")
    assert revoked.revoked_on is not None
    for act in (
        lambda: certificates.revoke(held.id, "Lần nữa", trainer),
        lambda: certificates.correct(held.id, trainer),
    ):
        with pytest.raises(AlreadyRevoked):
            act()


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_says_so(
    database: Database,
    school: TrainingService,
    certificates: Certificates,
    trainee: Principal,
    trainer: Principal,
) -> None:
    held = issued(school, certificates, trainee)
    with pytest.raises(NothingToCorrect):
        certificates.correct(held.id, trainer)
    with database.session() as session:
        session.get_one(AccountRow, trainee.account_id).display_name = "Nguyễn Văn An"
    certificates.correct(held.id, trainer)
    (new,) = certificates.mine(trainee)
    old = certificates.check(held.code)
    assert (new.holder, new.supersedes, new.scores) == ("Nguyễn Văn An", held.number, held.scores)
    assert [source.key for source in new.sources] == [source.key for source in held.sources]
    assert (old.holder, old.standing, old.superseded_by) == ("an", Standing.SUPERSEDED, new.number)
    answer_all(school, COURSE, "kiem-tra", trainee)
    assert len(certificates.mine(trainee)) == 1
    assert certificates.verify() == []


def test_asking_gives_back_none_that_was_revoked_or_has_lapsed(
    school: TrainingService, certificates: Certificates, people: People, clock: Clock, courses: Path
) -> None:
    """That takes the quiz again: a claim is only for what never had a certificate."""
    trainee, trainer = people
    main = courses / COURSE / "course.md"
    main.write_text(main.read_text("utf-8").replace("\nmodule:", "\nvalid_months: 12\nmodule:", 1), "utf-8")
    held = issued(school, certificates, trainee)
    clock.at += timedelta(days=400)
    assert certificates.claim(COURSE, trainee).standing is Standing.EXPIRED
    certificates.revoke(held.id, "Làm hộ bài", trainer)
    claimed = certificates.claim(COURSE, trainee)
    assert (claimed.id, claimed.standing) == (held.id, Standing.REVOKED)
    assert len(certificates.mine(trainee)) == 1


def test_two_claims_at_once_are_one_certificate(  # noqa: PLR0917 - fixtures
    database: Database,
    courses: Path,
    tmp_path: Path,
    certificates: Certificates,
    trainee: Principal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finish(school_of(database, courses, tmp_path), COURSE, trainee)
    body, others = certificates.issuing._body, list[Thread]()

    def meanwhile(*given: Any) -> dict[str, Any]:
        if not others:
            others.append(Thread(target=certificates.claim, args=(COURSE, trainee)))
            others[0].start()
            others[0].join(1)  # it has to wait for this one, else it is through by now
        return body(*given)

    monkeypatch.setattr(certificates.issuing, "_body", meanwhile)
    certificates.claim(COURSE, trainee)
    others[0].join()
    assert len(certificates.mine(trainee)) == 1


def test_who_finished_before_there_were_certificates_may_claim_one(
    database: Database,
    courses: Path,
    tmp_path: Path,
    certificates: Certificates,
    trainee: Principal,
) -> None:
    before = school_of(database, courses, tmp_path)
    with pytest.raises(NotEarned):
        certificates.claim(COURSE, trainee)
    finish(before, COURSE, trainee)
    assert certificates.mine(trainee) == []
    assert certificates.claim(COURSE, trainee) == certificates.claim(COURSE, trainee)
    assert len(certificates.mine(trainee)) == 1


def test_another_s_certificate_does_not_exist(
    school: TrainingService, certificates: Certificates, trainee: Principal, learner: Callable[..., Principal]
) -> None:
    held = issued(school, certificates, trainee)
    with pytest.raises(NotFound):
        certificates.own(held.id, learner("bình"))
    assert certificates.own(held.id, trainee) == held


@pytest.mark.parametrize(
    "typed", ["", "x", "000001/2026", "A" * 20, "0" * 20, "0" * 1000, "' OR 1=1 --", "\0"]
)
def test_codes_that_are_not_there_are_all_alike(
    school: TrainingService, certificates: Certificates, trainee: Principal, typed: str
) -> None:
    with pytest.raises(CertificateUnknown):
        certificates.check(typed)


def test_codes_cannot_be_guessed() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert len(ALPHABET) ** LENGTH >= 2**96


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.sampled_from([" ", "-", "", "."]))
def test_codes_are_read_however_they_are_typed(code: str, between: str) -> None:
    assert read(shown(code)) == code
    typed = between.join(code).lower().replace("1", "l").replace("0", "o")
    assert read(typed) == code


@given(st.text())
def test_reading_a_code_never_fails(typed: str) -> None:
    found = read(typed)
    assert found is None or len(found) == LENGTH


def test_what_names_a_document_is_only_where_it_can_go(
    database: Database, school: TrainingService, certificates: Certificates, trainee: Principal
) -> None:
    key = school.course(COURSE, trainee).sources[0].id
    document_id = bind(database, COURSE, key)
    held = issued(school, certificates, trainee)
    with database.session() as session:
        rows = session.scalars(select(CertificateSource).where(CertificateSource.document_id == document_id))
        assert [row.certificate_id for row in rows] == [held.id]
        assert session.get_one(CertificateRow, held.id).edition == held.edition
        body = session.execute(text("SELECT body FROM training_certificate_records")).scalar_one()
    assert "reference_number" not in body
    assert "document_id" not in body
