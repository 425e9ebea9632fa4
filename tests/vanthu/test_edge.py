"""The second check: it agrees with the first, stands where the first fails, and tells of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, true, update

from access.audit_actions import AuditAction
from access.audit_models import AuditEventRow
from access.models import AccountRow, AssignmentRow, DocumentGrantRow, UnitRow
from access.roles import Action, Role
from access.scope import Scope
from rag import passages as rag_passages
from rag.index import edge as edge_index
from rag.types import Answer, AskEvent, Filter, FilterKind, Understood
from records import choosing, links, listing, reading
from records.models import DocumentRow
from records.types import DataClass, Relation, RelationKind, Validity
from tests.vanthu.scope_world import NUMBERS, Paper, Person, Plan, Unit, World, house
from vanthu.acts import Acts
from vanthu.db import now
from vanthu.edge import Leave, Standing, answer_without, may_read, relation_without, validity_without
from vanthu.errors import NotFound
from vanthu.services import Services

DAY = date(2026, 11, 22)
WHO = Standing(1, 10, reads=True, units=frozenset({10, 11}))
LEAVE = Leave(1, None, DAY, DAY, approved=True, revoked=False)


@pytest.mark.parametrize(
    ("who", "unit", "data_class", "leaves", "reads"),
    [
        (WHO, 10, "ordinary", [], True),
        (WHO, 11, "ordinary", [], True),
        (WHO, 12, "ordinary", [], False),
        (replace(WHO, reads=False), 10, "ordinary", [LEAVE], False),
        (WHO, 10, "sensitive", [], False),
        (WHO, 12, "sensitive", [LEAVE], True),
        (WHO, 12, "secret", [LEAVE], True),
        (WHO, 12, "ordinary", [replace(LEAVE, account_id=2)], False),
        (WHO, 12, "ordinary", [replace(LEAVE, account_id=None, unit_id=10)], True),
        (WHO, 12, "ordinary", [replace(LEAVE, account_id=None, unit_id=11)], False),
        (WHO, 12, "confidential", [replace(LEAVE, account_id=None, unit_id=10)], False),
        (WHO, 12, "ordinary", [replace(LEAVE, approved=False)], False),
        (WHO, 12, "ordinary", [replace(LEAVE, revoked=True)], False),
        (WHO, 12, "ordinary", [replace(LEAVE, from_day=DAY + timedelta(1))], False),
        (WHO, 12, "ordinary", [replace(LEAVE, until_day=DAY - timedelta(1))], False),
        (WHO, 12, "ordinary", [replace(LEAVE, revoked=True), LEAVE], True),
    ],
)
def test_the_rule(who: Standing, unit: int, data_class: str, leaves: list[Leave], reads: bool) -> None:
    assert may_read(who, unit, data_class, leaves, DAY) is reads


def plan() -> Plan:
    """One's own document; one of one's own unit that needs a grant; one of another unit that replaces it."""
    units = (Unit(None, None, None), Unit(None, None, None))
    people = (Person(0, frozenset({Role.CLERK})), Person(1, frozenset({Role.CLERK})))
    papers = (
        Paper(0, DataClass.ORDINARY, NUMBERS[0], 2020, None, "chuyển đổi số", 0),
        Paper(0, DataClass.SENSITIVE, NUMBERS[1], 2021, NUMBERS[0], "chuyển đổi số", 0),
        Paper(1, DataClass.ORDINARY, NUMBERS[2], 2022, NUMBERS[0], "chuyển đổi số", 1),
    )
    return Plan(units, people, (), papers, ())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    services = house(tmp_path)
    yield World(services, plan())
    services.close()


@pytest.fixture
def acts(world: World) -> Acts:
    return world.services.acting(world.principal(0, 0))


def dropped(services: Services) -> set[int]:
    """Documents that the trail says were about to be shown."""
    with services.db.session() as session:
        found = select(AuditEventRow.detail).where(AuditEventRow.action == AuditAction.EDGE_DROP)
        return {i for detail in session.scalars(found) for i in json.loads(detail)["documents"]}


FATE = f"Văn bản {NUMBERS[0]} bị văn bản nào thay thế?"
"""A question that is answered from the documents that replaced the one it names."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first check lets everything through, in the database and in the index."""
    for module in (reading, listing, links, choosing, rag_passages):
        monkeypatch.setattr(module, "visible", lambda _scope: true())
    monkeypatch.setattr(edge_index, "for_edge", lambda _within: None)


READS: dict[str, Callable[[Acts, int], Any]] = {
    "view": lambda acts, i: acts.view(i),
    "document": lambda acts, i: acts.document(i),
    "surroundings": lambda acts, i: acts.surroundings(i),
    "page_text": lambda acts, i: acts.page_text(i, 1),
    "page_texts": lambda acts, i: acts.page_texts(i),
    "page_image": lambda acts, i: acts.page_image(i, 1),
    "original": lambda acts, i: acts.original(i),
    "archive": lambda acts, i: acts.archive(i),
    "export": lambda acts, i: acts.export(i),
}


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("read", READS)
def test_a_document_that_only_the_first_check_lets_through_is_absent(
    acts: Acts, world: World, read: str
) -> None:
    READS[read](acts, world.papers[0])
    for hidden in world.papers[1:]:
        with pytest.raises(NotFound):
            READS[read](acts, hidden)
    assert dropped(world.services) == set(world.papers[1:])


@pytest.mark.usefixtures("broken")
def test_lists_lose_what_only_the_first_check_lets_through(acts: Acts, world: World) -> None:
    mine = world.papers[0]
    page = acts.documents()
    assert ([item.id for item in page.items], page.total) == ([mine], 1)
    assert acts.find_by_reference(NUMBERS[1]) == []
    assert {hit.document_id for hit in acts.search("kế hoạch", limit=100)} == {mine}
    others = [i for i, owner in zip(world.papers, world.plan.papers, strict=True) if owner.by == 0][1]
    assert [job.document_id for job in acts.jobs() if job.document_id != mine] == [None]
    assert others not in {job.document_id for job in acts.jobs()}


@pytest.mark.usefixtures("broken")
def test_relations_and_validity_do_not_tell_of_what_the_second_check_refuses(
    acts: Acts, world: World
) -> None:
    whole = acts.view(world.papers[0])
    assert list(whole.relations) == []
    assert (whole.validity.status, whole.validity.evidence) == ("unknown", ())
    assert dropped(world.services) == set(world.papers[1:])


@pytest.mark.usefixtures("broken")
def test_an_answer_from_a_refused_document_is_withheld_as_a_whole(acts: Acts, world: World) -> None:
    shown = world.services.assistant.ask(FATE, acts.principal)
    assert {cited.document_id for cited in shown.citations} & set(world.papers[1:])
    answer = acts.ask(FATE)
    assert answer.refused and not answer.citations and not answer.sentences
    assert {hit.document_id for hit in answer.nearest} <= {world.papers[0]}
    assert shown.answer not in answer.answer
    events = [*acts.stream(FATE)]
    before = [cited.document_id for event in events[:-1] for cited in event.citations]
    assert set(before) <= {world.papers[0]}, "a sentence from a refused document was shown before the end"
    assert events[-1].answer is not None and events[-1].answer.refused


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("year", [2021, 2022])
def test_a_count_of_a_refused_document_is_withheld(acts: Acts, world: World, year: int) -> None:
    asked = f"Có bao nhiêu văn bản ban hành năm {year}?"
    counted = world.services.assistant.ask(asked, acts.principal)
    assert counted.counted and set(counted.counted) <= set(world.papers[1:])
    answer = acts.ask(asked)
    assert answer.refused and counted.answer != answer.answer and not answer.counted
    assert [event.kind for event in acts.stream(asked)] == ["searching", "done"]


def test_a_count_of_what_one_may_read_is_told(acts: Acts, world: World) -> None:
    answer = acts.ask("Có bao nhiêu văn bản ban hành năm 2020?")
    assert not answer.refused and "có 1 văn bản" in answer.answer and not answer.counted
    assert acts.ask("Có bao nhiêu văn bản ban hành năm 2021?").answer.count("có 1 văn bản") == 0


@pytest.mark.usefixtures("broken")
def test_no_filter_names_a_refused_document(acts: Acts, world: World) -> None:
    asked = f"Văn bản {NUMBERS[0]} và văn bản {NUMBERS[1]} nói gì về cá voi xanh?"
    before = world.services.assistant.ask(asked, acts.principal).understood
    after = acts.ask(asked).understood
    assert before is not None
    named = {id_ for each in before.filters for id_ in each.documents}
    assert named >= {world.papers[0], world.papers[1]}
    told = after.filters if after is not None else ()
    assert {id_ for each in told for id_ in each.documents} <= {world.papers[0]}
    assert not any(NUMBERS[1] in each.label for each in told)


@given(
    filters=st.lists(st.frozensets(st.integers(1, 4), max_size=3), max_size=4),
    refused=st.frozensets(st.integers(1, 4)),
)
def test_filters_of_refused_documents_go_and_no_others(
    filters: list[frozenset[int]], refused: frozenset[int]
) -> None:
    shown = tuple(
        Filter(FilterKind.DOCUMENT, f"document:{n}", f"Văn bản {n}", documents=tuple(sorted(ids)))
        for n, ids in enumerate(filters)
    )
    left = answer_without(Answer("Có.", False, None, understood=Understood("có", shown)), refused)
    assert left.understood is not None
    kept = [each for each in shown if refused.isdisjoint(each.documents)]
    assert list(left.understood.filters) == kept
    assert "documents" not in str(left.as_json()["understood"])


def test_the_two_checks_agree_where_nothing_is_broken(acts: Acts, world: World) -> None:
    acts.documents()
    acts.view(world.papers[0])
    acts.search("kế hoạch")
    assert dropped(world.services) == set()


def test_a_right_that_ends_while_an_answer_is_being_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = world.services
    with services.db.session() as session:
        day = world.today
        session.add(
            DocumentGrantRow(
                document_id=world.papers[2], account_id=world.people[0], from_day=day, until_day=day,
                reason="thử", requested_by=world.people[1], approved_at=now(),
            )
        )  # fmt: skip
    acts = services.acting(world.principal(0, 0))
    assert world.papers[2] in {cited.document_id for cited in acts.ask(FATE).citations}
    stream = services.assistant.stream

    def revoked_meanwhile(*asked: Any, **how: Any) -> Iterator[AskEvent]:
        for event in stream(*asked, **how):
            yield event
            with services.db.session() as session:
                session.execute(update(DocumentGrantRow).values(revoked_at=now()))

    monkeypatch.setattr(services.assistant, "stream", revoked_meanwhile)
    events = [*acts.stream(FATE)]
    assert [event.kind for event in events] == ["searching", "done"]
    answer = events[-1].answer
    assert answer is not None and answer.refused
    assert world.papers[2] not in {hit.document_id for hit in answer.nearest}


ENDINGS: dict[str, Callable[[Any, World], Any]] = {
    "account disabled": lambda session, _: session.execute(update(AccountRow).values(disabled_at=now())),
    "unit abolished": lambda session, world: session.execute(
        update(UnitRow).values(abolished_on=world.today)
    ),
    "document reclassified": lambda session, _: session.execute(
        update(DocumentRow).values(data_class="sensitive")
    ),
    "document handed over": lambda session, world: session.execute(
        update(DocumentRow).values(unit_id=world.units[1])
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_ends_after_the_person_was_read_counts(acts: Acts, world: World, ending: str) -> None:
    """The person's rights were read when the call began; the second check reads them anew."""
    assert not acts._second.refused(world.papers[:1])
    with world.services.db.session() as session:
        ENDINGS[ending](session, world)
    assert acts._second.refused(world.papers[:1]) == frozenset(world.papers[:1])


def test_a_post_that_has_ended_gives_nothing_more(world: World) -> None:
    with world.services.db.session() as session:
        post = AssignmentRow(
            account_id=world.people[0], unit_id=world.units[1], role="clerk", from_day=world.today
        )
        session.add(post)
    acts = world.services.acting(world.principal(0, 1))
    assert not acts._second.refused(world.papers[2:])
    with world.services.db.session() as session:
        session.execute(update(AssignmentRow).values(ended_at=now()))
    assert acts._second.refused(world.papers[2:])


def test_a_key_without_the_right_to_read_reads_nothing(world: World) -> None:
    limited = replace(world.principal(0, 0), limits=frozenset({Action.DIGITISE}))
    assert world.services.acting(limited)._second.refused(world.papers) == frozenset(world.papers)


def test_what_is_not_there_is_refused_and_nothing_costs_nothing(acts: Acts) -> None:
    assert acts._second.refused([]) == frozenset()
    assert acts._second.refused([999_999]) == frozenset({999_999})


def test_relations_and_validity_without_a_document() -> None:
    out = Relation(RelationKind.REPLACES, "outgoing", "1-QĐ", 7, "Tên", None, "thay", 1, None)
    incoming = replace(out, direction="incoming")
    gone = frozenset({7})
    assert relation_without(out, frozenset()) is out
    assert relation_without(out, gone) == replace(out, document_id=None, title=None)
    assert relation_without(incoming, gone) is None
    expired = Validity("expired", as_of=DAY, since=DAY, evidence=("x",))
    assert validity_without(expired, [incoming], gone) == Validity("unknown", as_of=DAY)
    assert validity_without(expired, [out], gone) is expired


def test_an_index_behind_the_catalogue_leaves_no_mark(world: World, acts: Acts) -> None:
    """A class that has just been raised: until it is indexed anew, scores are as if it were not there."""
    services = world.services
    with services.db.session() as session:
        session.execute(
            update(DocumentRow).where(DocumentRow.id == world.papers[2]).values(unit_id=world.units[0])
        )
    services.indexer.index(world.papers[2])
    both = acts.search("kế hoạch", limit=10)
    assert {hit.document_id for hit in both} == {world.papers[0], world.papers[2]}
    with services.db.session() as session:
        session.execute(
            update(DocumentRow).where(DocumentRow.id == world.papers[2]).values(data_class="sensitive")
        )
    behind = services.search.look("kế hoạch", Scope.of(acts.principal))
    services.indexer.index(world.papers[2])
    level = services.search.look("kế hoạch", Scope.of(acts.principal))
    assert {hit.document_id for hit in behind.hits} == {world.papers[0]}
    assert (behind.hits, behind.evidence) == (level.hits, level.evidence)
