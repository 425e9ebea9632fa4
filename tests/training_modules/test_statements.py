"""Statements of what learners did: as the standard has them, kept for ever, sent until they arrive."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from ralph.models.xapi.base.statements import BaseXapiStatement
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from access.principal import Principal
from tests.training_modules.conftest import COURSE
from tests.training_modules.organising import Estate
from tests.training_modules.test_service import KEYS, answer_all
from training_modules.content import read_course
from training_modules.enrolment.errors import EnrolmentFinished
from training_modules.enrolment.service import EnrolmentService
from training_modules.library import CourseLibrary
from training_modules.service import TrainingService
from training_modules.statements.exemptions import ToldExemptions
from training_modules.statements.forms import Forms
from training_modules.statements.models import Statement
from training_modules.statements.sender import FIRST_PAUSE_S, LONGEST_PAUSE_S, Sender, StoreUnavailable
from training_modules.statements.store import Statements, is_voided, learner_key
from training_modules.statements.vocabulary import MASTERY_SCORE, REASON, VERBS
from vanthu import outbound, telling
from vanthu.db import Database, now

Learner = Callable[..., Principal]
HOME = "https://vanthu.example.vn"


@pytest.fixture
def kept(database: Database) -> Statements:
    return Statements(database, Forms(HOME, learner_key(database)))


@pytest.fixture
def school(school: TrainingService, kept: Statements) -> TrainingService:
    school._listeners = (kept.hear,)
    return school


def finish(school: TrainingService, who: Principal) -> None:
    """The whole course, with a quiz failed once."""
    for activity in school.course(COURSE, who).activities[:4]:
        school.finish_lesson(COURSE, activity.id, who)
    school.submit(answer_all(school, "luyen-tap", who), who)
    school.submit(answer_all(school, "kiem-tra", who, wrong=3), who)
    school.submit(answer_all(school, "kiem-tra", who), who)


def told(kept: Statements) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kept.lines()]


def verbs(statements: list[dict[str, Any]]) -> list[str]:
    names = {iri: name for name, iri in VERBS.items()}
    return [names[statement["verb"]["id"]] for statement in statements]


@pytest.mark.databases
def test_a_course_is_told_as_the_standard_has_it(
    school: TrainingService, kept: Statements, learner: Learner, database: Database, courses: Path
) -> None:
    finish(school, learner("nguyen.van.an"))
    course = read_course(courses / COURSE)
    with database.session() as session:
        kept.waive(session, 7, course, "1 2026")
    statements = told(kept)
    assert verbs(statements) == [
        *["completed"] * 4,
        *("initialized", "passed", "initialized", "failed", "initialized", "passed", "satisfied", "waived"),
    ]
    for statement in statements:
        BaseXapiStatement.model_validate(statement)
    failed = statements[7]
    assert failed["result"]["score"] == {"raw": 7, "min": 0, "max": 10, "scaled": 0.7}
    assert failed["context"]["extensions"][MASTERY_SCORE] == 0.8
    assert statements[-1]["result"]["extensions"][REASON] == "Administrative"
    registrations = {statement["context"]["registration"] for statement in statements[:-1]}
    actors = {statement["actor"]["account"]["name"] for statement in statements}
    assert (len(registrations), len(actors)) == (1, 2)
    assert "nguyen" not in json.dumps(statements)
    sessions = [s["context"]["extensions"] for s in statements[4:6]]
    assert (
        len({json.dumps(s["https://w3id.org/xapi/cmi5/context/extensions/sessionid"]) for s in sessions}) == 1
    )


@pytest.mark.databases
def test_an_exemption_taken_back_is_voided_once_and_given_anew_is_told_anew(
    database: Database, kept: Statements, courses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate = Estate(database, monkeypatch)
    library = CourseLibrary(database, courses)
    library.ready()
    enrolments = EnrolmentService(database, clock=estate.clock, told=ToldExemptions(kept, library))
    estate.add("an", "XA-A")
    estate.require(estate.commune, "XA-A")
    (enrolled,) = estate.people(estate.commune)
    enrolments.exempt(enrolled.enrolment_id, "nghỉ ốm", estate.commune)
    enrolments.require_again(enrolled.enrolment_id, estate.commune)
    estate.at += timedelta(minutes=1)
    enrolments.exempt(enrolled.enrolment_id, "nghỉ thai sản", estate.commune)
    with pytest.raises(EnrolmentFinished):
        enrolments.exempt(enrolled.enrolment_id, "lần nữa", estate.commune)
    waived, voided, anew = statements = told(kept)
    assert verbs(statements) == ["waived", "voided", "waived"]
    for statement in statements:
        BaseXapiStatement.model_validate(statement)
    assert voided["object"] == {"objectType": "StatementRef", "id": waived["id"]}
    assert voided["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert voided["actor"] != waived["actor"]
    assert waived["id"] != anew["id"]
    with database.session() as session:
        assert [is_voided(session, each["id"]) for each in statements] == [True, False, False]
    assert kept.counts()["waiting"] == 3, "the record store is told, in this order"


def test_what_an_early_release_told_of_an_exemption_is_voided_too(
    database: Database, kept: Statements, courses: Path
) -> None:
    course, granted = read_course(courses / COURSE), now()
    with database.session() as session:
        kept.waive(session, 7, course, "as an early release: by any id")
        kept.waive(session, 8, course, "somebody else")
        for _ in range(2):
            kept.void_waiver(session, 7, course.id, "1 2026", granted)
        kept.void_waiver(session, 8, "another-course", "2 2026", granted)
        kept.void_waiver(session, 8, course.id, "2 2026", granted - timedelta(hours=1))
    statements = told(kept)
    assert verbs(statements) == ["waived", "waived", "voided"]
    assert statements[2]["object"]["id"] == statements[0]["id"]


def test_who_leaks_fails_with_any_score(school: TrainingService, kept: Statements, learner: Learner) -> None:
    an = learner("an")
    attempt = school.start_attempt(COURSE, "luyen-tap", an)
    finished = answer_all(school, "luyen-tap", an)
    strict = next(item for item in attempt.items if KEYS[item.id] == ["refuse"])
    school.save_answer(finished, strict.id, ["allow"], an)
    school.submit(finished, an)
    result = told(kept)[-1]["result"]
    assert (result["success"], result["score"]) == (False, {"raw": 19, "min": 0, "max": 20})


@pytest.mark.databases
def test_what_was_told_cannot_be_changed(
    school: TrainingService, learner: Learner, database: Database, kept: Statements
) -> None:
    school.finish_lesson(COURSE, "mot-lan-dan", learner("an"))
    for change in (
        "UPDATE training_statements SET body = '{}'",
        "DELETE FROM training_statements",
    ):
        with pytest.raises(DatabaseError), database.session() as session:
            session.execute(text(change))
    assert len(told(kept)) == 1


def test_nothing_is_told_of_what_did_not_happen(
    school: TrainingService, learner: Learner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement stands or falls with the grade it tells of."""
    an = learner("an")
    attempt = answer_all(school, "kiem-tra", an)

    def fail(*_args: object) -> None:
        raise OSError

    monkeypatch.setattr("training_modules.service.note_progress", fail)
    with pytest.raises(OSError):
        school.submit(attempt, an)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 1  # that it began


def test_a_learner_keeps_the_name(database: Database) -> None:
    first, again = (Forms(HOME, learner_key(database)) for _ in range(2))
    assert first.learner(1) == again.learner(1) != first.learner(2)


class Store:
    """A record store that remembers what it took, with the faults a real one rarely has."""

    def __init__(self) -> None:
        self.faults: list[int] = []
        self.broken: set[str] = set()
        self.taken: dict[str, dict[str, Any]] = {}
        self.calls = 0
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                status, body = store.post(self.rfile.read(int(self.headers["Content-Length"])), self.headers)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/xapi"

    def post(self, data: bytes, headers: Any) -> tuple[int, bytes]:
        self.calls += 1
        assert headers["X-Experience-API-Version"] == "1.0.3"
        assert headers["Authorization"].startswith("Basic ")
        if self.faults:
            return self.faults.pop(0), b"{}"
        batch = json.loads(data)
        if any(each["id"] in self.broken for each in batch):
            return 400, b"{}"
        if any(each["id"] in self.taken for each in batch):
            return 409, b"{}"
        self.taken |= {each["id"]: each for each in batch}
        return 200, json.dumps([each["id"] for each in batch]).encode()


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store()
    Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def sender(database: Database, url: str, *, own_network_only: bool = True) -> Sender:
    client = outbound.client(lambda: own_network_only, timeout_s=10)
    return Sender(database, client, url, "van-thu", "bi-mat")


def test_a_store_that_fails_loses_nothing_and_is_asked_less_often(
    school: TrainingService, kept: Statements, learner: Learner, database: Database, store: Store
) -> None:
    finish(school, learner("an"))
    sending = sender(database, store.url)
    store.faults = [503, 500, 401, 200]  # the last says yes, and names nothing
    pauses = [sending.round() for _ in range(5)]
    assert pauses == [60.0, 120.0, 240.0, 480.0, FIRST_PAUSE_S]
    assert list(store.taken) == [statement["id"] for statement in told(kept)]
    assert kept.counts() == {"kept": 11, "waiting": 0, "refused": 0}
    calls = store.calls
    assert sending.send() == 0
    assert store.calls == calls
    store.server.shutdown()
    store.server.server_close()
    school.start_attempt(COURSE, "kiem-tra", learner("binh"))
    assert max(sending.round() for _ in range(12)) == LONGEST_PAUSE_S
    assert kept.counts()["waiting"] == 1


def test_what_arrived_before_a_crash_is_not_told_twice(
    school: TrainingService, kept: Statements, learner: Learner, database: Database, store: Store
) -> None:
    finish(school, learner("an"))
    store.taken = {each["id"]: each for each in told(kept)[:3]}
    assert sender(database, store.url).send() == 11
    assert set(store.taken) == {each["id"] for each in told(kept)}


def test_one_faulty_statement_holds_up_no_other(
    school: TrainingService, kept: Statements, learner: Learner, database: Database, store: Store
) -> None:
    finish(school, learner("an"))
    store.broken = {told(kept)[4]["id"]}
    assert sender(database, store.url).send() == 10
    assert kept.counts() == {"kept": 11, "waiting": 0, "refused": 1}


def test_an_independent_network_tells_nobody_outside(
    school: TrainingService, kept: Statements, learner: Learner, database: Database
) -> None:
    school.finish_lesson(COURSE, "mot-lan-dan", learner("an"))
    with pytest.raises((StoreUnavailable, outbound.AddressRefused)):
        sender(database, "http://192.0.2.1/xapi").send()
    assert sender(database, "http://192.0.2.1/xapi").round() > FIRST_PAUSE_S
    assert kept.counts()["waiting"] == 1


def test_the_server_tells_by_itself(
    school: TrainingService,
    kept: Statements,
    learner: Learner,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = kept._db
    school.finish_lesson(COURSE, "mot-lan-dan", learner("an"))
    monkeypatch.setattr(telling, "FIRST_AFTER_S", 0.01)
    services: Any = SimpleNamespace(statement_sender=sender(database, store.url + "/"))
    ending = Event()
    work = Thread(target=telling.keep_telling, args=(services, ending))
    work.start()
    while not store.taken:
        time.sleep(0.01)
    ending.set()
    work.join()
    assert kept.counts()["waiting"] == 0
    telling.keep_telling(SimpleNamespace(statement_sender=None), Event())  # type: ignore[arg-type]
