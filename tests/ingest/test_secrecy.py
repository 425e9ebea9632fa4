"""The decision at the door, as a table and against an independent rule; names; what lies beneath."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from ingest.errors import FileInFile
from ingest.findings import Finding, Kind
from ingest.looking import look_at_file, look_at_page, nothing_read
from ingest.media import MediaType
from ingest.name_marks import level_in_name
from ingest.secrecy import Outcome, class_of, judge
from ingest.typeset.blocks import Paragraph, Run
from ingest.typeset.layout import lay_out
from records.types import DataClass, SecrecyLevel
from tests.ingest.conftest import page_picture, png
from tests.ingest.test_media import word
from tests.ingest.test_screen import page

NONE, MAT, TOI_MAT, TUYET_MAT = SecrecyLevel
FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(list(Kind)),
        st.integers(0, 9),
        st.sampled_from([MAT, TOI_MAT, TUYET_MAT]),
        st.booleans(),
    )
    | st.builds(Finding, st.sampled_from([Kind.PART_UNSEEN, Kind.PAGE_UNREAD]), st.integers(0, 9)),
    max_size=4,
)


@given(st.sampled_from(list(SecrecyLevel)), FINDINGS, st.booleans(), st.booleans())
def test_nothing_sure_above_what_may_be_held_is_ever_taken(
    declared: SecrecyLevel, findings: list[Finding], lan: bool, settled: bool
) -> None:
    verdict = judge(declared, findings, independent_lan=lan, doubts_settled=settled)
    said = [declared, *(f.level for f in findings if f.sure)]
    allowed = {NONE, MAT, TOI_MAT} if lan else {NONE}
    assert (verdict.outcome is Outcome.REFUSE) == any(level not in allowed for level in said)
    if verdict.outcome is not Outcome.REFUSE:
        assert verdict.held is max(said, key=list(SecrecyLevel).index)
    if not lan and not settled and verdict.outcome is Outcome.TAKE:
        assert findings == []
    if settled:
        assert verdict.outcome is not Outcome.DOUBT


@pytest.mark.parametrize(
    ("declared", "found", "lan", "outcome", "held"),
    [
        (NONE, [], False, Outcome.TAKE, NONE),
        (NONE, [Finding(Kind.STAMP, 2, MAT, True)], False, Outcome.REFUSE, MAT),
        (NONE, [Finding(Kind.STAMP, 2, MAT)], False, Outcome.DOUBT, NONE),
        (NONE, [Finding(Kind.PAGE_UNREAD, 2)], False, Outcome.DOUBT, NONE),
        (NONE, [Finding(Kind.STAMP, 2, MAT, True)], True, Outcome.TAKE, MAT),
        (MAT, [Finding(Kind.TEXT, 1, TOI_MAT, True)], True, Outcome.TAKE, TOI_MAT),
        (TOI_MAT, [Finding(Kind.TEXT, 1, MAT, True)], True, Outcome.TAKE, TOI_MAT),
        (MAT, [Finding(Kind.NAME, 0, MAT), Finding(Kind.PAGE_UNREAD, 3)], True, Outcome.TAKE, MAT),
        (MAT, [Finding(Kind.STAMP, 1, TUYET_MAT)], True, Outcome.DOUBT, MAT),
        (MAT, [Finding(Kind.STAMP, 1, TUYET_MAT, True)], True, Outcome.REFUSE, TUYET_MAT),
        (TUYET_MAT, [], True, Outcome.REFUSE, TUYET_MAT),
    ],
)
def test_decisions(
    declared: SecrecyLevel, found: list[Finding], *, lan: bool, outcome: Outcome, held: SecrecyLevel
) -> None:
    verdict = judge(declared, found, independent_lan=lan)
    assert (verdict.outcome, verdict.held) == (outcome, held)


def test_the_class_follows_the_level_then_what_was_declared() -> None:
    assert class_of(NONE, sensitive=False) is DataClass.ORDINARY
    assert class_of(NONE, sensitive=True) is DataClass.SENSITIVE
    assert class_of(MAT, sensitive=True) is DataClass.CONFIDENTIAL
    assert class_of(TOI_MAT, sensitive=False) is DataClass.SECRET


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Tờ trình MẬT.pdf", MAT),
        ("to trinh - MAT.pdf", MAT),
        ("[MAT] cong van 12.pdf", MAT),
        ("công văn (mật).docx", MAT),
        ("Kế hoạch tối mật 2026.pdf", TOI_MAT),
        ("ke_hoach_toi_mat.pdf", TOI_MAT),
        ("TUYỆT MẬT - báo cáo.pdf", TUYET_MAT),
        ("baocao-tuyetmat.docx", TUYET_MAT),
    ],
)
def test_a_level_in_a_name(name: str, level: SecrecyLevel) -> None:
    assert level_in_name(name) is level


@pytest.mark.parametrize(
    "name",
    [
        "Luật Bảo vệ bí mật nhà nước.pdf", "mật độ dân số.txt", "mật ong.docx", "bảo mật thông tin.pdf",
        "tôi mất.txt", "MẶT TRẬN TỔ QUỐC.pdf", "mat-tran.pdf", "thu tuc giai mat.docx", "format.pdf", "",
        "Quy chế giải mật.pdf", "mat bang.pdf", "CONG TAC MAT TRAN.pdf", "không mật.pdf",
    ],
)  # fmt: skip
def test_no_level_in_a_name(name: str) -> None:
    assert level_in_name(name) is None


def _levels(data: bytes, kind: MediaType, folder: Path, name: str = "a") -> set[tuple[str, str | None]]:
    path = folder / "file"
    path.write_bytes(data)
    found = look_at_file(path, kind, name, password=None, max_pixels=10**7)
    assert not any(finding.sure for finding in found)
    return {(finding.kind.value, finding.level and finding.level.value) for finding in found}


def _pdf(change: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(lay_out([Paragraph((Run("Thông báo"),))]))) as pdf:
        change(pdf)  # type: ignore[operator]
        pdf.save(out)
    return out.getvalue()


def _note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, F=2, Rect=[0, 0, 9, 9], Contents="MẬT"
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Tờ trình TỐI MẬT về nhân sự"


@pytest.mark.parametrize(("change", "level"), [(_note, "confidential"), (_title, "secret")])
def test_beneath_a_pdf(change: object, level: str, tmp_path: Path) -> None:
    assert _levels(_pdf(change), MediaType.PDF, tmp_path) == {("beneath", level)}
    assert _levels(_pdf(lambda _pdf: None), MediaType.PDF, tmp_path) == set()


def test_a_file_in_a_pdf_or_a_word_file_is_not_taken_unseen(tmp_path: Path) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["ke-hoach.txt"] = b"TUYET MAT"

    with pytest.raises(FileInFile):
        _levels(_pdf(attach), MediaType.PDF, tmp_path)
    package = io.BytesIO(word("Thông báo"))
    import zipfile

    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("word/embeddings/oleObject1.bin", b"x")
    with pytest.raises(FileInFile):
        _levels(package.getvalue(), MediaType.DOCX, tmp_path)


def test_beneath_a_word_file(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Thông báo")
    hidden = document.add_paragraph().add_run("TUYỆT MẬT")
    hidden.font.hidden = True
    document.add_comment(paragraph.runs, text="MẬT")
    document.core_properties.keywords = "tối mật"
    out = io.BytesIO()
    document.save(out)
    assert _levels(out.getvalue(), MediaType.DOCX, tmp_path) == {("beneath", "top_secret")}
    assert _levels(word("Thông báo", "Luật Bảo vệ bí mật nhà nước"), MediaType.DOCX, tmp_path) == set()


def test_beneath_a_picture(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Title", "Tờ trình MẬT")
    out = io.BytesIO()
    Image.new("L", (60, 60), 255).save(out, "PNG", pnginfo=notes)
    assert _levels(out.getvalue(), MediaType.PNG, tmp_path) == {("beneath", "confidential")}
    assert _levels(png(page_picture("x")), MediaType.PNG, tmp_path) == set()
    assert _levels(png(page_picture("x")), MediaType.PNG, tmp_path, "Tối mật.png") == {("name", "secret")}


def test_a_text_under_a_scan_is_looked_at(tmp_path: Path) -> None:
    found = look_at_page(nothing_read(3), page_picture("Thông báo"), [page("TỐI MẬT", number=3)])
    assert [(f.kind, f.page, f.level, f.sure) for f in found] == [(Kind.TEXT, 3, TOI_MAT, True)]


def test_a_layer_that_is_switched_off_is_read(tmp_path: Path) -> None:
    from ingest.beneath.pdf import uncovered
    from ocr.source import open_source

    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="An"))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]),
            D=pikepdf.Dictionary(BaseState=pikepdf.Name.ON, OFF=pikepdf.Array([layer])),
        )
        first = pdf.pages[0]
        first.Resources.Properties = pikepdf.Dictionary(L=layer)
        first.contents_add(b"/OC /L BDC", prepend=True)
        first.contents_add(b"EMC")

    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(hide))
    shown = tmp_path / "b.pdf"
    shown.write_bytes(uncovered(path, None) or b"")
    with open_source(path) as hidden, open_source(shown) as seen:
        assert hidden.page(1).image().convert("L").getextrema()[0] == 255
        assert seen.page(1).image().convert("L").getextrema()[0] < 100
    path.write_bytes(_pdf(lambda _pdf: None))
    assert uncovered(path, None) is None
