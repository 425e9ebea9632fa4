"""Lists of accounts as spreadsheets write them; whatever a line holds, the other lines are read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.account_csv import LONGEST_LINE, ListRow, read_rows
from access.errors import ListPasswords, ListUnread
from vanthu.text import harmless_cell

HEADINGS = "username,display_name,unit,roles\n"


def rows(content: str | bytes) -> list[ListRow]:
    return list(read_rows(io.BytesIO(content.encode() if isinstance(content, str) else content)))


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "headings",
    [
        ["username", "display_name", "unit", "roles"],
        ["Tên đăng nhập", "Họ và tên", "Mã đơn vị", "Vai trò"],
        ["TÊN ĐĂNG NHẬP", "họ tên", "Đơn  vị", "vai tro"],
    ],
)
def test_every_usual_form(bom: bytes, delimiter: str, end: str, headings: list[str]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerows(
        [headings, ["lan", 'Lan, "chị"; cả', "XA-A", "clerk;Giảng viên"], [], ["hoa", "", "XA-A", "Học viên"]]
    )
    assert rows(bom + stream.getvalue().encode()) == [
        ListRow(2, "lan", 'Lan, "chị"; cả', "XA-A", ("clerk", "trainer")),
        ListRow(4, "hoa", "", "XA-A", ("trainee",)),
    ]


def test_columns_in_any_order_and_others_beside_them() -> None:
    found = rows('STT,Vai trò,Đơn vị,Tên đăng nhập\n1,"Kiểm tra, giám sát",X,lan\n2,"clerk, trainee",X,hoa\n')
    assert [(row.username, row.roles) for row in found] == [
        ("lan", ("auditor",)),
        ("hoa", ("clerk", "trainee")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n",
        "lan,Lan,X,clerk\n",
        "username,unit\n",
        HEADINGS.encode("utf-16"),
        b"\xff\xfe\x00\x01",
        b"PK\x03\x04 a spreadsheet's own file",
        "x" * 100_000,
    ],
)
def test_what_is_no_list(content: str | bytes) -> None:
    with pytest.raises(ListUnread):
        rows(content)


@pytest.mark.parametrize("heading", ["password", "Mật khẩu"])
def test_a_list_with_passwords_is_refused(heading: str) -> None:
    with pytest.raises(ListPasswords):
        rows(f"username,unit,roles,{heading}\nlan,X,clerk,bí mật của Lan\n")


@pytest.mark.parametrize(
    "line",
    [
        b'a,"b',
        b'a,"b"c,d,e',
        b"caf\xe9,x,y,clerk",
        b"a\0,b,c,clerk",
        b"x" * (LONGEST_LINE + 1),
        b"y" * 99_999,
    ],
)
def test_a_spoilt_line_spoils_itself_only(line: bytes) -> None:
    found = rows(HEADINGS.encode() + b"lan,Lan,X,clerk\n" + line + b"\nhoa,Hoa,X,clerk\n")
    assert [(row.number, row.username, row.fault is None) for row in found] == [
        (2, "lan", True),
        (3, "", False),
        (4, "hoa", True),
    ]


cell = st.text(st.characters(blacklist_characters="\n\r\0", blacklist_categories=("Cs",)), max_size=40)


@given(st.lists(st.tuples(cell, cell, cell), max_size=8), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_back(lines: list[tuple[str, str, str]], delimiter: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([["username", "display_name", "unit", "roles"], *([*line, "clerk"] for line in lines)])
    found = rows(stream.getvalue())
    assert [(r.username, r.display_name, r.unit) for r in found] == [
        tuple(value.strip() for value in line) for line in lines
    ]
    assert all(row.roles == ("clerk",) for row in found)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading_and_good_lines_stay_good(noise: bytes) -> None:
    content = HEADINGS.encode() + noise.replace(b"\r", b"\n") + b"\nlan,Lan,X,clerk\n"
    assert rows(content)[-1] == ListRow(content.count(b"\n"), "lan", "Lan", "X", ("clerk",))


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text: str) -> None:
    told = harmless_cell(text)
    assert not told.lstrip(" ").startswith(tuple("=+-@|%\t\r\n＝＋－＠"))
    assert told.removeprefix("'") == text.removeprefix("'")
