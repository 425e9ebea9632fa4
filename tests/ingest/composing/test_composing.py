"""Page work from the stored originals to the library and back, with real files and the real pipeline."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select, update

from access.accounts import AccountService
from access.roles import Role
from ingest.composing.errors import (
    NoPagesOfItsOwn,
    OrdinaryOnly,
    PagesAtWork,
    PagesMovedOn,
    PagesNotUsable,
    RecipeInvalid,
    WorkNotDone,
)
from ingest.composing.models import CompositionRow
from ingest.composing.recipe import PageRef
from ingest.models import JobRow
from ingest.types import JobState
from records import withdrawing
from records.models import DocumentRow, PageRow
from records.types import FieldName
from tests.ingest.conftest import House, page_picture, png, scan_pdf
from vanthu.errors import Forbidden, NotFound

WORDS = ("Trang thứ nhất", "Trang thứ hai", "Trang thứ ba")


@pytest.fixture(scope="module")
def stack(house: House) -> int:
    """A scan of three pages."""
    return taken(
        house, scan_pdf(*(page_picture(words, "của tập quét chung") for words in WORDS)), "tap-quet.pdf"
    )


def taken(house: House, content: bytes, name: str) -> int:
    job = house.take(content, name)
    assert job.state is JobState.DONE and job.document_id is not None, job
    return job.document_id


def composed(house: House, *recipes: tuple[PageRef, ...], withdraw: tuple[int, ...] = ()) -> list[int]:
    jobs = house.service.composing.compose(recipes, house.me, withdraw=withdraw)
    done = house.service.wait(jobs, house.me, 120)
    assert [job.state for job in done] == [JobState.DONE] * len(jobs), done
    return [job.document_id for job in done if job.document_id is not None]


def words_of(house: House, document_id: int) -> list[str]:
    return [page.text for page in house.catalogue.page_texts(document_id, house.scope)]


def test_a_stack_is_split_put_in_order_and_given_back(house: House, stack: int) -> None:
    before = words_of(house, stack)
    assert [words in text for words, text in zip(WORDS, before, strict=True)] == [True] * 3
    first, rest = composed(
        house, (PageRef(stack, 1),), (PageRef(stack, 3), PageRef(stack, 2)), withdraw=(stack,)
    )
    assert words_of(house, first) == before[:1]
    assert words_of(house, rest) == [before[2], before[1]]
    summary = house.catalogue.document(rest, house.scope).summary
    assert (summary.filename, summary.page_count) == ("tap-quet (2).pdf", 2)
    with pytest.raises(NotFound):
        house.catalogue.document(stack, house.scope)
    assert stack not in house.indexed and {first, rest} <= set(house.indexed)

    (done,) = [
        each for each in house.service.composing.recent(house.me) if set(each.documents) == {first, rest}
    ]
    assert (done.sources, done.state) == ((stack,), "done")
    assert house.service.composing.undo(done.work, house.me) == ([stack], [first, rest])
    assert words_of(house, stack) == before
    for gone in (first, rest):
        with pytest.raises(NotFound):
            house.catalogue.document(gone, house.scope)
    assert stack in house.indexed
    with pytest.raises(WorkNotDone):
        house.service.composing.undo(done.work, house.me)


def test_pages_keep_their_compressed_pictures(house: House, stack: int) -> None:
    """Nothing is compressed again: the streams are the ones of the stored original."""
    (made,) = composed(house, (PageRef(stack, 2), PageRef(stack, 1, 180)))

    def pictures(document_id: int) -> list[bytes]:
        path, *_ = house.catalogue.original(document_id, house.scope)
        with pikepdf.open(path) as pdf:
            return [bytes(next(iter(page.get_images().values())).read_raw_bytes()) for page in pdf.pages]

    original = pictures(stack)
    assert pictures(made) == [original[1], original[0]]
    path, *_ = house.catalogue.original(made, house.scope)
    with pikepdf.open(path) as pdf:
        assert [int(page.get("/Rotate", 0)) for page in pdf.pages] == [0, 180]
    house.catalogue.document(stack, house.scope)  # nothing was to be withdrawn


def test_images_and_pdfs_are_joined_at_their_size(house: House, stack: int) -> None:
    picture = taken(house, png(page_picture("Trang chụp rời", "bổ sung sau")), "trang-roi.png")
    (made,) = composed(house, (PageRef(stack, 1), PageRef(picture, 1)), withdraw=(picture,))
    assert "Trang chụp rời" in words_of(house, made)[1]
    path, *_ = house.catalogue.original(made, house.scope)
    with pikepdf.open(path) as pdf:
        sizes = [[float(side) for side in page.mediabox[2:]] for page in pdf.pages]
    assert sizes[1] == pytest.approx([1000 / 200 * 72, 640 / 200 * 72], abs=1)


def test_what_people_have_said_goes_along(house: House) -> None:
    source = taken(house, scan_pdf(page_picture("Một tờ", "có chữ sửa"), page_picture("Hai tờ")), "sua.pdf")
    house.catalogue.correct_field(source, FieldName.SUBJECT, "Về việc người đã ghi", house.me)
    with house.db.session() as session:
        row = session.get_one(PageRow, (source, 1))
        page = house.catalogue.page_texts(source, house.scope)[0]
        line = page.lines[0]
        corrected = replace(line, text="Một tờ ĐÃ SỬA", words=(replace(line.words[0], text="Một tờ ĐÃ SỬA"),))
        row.recognised = row.content
        row.content = replace(page, lines=(corrected, *page.lines[1:])).pack()
    (made,) = composed(house, (PageRef(source, 1), PageRef(source, 2, 180)), withdraw=(source,))
    assert words_of(house, made)[0].startswith("Một tờ ĐÃ SỬA")
    field = house.catalogue.document(made, house.scope).fields[FieldName.SUBJECT]
    assert (field.value, field.source) == ("Về việc người đã ghi", "person")
    assert house.catalogue.history(made, house.scope)[0].after == "Về việc người đã ghi"


def test_only_what_one_may_and_can(house: House, stack: int) -> None:
    work = house.service.composing
    note = taken(house, "Ghi chú soạn thảo, không có trang quét.".encode(), "ghi-chu.txt")
    accounts = AccountService(house.db)
    stranger, _ = accounts.add("la", "Người lạ", "LOCAL", [Role.OFFICIAL])
    for recipe, error in (
        ((), RecipeInvalid),
        ((PageRef(stack, 0),), RecipeInvalid),
        ((PageRef(stack, 4),), RecipeInvalid),
        ((PageRef(stack, 1, 45),), RecipeInvalid),
        ((PageRef(stack, 1),) * 2001, RecipeInvalid),
        ((PageRef(10**9, 1),), NotFound),
        ((PageRef(2**70, 1),), NotFound),
        ((PageRef(note, 1),), NoPagesOfItsOwn),
    ):
        with pytest.raises(error):
            work.compose([recipe], house.me)
    with pytest.raises(Forbidden):
        work.compose([(PageRef(stack, 1),)], stranger)
    with house.db.session() as session:
        session.execute(update(DocumentRow).where(DocumentRow.id == note).values(data_class="sensitive"))
    granted = replace(house.me, granted=frozenset({note}))
    with pytest.raises(OrdinaryOnly):
        work.compose([(PageRef(stack, 1),)], granted, withdraw=(note,))
    with pytest.raises(NotFound):
        work.undo("0" * 32, house.me)


def test_undoing_opens_nothing_and_doubles_nothing(house: House) -> None:
    work = house.service.composing
    source = taken(house, scan_pdf(page_picture("Đầu tiên"), page_picture("Sau đó")), "nguon.pdf")
    (made,) = composed(house, (PageRef(source, 2), PageRef(source, 1)), withdraw=(source,))
    first = work.recent(house.me)[0]
    (later,) = composed(house, (PageRef(made, 2), PageRef(made, 1)), withdraw=(made,))
    second = work.recent(house.me)[0]
    with pytest.raises(PagesMovedOn):
        work.undo(first.work, house.me)

    def classed(data_class: str) -> None:
        with house.db.session() as session:
            session.get_one(DocumentRow, later).data_class = data_class

    classed("sensitive")
    with pytest.raises(WorkNotDone):  # else its pages would come back for everyone
        work.undo(second.work, house.me)
    assert work.recent(house.me)[0].documents == ()
    with pytest.raises(NotFound):
        house.catalogue.document(made, house.scope)
    classed("ordinary")
    assert work.undo(second.work, house.me) == ([made], [later])
    assert work.undo(first.work, house.me) == ([source], [made])
    assert [house.catalogue.document(source, house.scope).summary.page_count] == [2]


@pytest.mark.parametrize("meanwhile", ["arranged", "withdrawn", "classified"])
def test_of_two_acts_on_one_document_only_one_begins(
    house: House, stack: int, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """The other one comes between what was asked and what is entered."""
    work, recipe = house.service.composing, [(PageRef(stack, 1),)]
    make, uploads = work._made, house.service._tools.spool
    columns = {"withdrawn": {"status": "withdrawn"}, "classified": {"data_class": "sensitive"}}

    def made(*asked: object) -> str:
        monkeypatch.setattr(work, "_made", make)
        upload = make(*asked)
        with house.db.session() as session:
            if meanwhile in columns:
                changed = update(DocumentRow).where(DocumentRow.id == stack)
                session.execute(changed.values(**columns[meanwhile]))
                return upload
            row = session.scalars(select(CompositionRow).limit(1)).one()
            before.append((row.job_id, row.state, row.withdraws))
            row.state, row.withdraws = "working", [stack]
            session.get_one(JobRow, row.job_id).state = "recognising"
        return upload

    if meanwhile == "arranged":
        composed(house, recipe[0])
    before: list[tuple[int, str, list[int]]] = []
    kept = [*uploads.folder.iterdir()]
    monkeypatch.setattr(work, "_made", made)
    with pytest.raises(PagesAtWork):
        work.compose(recipe, house.me)
    assert [*uploads.folder.iterdir()] == kept
    with house.db.session() as session:
        session.get_one(DocumentRow, stack).status = "ready"
        session.get_one(DocumentRow, stack).data_class = "ordinary"
        for job_id, state, withdraws in before:
            row = session.get_one(CompositionRow, job_id)
            row.state, row.withdraws = state, withdraws
            session.get_one(JobRow, job_id).state = "done"


def test_work_that_stopped_half_way_can_be_taken_back(house: House) -> None:
    """Nothing was withdrawn for it; what it had made leaves."""
    work = house.service.composing
    source = taken(house, scan_pdf(page_picture("Nửa này"), page_picture("Nửa kia")), "do-dang.pdf")
    parts = composed(house, (PageRef(source, 1),), (PageRef(source, 2),))
    with house.db.session() as session:
        rows = session.scalars(select(CompositionRow).order_by(CompositionRow.job_id.desc()).limit(2)).all()
        for row in rows:
            row.state, row.withdraws = "working", [source]
        job = session.get_one(JobRow, rows[0].job_id)
        job.state = "recognising"
        stopped = rows[0].work
    with pytest.raises(WorkNotDone):
        work.undo(stopped, house.me)
    with pytest.raises(PagesAtWork):
        work.compose([(PageRef(source, 1),)], house.me)
    with house.db.session() as session:
        session.get_one(JobRow, job.id).state = "failed"
    assert work.recent(house.me)[0].state == "stopped"
    assert work.undo(stopped, house.me) == ([source], parts)
    house.catalogue.document(source, house.scope)
    for part in parts:
        with pytest.raises(NotFound):
            house.catalogue.document(part, house.scope)


def test_an_encrypted_original_is_left_alone(house: House) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_pdf(page_picture("Tệp có mật khẩu")))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    job = house.take(out.getvalue(), "khoa.pdf", password="b")
    assert job.document_id is not None
    spooled = set(Path(house.settings.spool).iterdir())
    with pytest.raises(PagesNotUsable):
        house.service.composing.compose([(PageRef(job.document_id, 1, 90),)], house.me)
    assert set(Path(house.settings.spool).iterdir()) <= spooled


def test_the_same_file_may_come_again_after_it_was_withdrawn(house: House) -> None:
    content = scan_pdf(page_picture("Đến rồi đi rồi lại đến"))
    source = taken(house, content, "lai-den.pdf")
    (made,) = composed(house, (PageRef(source, 1, 180),), withdraw=(source,))
    again = taken(house, content, "lai-den.pdf")
    assert again not in {source, made}
    assert withdrawing.give_back(house.db, source)
    assert house.catalogue.document(source, house.scope).summary.id == source
    assert not withdrawing.give_back(house.db, source)


def test_frames_of_a_tiff_are_pages(house: House) -> None:
    out = io.BytesIO()
    frames = [page_picture(f"Khung hình {n}") for n in (1, 2)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    source = taken(house, out.getvalue(), "hai-khung.tif")
    (made,) = composed(house, (PageRef(source, 2), PageRef(source, 1)))
    assert ["Khung hình 2" in words_of(house, made)[0], "Khung hình 1" in words_of(house, made)[1]] == [
        True,
        True,
    ]
    assert isinstance(frames[0], Image.Image)
