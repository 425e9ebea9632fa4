"""Random installations: on every surface each person sees what an independent rule of a few lines says."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, example, given, settings
from sqlalchemy import func, select

from access.audit_actions import AuditAction
from access.audit_models import AuditEventRow
from access.roles import MAY, Action
from rag.embed import Embedder
from rag.talks.answer_data import documents_of
from rag.types import Answer
from rag.weights import install
from records.errors import PersonalDataHidden
from tests.ui.signing_in import session_client
from tests.vanthu.scope_world import NUMBERS, World, house, library, plans
from training_modules.library import CourseLibrary
from training_modules.service import TrainingService
from ui.web.screens import first_questions
from vanthu.acts import Acts
from vanthu.errors import NotFound
from vanthu.services import Services
from vanthu.services_school import COURSES
from vanthu.settings import settings as product_settings

EXAMPLES = [pytest.param(15, id="some"), pytest.param(600, marks=pytest.mark.long, id="hundreds")]
FEWER = [pytest.param(6, id="some"), pytest.param(300, marks=pytest.mark.long, id="hundreds")]
REAL = [pytest.param(2, id="some"), pytest.param(60, marks=pytest.mark.long, id="more")]
CHECKED: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),  # every case adds to the library: no shrinking
}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = house(tmp_path)
    yield made
    made.close()


def opens(read: Callable[[], Any]) -> bool:
    """Whether a read finds the document; that its personal data is covered still says that it is there."""
    try:
        read()
    except NotFound:
        return False
    except PersonalDataHidden:
        return True
    return True


def everyone(world: World) -> Iterator[tuple[Acts, int, int]]:
    """Each person in each unit they may act for."""
    for person in range(len(world.people)):
        for unit in world.posts(person):
            yield world.services.acting(world.principal(person, unit)), person, unit


@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.timeout(7200)
def test_every_surface_shows_what_the_rule_allows(services: Services, examples: int) -> None:
    sizes: Counter[int] = Counter()

    @settings(max_examples=examples, **CHECKED)
    @given(plan=plans())
    @example(plan=library(0, first=False))
    @example(plan=library(3, first=True))
    def check(plan: Any) -> None:
        world = World(services, plan)
        for acts, person, unit in everyone(world):
            allowed = world.allowed(person, unit)
            listed(acts, world, allowed)
            single_reads(acts, world, allowed)
            found(acts, world, allowed)
            own_jobs(acts, world, person, allowed)
            sizes[len(allowed)] += 1
        for acts, person, unit in everyone(world):
            shown_again(acts, world.allowed(person, unit))
        GIVEN.clear()

    check()
    assert withheld(services) == 0
    assert len(sizes) > 2 and CITED, "everyone sees the same, or no answer cites: it would prove nothing"


@pytest.mark.parametrize("examples", REAL)
@pytest.mark.timeout(7200)
def test_the_real_model_finds_what_the_rule_allows(tmp_path: Path, examples: int) -> None:
    services = house(tmp_path, Embedder(install(product_settings().models)))

    @settings(max_examples=examples, **CHECKED)
    @given(plan=plans())
    def check(plan: Any) -> None:
        world = World(services, plan)
        for acts, person, unit in everyone(world):
            found(acts, world, world.allowed(person, unit))

    check()
    assert withheld(services) == 0
    services.close()


def withheld(services: Services) -> int:
    """How often the second check disagreed with the first: both must be right by themselves."""
    with services.db.session() as session:
        dropped = select(func.count()).where(AuditEventRow.action == AuditAction.EDGE_DROP)
        return session.scalar(dropped) or 0


def listed(acts: Acts, world: World, allowed: set[int]) -> None:
    papers = {document_id: world.plan.papers[n] for n, document_id in enumerate(world.papers)}
    page = acts.documents(limit=500)
    assert {item.id for item in page.items} == allowed
    assert page.total == acts.documents(limit=0).total == len(allowed)
    counts = acts.facets()
    assert counts.years == Counter(papers[i].year for i in allowed)
    assert sum(counts.issuing_bodies.values()) == len(allowed)
    for number in NUMBERS:
        named = {i for i in allowed if papers[i].number == number}
        assert {item.id for item in acts.find_by_reference(number)} == named
    for question in first_questions.suggest(acts):
        assert any(papers[i].number in question for i in allowed)


def single_reads(acts: Acts, world: World, allowed: set[int]) -> None:
    reads: tuple[Callable[[int], Any], ...] = (
        acts.view,
        acts.document,
        acts.surroundings,
        acts.page_texts,
        lambda i: acts.page_text(i, 1),
        lambda i: acts.page_image(i, 1),
        acts.original,
        acts.archive,
        acts.export,
        lambda i: acts.clauses(i, "1"),
    )
    of_passages = world.services.passages.ids_by_document()
    for document_id in world.papers:
        for read in reads:
            assert opens(lambda: read(document_id)) == (document_id in allowed)  # noqa: B023
        for passage_id in of_passages[document_id]:
            assert (acts.passage(passage_id) is not None) == (document_id in allowed)
        if document_id not in allowed:
            continue
        whole = acts.view(document_id)
        assert {relation.document_id for relation in whole.relations} - {None} <= allowed - {document_id}
        told = [r for r in whole.relations if r.direction == "incoming"]
        assert (whole.validity.status == "expired") == bool(told)
        assert len(whole.validity.evidence) == len({relation.document_id for relation in told})


def found(acts: Acts, world: World, allowed: set[int]) -> None:
    if not acts.principal.may(Action.READ):
        return
    everything = acts.search(f"lô{world.batch}", limit=100)
    assert {hit.document_id for hit in everything} == allowed
    assert {
        hit.document_id for hit in acts.search("kế hoạch", limit=100, document_ids=world.papers)
    } == allowed
    for n in range(len(world.papers)):
        answer = acts.ask(f"Văn bản {world.plan.papers[n].number} riêng{world.batch}x{n} nói gì về kế hoạch?")
        shown = [*answer.citations, *answer.nearest]
        assert {each.document_id for each in shown} <= allowed
        if not allowed:
            assert answer.reason == "nothing_found"
    for number in NUMBERS:
        answer = acts.ask(f"Văn bản {number} bị văn bản nào thay thế?")
        assert {each.document_id for each in [*answer.citations, *answer.nearest]} <= allowed
        CITED.update(cited.document_id for cited in answer.citations)
        GIVEN.append(answer)


CITED: Counter[int] = Counter()
"""Documents that answers cited: none would prove nothing."""


GIVEN: list[Answer] = []
"""Answers that somebody of the world was given."""


def shown_again(acts: Acts, allowed: set[int]) -> None:
    """Whoever was given an answer: kept, it shows each person what that person may read."""
    for answer in acts._showing.answers(GIVEN):
        assert documents_of(answer) <= allowed


def own_jobs(acts: Acts, world: World, person: int, allowed: set[int]) -> None:
    handed_in = {i for i, paper in zip(world.papers, world.plan.papers, strict=True) if paper.by == person}
    jobs = acts.jobs(limit=500)
    assert len(jobs) == len(handed_in)
    assert {job.document_id for job in jobs} - {None} == handed_in & allowed
    for job in jobs:
        again, whole = acts.outcome(job.id)
        assert again == job
        assert (whole is not None) == (job.document_id is not None)


ROUTES = (
    "",
    "/pages",
    "/pages/1/text",
    "/pages/1/image",
    "/original",
    "/archive",
    "/export",
)


def client_of(world: World, person: int, unit: int) -> TestClient:
    return session_client(world.services, world.principal(person, unit))


@pytest.mark.parametrize("examples", FEWER)
@pytest.mark.timeout(7200)
def test_every_route_shows_what_the_rule_allows(services: Services, examples: int) -> None:
    @settings(max_examples=examples, **CHECKED)
    @given(plan=plans())
    def check(plan: Any) -> None:
        world = World(services, plan)
        for _, person, unit in everyone(world):
            allowed = world.allowed(person, unit)
            client = client_of(world, person, unit)
            listed = client.get("/documents", params={"limit": 200}).json()
            assert {item["id"] for item in listed["items"]} == allowed
            assert sum(listed["facets"]["statuses"].values()) == listed["total"] == len(allowed)
            absent = client.get("/documents/2000000000").content
            for document_id in world.papers:
                for route in ROUTES:
                    reply = client.get(f"/documents/{document_id}{route}")
                    assert (reply.status_code == 404) == (document_id not in allowed), route
                    if reply.status_code == 404:
                        assert reply.content == absent
            named = client.get("/documents/by-reference", params={"number": NUMBERS[0]}).json()
            assert {item["id"] for item in named} <= allowed
            reads = bool(world.posts(person)[unit] & MAY[Action.READ])
            hits = client.post("/search", json={"q": f"lô{world.batch}", "limit": 100})
            assert {hit["document_id"] for hit in hits.json()} == allowed if hits.status_code == 200 else True
            answer = client.post("/ask", json={"question": f"lô{world.batch} có kế hoạch nào?"})
            if not allowed and reads and answer.status_code == 200:
                assert answer.json()["reason"] == "nothing_found"

    check()


@pytest.mark.parametrize("examples", FEWER)
@pytest.mark.timeout(7200)
def test_sources_of_courses_lead_to_what_the_rule_allows(
    services: Services, tmp_path: Path, examples: int
) -> None:
    """A course whose sources are numbers and days that papers are drawn with."""
    courses = tmp_path / "courses"
    course = Path(shutil.copytree(COURSES / "phan-loai-truoc-khi-dan", courses / "phan-loai-truoc-khi-dan"))
    front = (course / "course.md").read_text("utf-8")
    drawn = iter(("1-QĐ/TU", "2-QĐ/TU", "3-NQ/TU") * 9)
    front = re.sub(r"(?m)(reference_number:) .*", lambda found: f"{found[1]} {next(drawn)}", front)
    front = re.sub(r"(?m)(issue_date:) .*", r"\1 2020-01-01", front)
    (course / "course.md").write_text(front, "utf-8")
    services.__dict__["training"] = TrainingService(
        services.db, CourseLibrary(services.db, courses), services.catalogue, services.passages
    )
    led: set[int] = set()

    @settings(max_examples=examples, **CHECKED)
    @given(plan=plans())
    @example(plan=library(0, first=False))
    def check(plan: Any) -> None:
        world = World(services, plan)
        for acts, person, unit in everyone(world):
            if not acts.principal.may(Action.LEARN):
                continue
            allowed = world.allowed(person, unit)
            for card in acts.course(course.name).sources:
                fits = [item.id for item in acts.find_by_reference(card.reference_number or "")]
                assert {card.document_id} - {None} <= allowed
                assert card.document_id is None or card.document_id in fits
                led.update({card.document_id} - {None})

    check()
    assert led, "no source led to a document: the test would prove nothing"
