"""Random libraries: what each person sees is what an independent rule of a few lines says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from access.scope import Scope
from access.units import UnitService
from records.catalogue import Catalogue
from records.files import FileStore
from records.types import (
    DocumentFilter,
    FieldName,
    FieldValue,
    NewDocument,
    RelationFound,
    RelationKind,
)
from vanthu.db import Database
from vanthu.errors import NotFound

NUMBERS = ("1-QĐ/TU", "2-QĐ/TU", "3-NQ/TU")
TYPES = ("decision", "resolution")
ON = date(2030, 1, 1)
_batches = count(1)


@dataclass(frozen=True)
class Paper:
    """A document as the test draws it: everything the oracle needs, nothing of the catalogue's own."""

    unit: int
    number: str
    kind: str
    year: int
    ends: str | None
    """Number of the document it replaces whole."""


papers = st.lists(
    st.builds(
        Paper,
        unit=st.integers(0, 3),
        number=st.sampled_from(NUMBERS),
        kind=st.sampled_from(TYPES),
        year=st.sampled_from((2020, 2021, 2022)),
        ends=st.none() | st.sampled_from(NUMBERS),
    ),
    max_size=10,
)
parents = st.tuples(
    st.just(None), st.sampled_from((None, 0)), st.sampled_from((None, 0, 1)), st.sampled_from((None, 0, 1, 2))
)
roles = st.sets(st.sampled_from(Role), min_size=1, max_size=3)
READERS = {Role.CLERK, Role.OFFICIAL, Role.TRAINEE, Role.TRAINER, Role.CUSTODIAN}


def allowed(paper: Paper, unit: int, tree: tuple[int | None, ...], held: set[Role]) -> bool:
    """The oracle: a reader sees what the own unit holds and what stands above it."""
    at: int | None = unit
    while at is not None:
        if at == paper.unit:
            return bool(held & READERS)
        at = tree[at]
    return False


class Library:
    """The drawn papers entered in the catalogue, under new units each time."""

    def __init__(self, catalogue: Catalogue, database: Database, tree: tuple[int | None, ...]) -> None:
        self.catalogue = catalogue
        self._batch = next(_batches)
        service = UnitService(database)
        self.units = []
        for n, parent in enumerate(tree):
            above = None if parent is None else self.units[parent].code
            self.units.append(service.add(f"B{self._batch}.U{n}", f"Đơn vị {n}", above))
        self._owner = AccountService(database).local_operator()

    def principal(self, unit: int, held: set[Role]) -> Principal:
        own = self.units[unit]
        return Principal(0, "x", "X", own.id, own.code, own.name, own.path, frozenset(held))

    def enter(self, n: int, paper: Paper) -> int:
        sha256 = f"{self._batch:032x}{n:032x}"
        document_id = self.catalogue.register(
            NewDocument(
                "a.pdf", self.units[paper.unit].id, sha256, "application/pdf", 1, 1, self._owner.account_id
            )
        )
        fields = {
            FieldName.REFERENCE_NUMBER: paper.number,
            FieldName.DOCUMENT_TYPE: paper.kind,
            FieldName.ISSUE_DATE: f"{paper.year}-01-0{1 + n % 9}",
            FieldName.ISSUING_BODY: f"Cơ quan {n}",
        }
        self.catalogue.put_fields(document_id, [FieldValue(k, v, 1.0) for k, v in fields.items()], False)
        if paper.ends:
            found = RelationFound(RelationKind.REPLACES, paper.ends, None, None, f"thay thế {n}", 1, None)
            self.catalogue.put_relations(document_id, [found])
        return document_id


@pytest.mark.parametrize("examples", [60, pytest.param(2000, marks=pytest.mark.long)])
def test_every_surface_shows_what_the_oracle_allows(
    database: Database, tmp_path: Path, examples: int
) -> None:
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=papers, tree=parents, unit=st.integers(0, 3), held=roles)
    def check(drawn: list[Paper], tree: tuple[int | None, ...], unit: int, held: set[Role]) -> None:
        library = Library(catalogue, database, tree)
        ids = {library.enter(n, paper): paper for n, paper in enumerate(drawn)}
        scope = Scope.of(library.principal(unit, held))
        seen = {i: paper for i, paper in ids.items() if allowed(paper, unit, tree, held)}

        assert set(catalogue.visible_ids(scope)) == set(seen)
        assert {item.id for item in catalogue.list(scope).items} == set(seen)
        assert catalogue.list(scope, limit=0).total == len(seen)
        facets = catalogue.facets(scope)
        assert facets.document_types == Counter(paper.kind for paper in seen.values())
        assert facets.years == Counter(paper.year for paper in seen.values())
        for number in NUMBERS:
            found = {item.id for item in catalogue.find_by_reference(number, scope)}
            assert found == {i for i, paper in seen.items() if paper.number == number}
            listed = catalogue.list(scope, DocumentFilter(text=number))
            assert {item.id for item in listed.items} == found
        for document_id in ids:
            if document_id not in seen:
                with pytest.raises(NotFound):
                    catalogue.document(document_id, scope)
                with pytest.raises(NotFound):
                    catalogue.relations(document_id, scope)
                continue
            assert catalogue.document(document_id, scope).summary.id == document_id
            ends = {r.document_id for r in catalogue.relations(document_id, scope)} - {None}
            assert ends <= set(seen)

    check()


@pytest.mark.parametrize("examples", [30, pytest.param(1000, marks=pytest.mark.long)])
def test_a_hidden_document_changes_nothing_one_sees(
    database: Database, tmp_path: Path, examples: int
) -> None:
    """What is seen with hidden papers in the library is what is seen when they were never entered."""
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=papers, tree=parents, unit=st.integers(0, 3))
    def check(drawn: list[Paper], tree: tuple[int | None, ...], unit: int) -> None:
        held = {Role.OFFICIAL}

        def story(only_seen: bool) -> list[object]:
            library = Library(catalogue, database, tree)
            scope = Scope.of(library.principal(unit, held))
            entered: dict[int, int] = {}
            for n, paper in enumerate(drawn):
                if allowed(paper, unit, tree, held) or not only_seen:
                    entered[library.enter(n, paper)] = n
            name: dict[int | None, int | None] = {**entered, None: None}
            told: list[object] = []
            for item in catalogue.list(scope, sort="created_at").items:
                relations = sorted(
                    (
                        r.kind,
                        r.direction,
                        r.reference_number,
                        str(name[r.document_id]),
                        r.title or "",
                        r.evidence,
                    )
                    for r in catalogue.relations(item.id, scope)
                )
                told.append((name[item.id], relations, catalogue.validity(item.id, scope, ON)))
            facets = catalogue.facets(scope)
            return [told, facets.document_types, facets.issuing_bodies, facets.years, facets.statuses]

        assert story(only_seen=False) == story(only_seen=True)

    check()
