"""Pages as ALTO and hOCR: well formed after the schema, and the same words and places when read back."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from ocr.page import Cell, Line, PageText, Region, Table, Word
from records.outputs.alto import NAMESPACE, alto
from records.outputs.hocr import hocr
from records.outputs.markup import held, parsed
from records.outputs.plain import as_json, text

NS = {"a": NAMESPACE}
WIDE, HIGH = 1654, 2339

# The parts of alto-4-4.xsd that we write: order of elements, attributes that are required or known.
_PLACE = "HPOS CDATA #IMPLIED VPOS CDATA #IMPLIED WIDTH CDATA #IMPLIED HEIGHT CDATA #IMPLIED"
SCHEMA = f"""
<!ELEMENT alto (Description?, Styles?, Tags?, ReadingOrder?, Layout)>
<!ATTLIST alto xmlns CDATA #FIXED "{NAMESPACE}" SCHEMAVERSION CDATA #IMPLIED>
<!ELEMENT Styles EMPTY> <!ELEMENT Tags EMPTY> <!ELEMENT ReadingOrder EMPTY>
<!ELEMENT Description (MeasurementUnit, sourceImageInformation?, Processing*)>
<!ELEMENT MeasurementUnit (#PCDATA)>
<!ELEMENT sourceImageInformation (fileName?)> <!ELEMENT fileName (#PCDATA)>
<!ELEMENT Processing (processingCategory?, processingSoftware?)> <!ATTLIST Processing ID ID #REQUIRED>
<!ELEMENT processingCategory (#PCDATA)>
<!ELEMENT processingSoftware (softwareCreator?, softwareName?)>
<!ELEMENT softwareCreator (#PCDATA)> <!ELEMENT softwareName (#PCDATA)>
<!ELEMENT Layout (Page+)>
<!ELEMENT Page (TopMargin?, LeftMargin?, RightMargin?, BottomMargin?, PrintSpace?)>
<!ELEMENT TopMargin EMPTY> <!ELEMENT LeftMargin EMPTY> <!ELEMENT RightMargin EMPTY>
<!ELEMENT BottomMargin EMPTY>
<!ATTLIST Page ID ID #REQUIRED PHYSICAL_IMG_NR CDATA #REQUIRED WIDTH CDATA #IMPLIED HEIGHT CDATA #IMPLIED
  PC CDATA #IMPLIED PROCESSINGREFS IDREFS #IMPLIED>
<!ELEMENT PrintSpace (TextBlock | Illustration | ComposedBlock)*> <!ATTLIST PrintSpace {_PLACE}>
<!ELEMENT ComposedBlock (TextBlock | Illustration | ComposedBlock)*>
<!ATTLIST ComposedBlock ID ID #REQUIRED TYPE CDATA #IMPLIED {_PLACE}>
<!ELEMENT Illustration EMPTY> <!ATTLIST Illustration ID ID #REQUIRED TYPE CDATA #IMPLIED {_PLACE}>
<!ELEMENT TextBlock (TextLine*)> <!ATTLIST TextBlock ID ID #REQUIRED {_PLACE}>
<!ELEMENT TextLine (String, (SP, String)*)> <!ATTLIST TextLine ID ID #IMPLIED {_PLACE}>
<!ELEMENT SP EMPTY>
<!ELEMENT String (ALTERNATIVE*)>
<!ATTLIST String ID ID #IMPLIED CONTENT CDATA #REQUIRED WC CDATA #IMPLIED CS (true|false) #IMPLIED {_PLACE}>
<!ELEMENT ALTERNATIVE (#PCDATA)> <!ATTLIST ALTERNATIVE PURPOSE CDATA #IMPLIED>
"""


def line(*words: Word, block: int = 0) -> Line:
    return Line(" ".join(word.text for word in words), words[0].box, 0.9, words, block)


def word(told: str, left: float, top: float, **more: object) -> Word:
    return Word(told, (left, top, left + 0.1, top + 0.02), 0.93, **more)  # type: ignore[arg-type]


QUYET = word("Quyết", 0.1, 0.1, alternatives=("Quyêt", "<&>"))
PAGES = [
    PageText(
        1, WIDE, HIGH, 200, "tesseract 5.3.0 vie", "scan", 0.9,
        (
            line(QUYET, word("định", 0.25, 0.1, engine="person")),
            line(word("STT", 0.1, 0.4), block=1),
            line(word("Nội", 0.3, 0.4), word("dung", 0.45, 0.4), block=2),
            line(word("cuối", 0.1, 0.8), block=3),
            Line("không rõ từ", (0.1, 0.9, 0.4, 0.92), 0.5, (), 3),
        ),
        regions=(
            Region("seal", (0.5, 0.7, 0.7, 0.85)),
            Region("handwriting", (0.2, 0.2, 0.3, 0.25), "12", 0.3),
        ),
        tables=(
            Table((0.1, 0.4, 0.6, 0.5), 2, 2, (
                Cell(0, 0, 1, 1, (0.1, 0.4, 0.2, 0.42), (1,)),
                Cell(0, 1, 1, 1, (0.3, 0.4, 0.6, 0.42), (2,)),
                Cell(1, 0, 1, 2, (0.1, 0.45, 0.6, 0.5), ()),
            )),
        ),
    ),
    PageText(2, 0, 0, 0, "none", "blank", 0.0),
]  # fmt: skip


def checked(data: bytes) -> etree._Element:
    root = parsed(data)
    schema = etree.DTD(io.StringIO(SCHEMA))
    assert schema.validate(root), schema.error_log
    return root


def read_back(root: etree._Element) -> list[tuple[str, float, float, float, float]]:
    """Words of the running text with their places as fractions."""
    found = []
    for page in root.iterfind(".//a:Page", NS):
        wide, high = float(page.get("WIDTH")), float(page.get("HEIGHT"))
        for string in page.iterfind(".//a:String", NS):
            if string.xpath("ancestor::a:ComposedBlock[@TYPE='handwriting']", namespaces=NS):
                continue
            at = {name: float(string.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")}
            left, top = at["HPOS"] / wide, at["VPOS"] / high
            found.append(
                (string.get("CONTENT"), left, top, left + at["WIDTH"] / wide, top + at["HEIGHT"] / high)
            )
    return found


def printed(pages: list[PageText]) -> list[tuple[str, float, float, float, float]]:
    return [
        (each.text, *each.box)
        for page in pages
        for row in page.lines
        for each in row.words or (Word(row.text, row.box, 0.5),)
    ]


def test_alto_holds_every_word_at_its_place() -> None:
    root = checked(alto(PAGES, "qd.pdf"))
    for (told, *box), (wanted, *place) in zip(read_back(root), printed(PAGES), strict=True):
        assert told == wanted
        assert box == pytest.approx(place, abs=2e-5)
    first = root.find(".//a:String", NS)
    assert [other.text for other in first] == ["Quyêt", "<&>"]
    assert float(first.get("WC")) == 0.93
    assert [each.get("CONTENT") for each in root.iterfind(".//a:String[@CS='true']", NS)] == ["định"]


def test_alto_tells_regions_and_tables() -> None:
    root = checked(alto(PAGES, "qd.pdf"))
    assert [each.get("TYPE") for each in root.iterfind(".//a:Illustration", NS)] == ["seal"]
    assert root.find(".//a:ComposedBlock[@TYPE='handwriting']//a:String", NS).get("CONTENT") == "12"
    cells = root.findall(".//a:ComposedBlock[@TYPE='table']/a:ComposedBlock", NS)
    assert [cell.get("TYPE") for cell in cells][-1] == "cell row=2 column=1 rowspan=1 columnspan=2"
    assert [each.get("CONTENT") for each in cells[1].iterfind(".//a:String", NS)] == ["Nội", "dung"]


def test_hocr_holds_every_word_at_its_place() -> None:
    root = html.fromstring(hocr(PAGES, "Quyết định", "vi"))
    found = list(root.iterfind(".//span[@class='ocrx_word']"))
    assert [each.text for each in found] == [told for told, *_ in printed(PAGES)]
    for each, (_, *place) in zip(found, printed(PAGES), strict=True):
        pixels = [int(part) for part in re.match(r"bbox (\d+) (\d+) (\d+) (\d+)", each.get("title")).groups()]
        wanted = [edge * scale for edge, scale in zip(place, (WIDE, HIGH) * 2, strict=True)]
        assert pixels == pytest.approx(wanted, abs=0.51)
    assert 'x_alternatives "Quyêt" "<&>"' in found[0].get("title")
    assert [each.get("colspan") for each in root.iterfind(".//table[@class='ocr_table']//td")] == [
        "1",
        "1",
        "2",
    ]
    assert len(root.findall(".//div[@class='ocr_page']")) == 2


def test_text_and_json() -> None:
    assert text(PAGES).decode().split("\f")[0].splitlines()[0] == "Quyết định"
    whole = json.loads(as_json({"id": 7}, PAGES))
    assert whole["id"] == 7
    assert whole["pages"][0]["lines"][0]["words"][0]["alternatives"] == ["Quyêt", "<&>"]
    assert whole["pages"][0]["tables"][0]["cells"][2]["column_span"] == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6))
def test_any_text_gives_well_formed_files(texts: list[str]) -> None:
    page = PageText(
        1, WIDE, HIGH, 200, "t", "scan", 0.9,
        tuple(line(word(each, 0.1, 0.1, alternatives=(each,))) for each in texts),
    )  # fmt: skip
    root = checked(alto([page], texts[0]))
    assert [string.get("CONTENT") for string in root.iterfind(".//a:String", NS)] == [
        etree_value(held(each)) for each in texts
    ]
    html.fromstring(hocr([page], texts[0], "vi"))


def etree_value(told: str) -> str:
    """As an XML attribute gives it back."""
    return etree.fromstring(etree.tostring(etree.Element("a", b=told))).get("b")


def test_foreign_xml_may_not_bring_entities() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    with pytest.raises(etree.XMLSyntaxError):
        parsed(bomb)
