"""Every read of documents takes a Scope or the person it is made from; a user interface reads through acts.

The signatures are looked at, not the calls: no read without a Scope can be added unnoticed.
"""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from access.copies import CopyRegister
from access.principal import Principal
from access.scope import Scope
from ingest.batches.service import Batches
from ingest.composing.service import Composing
from ingest.quarantine import Quarantine
from ingest.service import IngestService
from rag.assistant import Assistant
from rag.langchain_retriever import VanthuRetriever
from rag.passages import PassageStore
from rag.search import SearchService
from rag.talks.feedback import Feedback
from rag.talks.store import Talks
from rag.talks.unanswered import UnansweredQuestions
from records.catalogue import Catalogue
from records.desk.queue import DeskQueue
from records.desk.service import Desk
from records.dossiers.service import Dossiers
from records.likeness.service import Likeness
from records.quality.service import Quality
from records.register import Register
from records.writing import CatalogueWrites
from training_modules.anchors.earned import OldCertificates
from training_modules.anchors.queue import ChangedSources
from training_modules.service import TrainingService
from training_modules.statistics.reading import ItemStatistics
from vanthu.acts import Acts

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("access", "ingest", "rag", "records", "training_modules", "vanthu")

READERS = (
    *(
        Catalogue,
        Register,
        Desk,
        DeskQueue,
        Dossiers,
        Quality,
        Likeness,
        ChangedSources,
        OldCertificates,
        ItemStatistics,
    ),
    *(PassageStore, SearchService, Assistant, Talks, Feedback, UnansweredQuestions),
    *(IngestService, Batches, Composing, Quarantine, CopyRegister, TrainingService),
)
"""What acts read documents, passages, answers, sources, conversations and jobs through."""

NO_READS: dict[type, dict[str, str]] = {
    Catalogue: {
        "stale_documents": "ids for the indexer, which acts for no person",
    },
    PassageStore: {
        "replace": "the indexer writes",
        "remove": "the indexer writes",
        "ids_by_document": "ids for checking the index, for `vanthu verify`",
        "hashes": "names of cached vectors, for forgetting those no longer used",
    },
    Likeness: {
        "put": "the indexer writes",
        "behind": "ids for the indexer, which acts for no person",
    },
    TrainingService: {"close_overdue": "the server grades what ran out of time"},
    Talks: {
        "put_answer": "the answer's own thread writes; gives nothing back",
        "expire": "the server deletes what is old",
    },
    Feedback: {"expire": "the server deletes what is old"},
    UnansweredQuestions: {"expire": "the server deletes what is old"},
    Quarantine: {
        "hold": "the job's own step writes",
        "is_released": "the job asks whether it may go on",
        "tidy": "the server destroys what has waited too long",
    },
    IngestService: {
        "archives_due": "says that searchable PDFs are out of date",
        "start": "the server's own",
        "stop": "the server's own",
    },
}
"""Public methods without a Scope, each with why it shows nobody a document."""


def takes_scope(method: object) -> bool:
    hints = typing.get_type_hints(method)
    return any(kind in (Scope, Principal) for name, kind in hints.items() if name != "return")


def methods(room: type) -> Iterator[tuple[str, object]]:
    for name, method in inspect.getmembers(room, inspect.isfunction):
        if not name.startswith("_"):
            yield name, method


@pytest.mark.parametrize("room", READERS, ids=lambda room: room.__name__)
def test_every_public_read_takes_a_scope(room: type) -> None:
    writes = {name for name, _ in methods(CatalogueWrites)} if room is Catalogue else set()
    named = NO_READS.get(room, {})
    unscoped = {name for name, method in methods(room) if not takes_scope(method)}
    assert unscoped - writes == named.keys() - writes, "a read without a Scope, or a reason that is no more"


def test_what_the_catalogue_writes_gives_no_document_back() -> None:
    for name, method in methods(CatalogueWrites):
        given = typing.get_type_hints(method).get("return")
        assert given in (int, bool, type(None), list[int]) or takes_scope(method), name


def test_a_retriever_has_its_scope_from_the_start() -> None:
    assert VanthuRetriever.model_fields["scope"].is_required()


def test_acts_make_their_scope_from_the_principal_alone() -> None:
    for _name, method in methods(Acts):
        room = inspect.getmodule(method)
        assert room is not None
        assert Scope not in typing.get_type_hints(method, vars(room) | _unimported(room)).values()


def _unimported(room: ModuleType) -> dict[str, object]:
    """Names that acts import for type checking only; what they are does not matter here."""
    tree = ast.parse(Path(inspect.getfile(room)).read_text("utf-8"))
    names = (
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    )
    return {name: object for name in names if name not in vars(room)}


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def called(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every attribute that is reached for: line and dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)


ROOMS_OF_DOCUMENTS = {
    *("catalogue", "register", "passages", "search", "assistant", "system_reads", "index", "files"),
    *("desk", "dossiers", "quality", "likeness", "talks", "feedback", "unanswered", "answering"),
}
TRAINING_WITH_SOURCES = {"course", "lesson", "submit", "result"}


def test_a_user_interface_reads_documents_through_acts_only() -> None:
    """Not `services.catalogue…`, not a Scope of its own: else the second check would be passed by."""
    found = []
    for file, tree in sources("ui"):
        for line, name in called(tree):
            before, _, last = name.rpartition(".")
            room = before.rpartition(".")[2]
            of_services = before.endswith(("services", "services()"))
            if of_services and last in ROOMS_OF_DOCUMENTS:
                found.append(f"{file}:{line} {name}")
            if room == "training" and last in TRAINING_WITH_SOURCES:
                found.append(f"{file}:{line} {name}")
            if room == "ingest" and last in {"job", "jobs", "wait"}:
                found.append(f"{file}:{line} {name}")
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "access.scope":
                found.append(f"{file}:{node.lineno} imports Scope")
    assert found == []


def test_nobody_imports_what_reads_without_a_scope_into_a_user_interface() -> None:
    forbidden = {
        *("records.system", "records.models", "records.scope_sql", "rag.models", "rag.index.filter"),
        *("rag.talks.models", "rag.talks.store", "rag.sentence_vectors", "records.desk.models"),
        *("records.dossiers.models", "records.quality.models", "records.likeness.models"),
    }
    found = [
        f"{file}:{node.lineno}"
        for file, tree in sources("ui")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in forbidden
    ]
    assert found == []


def test_a_scope_is_made_from_a_principal_only() -> None:
    """`Scope(…)` is written nowhere in the product but in `access.scope` itself."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in sources(*ROOMS, "ui")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Scope"
    ]
    assert [place for place in found if not place.startswith("access/scope.py")] == []


ROWS = {
    *("records.models", "records.desk.models", "records.dossiers.models", "records.quality.models"),
    *("records.likeness.models", "rag.models", "rag.talks.models"),
}


def test_rows_of_documents_are_selected_by_the_rooms_that_own_them() -> None:
    """Outside records and rag, who selects documents or passages does so without `visible`: few may."""
    reasons = {
        "training_modules/certificates/issuing.py": "classes only, so that restricted texts go unnamed",
        "training_modules/certificates/reading.py": "classes only, so that restricted texts go unnamed",
        "training_modules/certificates/standing.py": "classes only, so that restricted texts go unnamed",
        "vanthu/backup.py": "the whole database, by the operator",
        "vanthu/edge.py": "the second check itself",
        "vanthu/health.py": "counts for the administrator, no document",
    }
    found = {
        file
        for file, tree in sources("access", "ingest", "training_modules", "vanthu", "ui")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ROWS and file not in {"vanthu/models.py"}
    }
    assert found == reasons.keys()
