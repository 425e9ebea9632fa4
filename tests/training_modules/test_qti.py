"""QTI packages: every kind comes back as it went, what is broken is named by file and line, nothing outside
the file is read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.training_modules.test_exchange import EVERY
from training_modules.exchange import Brought, QuestionFileUnreadable, read_file, write_file
from training_modules.exchange.qti_write import NAMESPACE, assessment_item
from training_modules.items import Item, kind_of
from training_modules.items.choice import TRUE_FALSE
from ui.cli import run
from vanthu.text import nfc

KINDS = ("single", "multiple", "true_false", "ordering", "matching", "cloze", "numeric", "short_text")
V3 = """<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="v3" title="v3">
  <qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
    <qti-correct-response><qti-value>H</qti-value><qti-value>O</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body>
    <p>Văn bản nào là <em>văn bản của Đảng</em>?</p>
    <qti-rubric-block view="scorer"><p>Chấm theo đáp án.</p></qti-rubric-block>
    <qti-choice-interaction response-identifier="RESPONSE" max-choices="0">
      <qti-prompt>Chọn các ý đúng.</qti-prompt>
      <qti-simple-choice identifier="H">Chỉ thị
        <qti-feedback-inline identifier="H">Đúng</qti-feedback-inline></qti-simple-choice>
      <qti-simple-choice identifier="C">Nghị định</qti-simple-choice>
      <qti-simple-choice identifier="O">Quy định</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
  <qti-modal-feedback identifier="x" outcome-identifier="F" show-hide="show">
    <p>Theo Quy định 66.</p></qti-modal-feedback>
</qti-assessment-item>"""


def _told(item: Item) -> list[str]:
    kind = kind_of(item)
    told = kind.told(item, kind.right(item))
    return told if item.kind == "ordering" else sorted(told)


def _packed(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, text in files.items():
            package.writestr(f"{name}.xml", text)
    return packed.getvalue()


def _back(items: list[Item]) -> tuple[Item, ...]:
    written = write_file("zip", items)
    assert written.left_out == ()
    brought = read_file("zip", written.data)
    assert brought.faults == ()
    return brought.items


def test_every_kind_comes_back() -> None:
    assert {item.kind for item in EVERY} >= set(KINDS)
    for item, back in zip(EVERY, _back(EVERY), strict=True):
        assert (back.id, back.kind, back.stem, back.explanation) == (
            *(item.id, item.kind, " ".join(item.stem.split()), " ".join(item.explanation.split())),
        )
        assert [words for _, words in back.options] == [" ".join(words.split()) for _, words in item.options]
        assert [words for _, words in back.targets] == [words for _, words in item.targets]
        assert back.accepted == item.accepted
        assert (back.tolerance, back.unit) == (item.tolerance, item.unit)
        if item.kind == "numeric":
            assert kind_of(item).share(item, list(back.key)) == 1.0
        else:
            assert _told(back) == _told(item)


def test_another_tool_takes_our_packages_to_version_three_and_back(tmp_path: Path) -> None:
    ours, third, back = (tmp_path / f"{name}.zip" for name in ("ours", "third", "back"))
    ours.write_bytes(write_file("zip", EVERY).data)
    for act, source, target in (("upgrade", ours, third), ("downgrade", third, back)):
        command = [sys.executable, "-m", "qti_convert.cli", act, source, target]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert "warning" not in done.stderr.lower()
    items = read_file("zip", ours.read_bytes()).items
    for package in (third, back):
        assert read_file("zip", package.read_bytes()) == Brought(items)
    assert b"qti-assessment-item" in zipfile.ZipFile(third).read("items/q0001.xml")


def test_a_kind_that_has_no_form_is_left_out_and_said() -> None:
    special = replace(EVERY[0], id="dac-biet", kind="special")  # type: ignore[arg-type]
    written = write_file("zip", [EVERY[0], special])
    assert written.left_out == ("dac-biet",)
    assert [item.id for item in read_file("zip", written.data).items] == [EVERY[0].id]


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(nfc)


@st.composite
def questions(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(KINDS))
    said = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    options = tuple(zip("abcde", said, strict=False))
    codes = [code for code, _ in options]
    blank = Item("q1", "single", draw(words), options, (draw(st.sampled_from(codes)),), draw(words), None)
    if kind == "multiple":
        blank = replace(blank, key=tuple(sorted(draw(st.sets(st.sampled_from(codes), min_size=1)))))
    elif kind == "ordering":
        blank = replace(blank, key=tuple(draw(st.permutations(codes))))
    elif kind == "matching":
        sides = tuple(zip("123", draw(st.lists(words, min_size=1, max_size=3, unique=True)), strict=False))
        key = tuple(f"{code}={draw(st.sampled_from([c for c, _ in sides]))}" for code in codes)
        blank = replace(blank, targets=sides, key=key)
    elif kind == "true_false":
        blank = replace(blank, options=TRUE_FALSE, key=(draw(st.sampled_from(["true", "false"])),))
    elif kind == "numeric":
        number = draw(st.decimals(-10_000, 10_000, places=3))
        key = (format(number.normalize(), "f").replace(".", ","),)
        blank = replace(blank, options=(), key=key, tolerance=draw(st.sampled_from([0.0, 0.5, 0.125])))
    elif kind == "short_text":
        blank = replace(blank, options=(), key=(), accepted=(tuple(said),))
    elif kind == "cloze":
        gaps = {"stem": f"{blank.stem} [1] và [2].", "accepted": (tuple(said), (said[0],))}
        blank = replace(blank, options=(), key=(), **gaps)
    return replace(blank, kind=kind)


@given(item=questions())
def test_any_question_comes_back(item: Item) -> None:
    (back,) = _back([item])
    assert (back.kind, back.stem, back.explanation) == (item.kind, item.stem, item.explanation)
    if item.kind == "numeric":
        assert kind_of(item).share(item, list(back.key)) == 1.0
    else:
        assert (back.options, back.targets, back.accepted) == (item.options, item.targets, item.accepted)
        assert sorted(back.key) == sorted(item.key)


@given(data=st.binary(max_size=200), head=st.sampled_from([b"", b"PK\x03\x04", b"<a>"]))
def test_no_bytes_stop_the_reader(data: bytes, head: bytes) -> None:
    for form in ("zip", "xml"):
        try:
            read_file(form, head + data)
        except QuestionFileUnreadable:
            continue


def test_version_three_is_read_too() -> None:
    (item,) = read_file("xml", V3.encode()).items
    assert (item.id, item.kind, item.key) == ("v3", "multiple", ("a", "c"))
    assert item.stem == "Văn bản nào là văn bản của Đảng? Chọn các ý đúng."
    assert [text for _, text in item.options] == ["Chỉ thị", "Nghị định", "Quy định"]
    assert item.explanation == "Theo Quy định 66."


def test_what_is_broken_is_named_by_file_and_line_and_the_rest_is_taken() -> None:
    good = {name: V3.replace('"v3"', f'"{name}"') for name in ("a", "b")}
    hotspot = V3.replace("qti-choice-interaction", "qti-hotspot-interaction")
    no_key = V3.replace("<qti-value>H</qti-value><qti-value>O</qti-value>", "")
    brought = read_file(
        "zip",
        _packed(
            **good, broken="<a>\n<b>\n</a>", hotspot=f"\n\n{hotspot}".strip(), no_key=no_key, twice=good["a"]
        ),
    )
    assert [item.id for item in brought.items] == ["a", "b"]
    assert [(fault.file, fault.line) for fault in brought.faults] == [
        ("broken.xml", 3), ("hotspot.xml", 2), ("no_key.xml", 2), ("twice.xml", 2)
    ]  # fmt: skip
    assert all(fault.say() for fault in brought.faults)


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{Path(__file__).resolve().as_uri()}">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_nothing_outside_is_read_and_nothing_unfolds(doctype: str) -> None:
    head, _, body = V3.partition("?>")
    text = f"{head}?>{doctype}{body.replace('Nghị định', '&e;')}"
    brought = read_file("zip", _packed(evil=text, good=V3))
    assert [item.id for item in brought.items] == ["v3"]
    assert [fault.file for fault in brought.faults] == ["evil.xml"]


def test_a_package_that_unpacks_without_end_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("big.xml", " " * 5_000_000)
        package.writestr("good.xml", V3)
    brought = read_file("zip", packed.getvalue())
    assert [fault.file for fault in brought.faults] == ["big.xml"]
    assert len(brought.items) == 1


@pytest.mark.parametrize("parts", range(1, 8))
@pytest.mark.parametrize("kind", ["multiple", "matching", "cloze"])
def test_who_answers_everything_right_has_the_whole_point(kind: str, parts: int) -> None:
    """As another system reckons it by the file's mappings; with shares of 0.333333 nobody ever had it."""
    codes = tuple("abcdefg"[:parts])
    sides = tuple((code, f"Ý {code}") for code in (*codes, "x"))
    item = Item("q1", kind, "Chọn", sides, codes, "", None)  # type: ignore[arg-type]
    if kind == "matching":
        item = replace(item, options=sides[:-1], targets=sides, key=tuple(f"{code}={code}" for code in codes))
    elif kind == "cloze":
        stem = " ".join(f"[{n}]" for n, _ in enumerate(codes, 1))
        item = replace(item, stem=stem, options=(), key=(), accepted=tuple((code, "y") for code in codes))
    root = etree.fromstring(assessment_item(item))
    points = []
    for declared in root.iter("{*}responseDeclaration"):
        (mapping,) = declared.iter("{*}mapping")
        worth = {entry.get("mapKey"): float(entry.get("mappedValue")) for entry in mapping}
        right = sum(worth[value.text] for value in declared.iterfind("{*}correctResponse/{*}value"))
        points.append(min(right, float(mapping.get("upperBound"))))
    shared_by = [float(value.text) for value in root.iterfind(".//{*}divide/{*}baseValue")] or [1.0]
    assert [sum(points)] == shared_by
    (most,) = (e.get("normalMaximum") for e in root.iter("{*}outcomeDeclaration") if e.get("normalMaximum"))
    assert float(most) == 1


def test_a_package_is_as_the_standard_has_it() -> None:
    with zipfile.ZipFile(io.BytesIO(write_file("zip", EVERY).data)) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        listed = [r.get("href") for r in manifest.iter("{*}resource")]
        assert sorted([*listed, "imsmanifest.xml"]) == sorted(package.namelist())
        for name in listed:
            root = etree.fromstring(package.read(name))
            assert root.tag == f"{{{NAMESPACE}}}assessmentItem"
            order = [etree.QName(child).localname for child in root]
            rank = [
                "responseDeclaration",
                "outcomeDeclaration",
                "itemBody",
                "responseProcessing",
                "modalFeedback",
            ]
            assert [rank.index(each) for each in order] == sorted(rank.index(each) for each in order)
            declared = {d.get("identifier") for d in root.iter("{*}responseDeclaration")}
            asked = {e.get("responseIdentifier") for e in root.iter() if e.get("responseIdentifier")}
            assert declared == asked


def test_a_bank_goes_into_a_package_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank, package, again = (tmp_path / name for name in ("bank.yaml", "out.zip", "again.yaml"))
    bank.write_bytes(write_file("yaml", EVERY).data)
    assert run(["questions", "convert", str(bank), str(package)]) == 0
    capsys.readouterr()
    assert run(["questions", "convert", str(package), str(again), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == len(EVERY)
    assert [item.id for item in read_file("yaml", again.read_bytes()).items] == [item.id for item in EVERY]
    package.write_bytes(_packed(good=V3, broken="<a>"))
    assert run(["questions", "convert", str(package), str(again)]) == 1
    assert "broken.xml" in capsys.readouterr().err
