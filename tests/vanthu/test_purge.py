"""Of a stored document that turns out to be secret nothing stays, and of the others nothing is lost.

Every byte of the data folder is searched after a removal, and after the process was killed in the middle of
one and the installation started again.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from sqlalchemy import Table, func, insert, select, true
from sqlalchemy.orm import Session

from access.audit_models import AuditEventRow
from access.installation_models import SecretCopyRow
from access.models import DocumentGrantRow
from access.principal import Principal
from access.roles import Role
from ingest.composing.models import CompositionRow
from ingest.models import JobRow
from ingest.typeset.blocks import Paragraph, Run
from ingest.typeset.layout import lay_out
from rag.embed import Embedder
from rag.index.edge import NEW, OLD, SHARD
from rag.models import EmbeddingRow, PassageRow, SentenceVectorsRow
from rag.sentence_vectors import KEY
from rag.talks.types import Exchange, State
from rag.types import Answer, AnswerSentence, Citation
from rag.weights import install
from records import removal, withdrawing
from records.models import DocumentRow, PageRow
from records.removal import Why
from records.types import DataClass, DocumentStatus, FieldName, NewDocument, SecrecyLevel
from tests.ingest.marked import CANARIES, NAME, PRINTED, PROPERTY
from tests.ingest.traces import Traces
from tests.vanthu.purge_driver import copy_folder
from vanthu.db import Base, now
from vanthu.errors import Forbidden, NotFound
from vanthu.purging import DocumentAtWork, PurgeUnconfirmed
from vanthu.services import Services
from vanthu.settings import Settings, settings
from vanthu.upkeep import verify

ROOT = Path(__file__).resolve().parents[2]
KEEPER = "giu.du.lieu"
INNOCENT = "Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc của Văn phòng Tỉnh uỷ."
SECRET_LEVEL = SecrecyLevel.SECRET


@dataclass
class Library:
    """A data folder with one document that must go and one that must stay."""

    data: Path
    secret: int
    other: int
    traces: Traces

    def services(self, data: Path | None = None) -> Services:
        return Services(Settings(data=data or self.data))


def typeset(*lines: str, title: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(lay_out([Paragraph((Run(line),)) for line in lines]))) as pdf:
        pdf.docinfo["/Title"] = title
        pdf.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Both come in through the door; the secret one is corrected, classed, granted and copied besides."""
    data = tmp_path_factory.mktemp("purge") / "data"
    services = Services(Settings(data=data, min_free_bytes=0))
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    services.embedder = Embedder(install(settings().models))
    clerk = services.accounts.local_operator()
    keeper, _ = services.accounts.add(KEEPER, "Người quản lý dữ liệu", clerk.unit_code, [Role.CUSTODIAN])
    file = typeset(f"Kế hoạch {PRINTED}", f"Điều 1. Nội dung {PRINTED} thực hiện.", title=PROPERTY)
    services.ingest.start()
    jobs = [
        services.ingest.submit(io.BytesIO(content), name, clerk)
        for content, name in ((file, f"{NAME}.pdf"), (typeset(INNOCENT, title="a"), "quy-che.pdf"))
    ]
    secret, other = (
        job.document_id for job in services.ingest.wait([job.id for job in jobs], clerk, timeout=120)
    )
    services.ingest.stop()
    assert secret is not None
    assert other is not None
    services.catalogue.correct_field(secret, FieldName.SUBJECT, f"Về {PRINTED}", clerk)
    services.catalogue.correct_field(secret, FieldName.ISSUING_BODY, PROPERTY, clerk)
    services.indexer.catch_up()
    keeping = services.acting(keeper).keeping
    keeping.classify(secret, DataClass.SENSITIVE, f"Có nhắc đến {PRINTED}")
    day = services.grants.today()
    keeping.grant(
        secret,
        account_id=keeper.account_id,
        from_day=day,
        until_day=day + timedelta(days=9),
        reason=f"Thẩm định {PROPERTY}",
    )
    services.copies.enter(secret, "print", services.accounts.principal(KEEPER))
    talked_of(services, secret, other, clerk)
    services.indexer.catch_up()
    traces = everything_of(services, secret, file)
    services.indexer.optimise()
    services.close()
    assert len(traces.under([data])) >= 4  # database, original, index ...: the searcher sees it before
    return Library(data, secret, other, traces)


def talked_of(services: Services, secret: int, other: int, clerk: Principal) -> None:
    """A conversation that came to the document, one begun with it, and what was sent of both."""

    def answered(question: str, document: int, words: str, talk: int | None = None) -> Exchange:
        exchange = services.talks.ask(question, clerk, talk_id=talk)
        cited = Citation(1, 1, document, "a", None, words, "", None, 1, words, (), ())
        answer = Answer(words, False, None, (AnswerSentence(words, (1,)),), (cited,))
        services.talks.put_answer(exchange.id, State.ANSWERED, answer)
        services.feedback.give(exchange.id, clerk, good=False, words=words, send=True)
        return exchange

    first = answered("Quy chế làm việc nói gì?", other, INNOCENT)
    answered(f"Còn {PRINTED} thì sao?", secret, PRINTED, first.talk_id)
    answered("Ai chịu trách nhiệm việc ấy?", other, f"Như {PROPERTY} đã nêu", first.talk_id)
    services.talks.rename(first.talk_id, f"Về {PRINTED}", clerk)
    answered(f"{PRINTED} là gì?", secret, PROPERTY)
    services.unanswered.send(f"Ai duyệt {PRINTED}?", [secret], clerk)


def everything_of(services: Services, document: int, file: bytes) -> Traces:
    with services.db.session() as session:
        row = session.get_one(DocumentRow, document)
        pictures = session.scalars(select(PageRow.image_sha256).where(PageRow.document_id == document))
        hashes = [name for name in (row.sha256, row.archive_sha256, *pictures) if name]
        passages = session.scalars(select(PassageRow.text_hash).where(PassageRow.document_id == document))
        kept = session.scalars(select(EmbeddingRow.vector).where(EmbeddingRow.text_hash.in_([*passages])))
        vectors = [np.frombuffer(vector, np.float16) for vector in kept]
        told = SentenceVectorsRow.document_id == document
        of_sentences = [
            *session.execute(select(SentenceVectorsRow.keys, SentenceVectorsRow.vectors).where(told))
        ]
    assert row.sha256 == hashlib.sha256(file).hexdigest()
    assert len(hashes) >= 3
    assert vectors
    digests = [keys[at : at + KEY].hex() for keys, _ in of_sentences for at in range(0, len(keys), KEY)]
    assert digests
    files = [services.files.path(name).read_bytes() for name in hashes]
    files += [vectors for _, vectors in of_sentences]
    numbers = [vector.astype(kind).tobytes() for vector in vectors for kind in (np.float16, np.float32)]
    return Traces(CANARIES, hashes=[*hashes, *digests], files=[*files, *numbers])


@pytest.fixture
def copy(library: Library, tmp_path: Path) -> Iterator[Services]:
    """The library as it was, to try one removal on."""
    copy_folder(library.data, tmp_path / "data")
    services = library.services(tmp_path / "data")
    yield services
    services.close()


def gone(library: Library, services: Services, *, made_up: str = "") -> None:
    """Nothing is left of the one, everything of the other, and the installation is sound.

    `made_up`: the part in which a test has put rows that no program writes.
    """
    assert [fault for fault in verify(services) if fault.part != made_up] == []
    clerk = services.accounts.local_operator()
    shown = services.acting(clerk).document(library.other)
    assert shown.summary.filename == "quy-che.pdf"
    assert services.indexer.verify() == []
    assert {document for _, document in services.index.passages()} == {library.other}
    data = services.settings.data
    services.close()
    assert library.traces.under([data]) == []


def test_nothing_stays_of_a_removed_document(library: Library, copy: Services) -> None:
    keeper = copy.accounts.principal(KEEPER)
    clerk = copy.accounts.local_operator()
    assert (
        copy.acting(keeper).keeping.purge(library.secret, SECRET_LEVEL, Why.MARKED, f" {library.secret} ")
        == []
    )
    with copy.db.session() as session:
        for named in (DocumentRow.id, PageRow.document_id, PassageRow.document_id):
            assert set(session.scalars(select(named))) == {library.other}
        assert session.scalar(select(func.count()).select_from(DocumentGrantRow)) == 0
        assert [line.document_id for line in session.scalars(select(SecretCopyRow))] == [library.secret]
        (event, finished) = session.scalars(
            select(AuditEventRow).where(AuditEventRow.action == "purge").order_by(AuditEventRow.sequence)
        )
    assert (event.account_id, event.document_id) == (keeper.account_id, library.secret)
    assert event.detail == '{"level":"secret","same":[],"why":"marked"}'
    assert finished.detail == '{"finished":true}'
    (talk,) = copy.acting(clerk).talking.find()
    assert talk.title == "Quy chế làm việc nói gì?"
    assert [each.question for each in copy.talks.whole(talk.id, clerk).exchanges] == [talk.title]
    jobs = {job.id: job for job in copy.ingest.jobs(clerk)}
    told = [job for job in jobs.values() if job.code == "secret_removed"]
    assert [(job.state.value, job.filename, job.document_id, job.page_count) for job in told] == [
        ("refused", "", None, None)
    ]
    gone(library, copy)


POINTS = (
    "vanthu.purging:Purge._finish",
    "rag.index.edge:EdgeIndex.rewrite",
    "pathlib:Path.rename",
    "pathlib:Path.rename#2",
    "rag.indexer:PassageStore.remove",
    "rag.indexer:VectorCache.forget",
    "records.removal:delete_files",
    "records.files:_settle_folder#2",
    "records.removal:erase",
    "vanthu.purging:scrub",
    "records.removal:forget",
)
"""Where the process is killed."""
SOME = tuple(POINTS[n] for n in (3, 6, 9))


@pytest.mark.parametrize("points", [SOME, pytest.param(POINTS, marks=pytest.mark.long)], ids=["some", "all"])
def test_killed_anywhere_it_is_finished_at_the_next_start(
    library: Library, tmp_path: Path, points: tuple[str, ...]
) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "tests.vanthu.purge_driver", library.data, tmp_path),
            *(str(library.secret), KEEPER, *points),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    for number, point in enumerate(points):
        services = library.services(tmp_path / str(number))
        keeper = services.acting(services.accounts.principal(KEEPER))
        with pytest.raises(NotFound):
            keeper.document(library.secret)
        with pytest.raises(NotFound):
            keeper.keeping.entry(library.secret)
        assert [fault.kind for fault in verify(services) if fault.part == "catalogue"] == [
            "removal_unfinished"
        ], point
        assert services.purge.finish() == 1, point
        assert services.purge.finish() == 0
        index = services.settings.index
        assert [(index / name).exists() for name in (SHARD, NEW, OLD)] == [True, False, False]
        gone(library, services)


def test_killed_before_it_began_it_is_as_if_not_asked(library: Library, tmp_path: Path) -> None:
    (point, driver) = "records.removal:begin", "tests.vanthu.purge_driver"
    arguments = [str(library.data), str(tmp_path), str(library.secret), KEEPER, point]
    subprocess.run([sys.executable, "-m", driver, *arguments], cwd=ROOT, check=True)
    services = library.services(tmp_path / "0")
    keeper = services.acting(services.accounts.principal(KEEPER))
    assert keeper.document(library.secret).summary.id == library.secret
    assert services.purge.finish() == 0
    # Corrected, and no server has run since: its searchable PDF is made anew at the next start.
    assert [fault for fault in verify(services) if fault.part != "archive"] == []
    services.close()


def test_a_file_that_another_document_has_stays(library: Library, copy: Services) -> None:
    """Of the same unit its keeper is told; the documents of other units stand in the trail alone."""
    with copy.db.session() as session:
        secret, other = (session.get_one(DocumentRow, one) for one in (library.secret, library.other))
        other.sha256, picture = secret.sha256, session.get_one(PageRow, (library.secret, 1)).image_sha256
        session.get_one(PageRow, (library.other, 1)).image_sha256 = picture
        secret.archive_sha256 = archive = copy.files.put(b"%PDF-1.7 searchable").sha256
        sha256 = secret.sha256
    keeping = copy.acting(copy.accounts.principal(KEEPER)).keeping
    assert keeping.purge(library.secret, SECRET_LEVEL, Why.ORDERED, str(library.secret)) == [library.other]
    assert picture is not None
    assert [copy.files.has(name) for name in (sha256, picture, archive)] == [True, True, False]


def test_a_job_that_can_be_tried_again_loses_its_upload(library: Library, copy: Services) -> None:
    """Also one that failed before it wrote down which document it had made."""
    with copy.db.session() as session:
        key = session.get_one(DocumentRow, library.secret).upload_key
        job = session.scalars(select(JobRow).where(JobRow.document_id == library.secret)).one()
        job.state, job.document_id, job.upload, job.code = "failed", None, key, "job_broken"
        job_id = job.id
    spool = copy.settings.spool
    sealed = [spool / str(key), spool.with_name("spool-keys") / str(key)]
    sealed[0].mkdir(parents=True)
    sealed[1].write_bytes(b"k" * 64)
    keeping = copy.acting(copy.accounts.principal(KEEPER)).keeping
    keeping.purge(library.secret, SECRET_LEVEL, Why.CLASSIFIED, str(library.secret))
    assert [path.exists() for path in sealed] == [False, False]
    with copy.db.session() as session:
        job = session.get_one(JobRow, job_id)
        assert (job.state, job.code, job.filename, job.upload) == ("refused", "secret_removed", "", None)
        assert (job.sha256, job.media_type, job.size, job.facts) == (None, None, None, None)


def test_it_waits_for_work_on_the_document(library: Library, copy: Services) -> None:
    with copy.db.session() as session:
        job = session.scalars(select(JobRow).where(JobRow.document_id == library.secret)).one()
        job.state = "indexing"
    keeping = copy.acting(copy.accounts.principal(KEEPER)).keeping
    with pytest.raises(DocumentAtWork):
        keeping.purge(library.secret, SECRET_LEVEL, Why.MARKED, str(library.secret))
    assert keeping.entry(library.secret).data_class is DataClass.SENSITIVE


def test_who_may_not_keep_the_unit_s_data_removes_nothing(library: Library, copy: Services) -> None:
    copy.units.add("B", "Đảng uỷ xã B")
    stranger, _ = copy.accounts.add("nguoi.la", "Người lạ", "B", [Role.CUSTODIAN])
    clerk, _ = copy.accounts.add("van.thu", "Văn thư", "LOCAL", [Role.CLERK])
    for person, error in ((stranger, NotFound), (clerk, Forbidden)):
        with pytest.raises(error):
            copy.acting(person).keeping.purge(library.secret, SECRET_LEVEL, Why.MARKED, str(library.secret))
    keeping = copy.acting(copy.accounts.principal(KEEPER)).keeping
    with pytest.raises(PurgeUnconfirmed):
        keeping.purge(library.secret, SECRET_LEVEL, Why.MARKED, str(library.other))
    assert keeping.entry(library.secret).data_class is DataClass.SENSITIVE


def test_every_table_that_names_a_document_is_emptied() -> None:
    """Also rows about rows about it; jobs and grants are seen to by their rooms, the copy register stays."""
    emptied = removal.about(1).keys()
    assert {"pages", "fields", "field_history", "relations", "passages", "document_class_changes"} <= emptied
    assert {"desk_items", "desk_steps", "desk_changes", "quality_checks", "quality_errors"} <= emptied
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if "document_id" in table.columns and table.name not in emptied
    }
    assert naming == {"jobs", "document_grants", "secret_copies", "audit_events"}


def one_row_of(session: Session, table: Table, document_id: int) -> None:
    """A row about the document, or about rows about it, from what the table says of itself."""
    about = removal.about(document_id)
    words = PRINTED if table.name in {*about, *removal.OTHERS} else "01"
    made_up = {int: 7, float: 0.5, str: words, bytes: words.encode(), bool: False, datetime: now()}
    values: dict[str, Any] = {}
    for column in table.columns:
        for key in column.foreign_keys:
            target = key.column
            if target.table.name == "documents":
                values[column.name] = document_id
            elif not column.nullable or target.table.name in about:
                held = select(target).where(about.get(target.table.name, true())).limit(1)
                if session.scalar(held) is None:
                    one_row_of(session, target.table, document_id)
                values[column.name] = session.scalar(held)
        counted = column.primary_key and column.type.python_type is int and not column.foreign_keys
        given = column.name in values or column.nullable or column.default is not None
        if not given and not (counted and len(table.primary_key) == 1):
            values[column.name] = made_up.get(column.type.python_type, [])
    session.execute(insert(table).values(values))


def test_a_document_with_a_row_in_every_table_goes_whole(library: Library, copy: Services) -> None:
    """Filed, in a lot, at the desk, like others, granted, handed in; also in tables yet to come."""
    naming = removal.about(library.secret)
    for name in removal.OTHERS:
        naming[name] = Base.metadata.tables[name].c.document_id == library.secret

    def rows_about(session: Session) -> dict[str, int]:
        return {
            name: session.scalar(select(func.count()).select_from(Base.metadata.tables[name]).where(about))
            or 0
            for name, about in naming.items()
        }

    for table in Base.metadata.sorted_tables:
        with copy.db.session() as session:
            if table.name in naming and not rows_about(session)[table.name]:
                one_row_of(session, table, library.secret)
    with copy.db.session() as session:
        assert all(rows_about(session).values()), rows_about(session)
    keeping = copy.acting(copy.accounts.principal(KEEPER)).keeping
    assert keeping.purge(library.secret, SECRET_LEVEL, Why.MARKED, str(library.secret)) == []
    with copy.db.session() as session:
        assert not any(rows_about(session).values()), rows_about(session)
        assert session.get(DocumentRow, library.secret) is None
    gone(library, copy, made_up="certificates")


def test_withdrawn_documents_with_its_pages_go_along(library: Library, copy: Services) -> None:
    """The secret document was made of pages of one that was withdrawn; another was made of it as well."""
    clerk = copy.accounts.local_operator()
    made = {}
    for name in ("goc.pdf", "khac.pdf"):
        stored = copy.files.put(f"{PRINTED} {name}".encode())
        made[name] = copy.catalogue.register(
            NewDocument(name, clerk.unit_id, stored.sha256, "application/pdf", 1, 1, clerk.account_id)
        )
        copy.catalogue.set_status(made[name], DocumentStatus.READY)
    origin, sibling = made.values()
    assert withdrawing.withdraw(copy.db, origin)
    with copy.db.session() as session:
        job = session.scalars(select(JobRow).where(JobRow.document_id == library.secret)).one()
        again = JobRow(
            account_id=clerk.account_id, unit_id=clerk.unit_id, filename=NAME, secrecy="none",
            state="failed", upload="half-made",
        )  # fmt: skip
        beside = JobRow(
            account_id=clerk.account_id, unit_id=clerk.unit_id, filename="khac.pdf", secrecy="none",
            state="done", document_id=sibling,
        )  # fmt: skip
        session.add_all([again, beside])
        session.flush()
        for each in (job, again, beside):
            session.add(
                CompositionRow(
                    job_id=each.id, work="one", unit_id=clerk.unit_id, account_id=clerk.account_id,
                    pages=[[origin, 1, 0]], withdraws=[origin], state="done",
                )
            )  # fmt: skip
        ids = again.id, beside.id
    keeping = copy.acting(copy.accounts.principal(KEEPER)).keeping
    assert keeping.purge(library.secret, SECRET_LEVEL, Why.MARKED, str(library.secret)) == [sibling]
    with copy.db.session() as session:
        assert set(session.scalars(select(DocumentRow.id))) == {library.other, sibling}
        again, beside = (session.get_one(JobRow, one) for one in ids)
        assert (again.state, again.filename, again.upload) == ("refused", "", None)
        assert (beside.state, beside.filename, beside.document_id) == ("done", "khac.pdf", sibling)
        # What would be given back is no more: the work is not to be undone.
        assert {row.state for row in session.scalars(select(CompositionRow))} == {"undone"}
    assert copy.files.has(hashlib.sha256(f"{PRINTED} goc.pdf".encode()).hexdigest()) is False
