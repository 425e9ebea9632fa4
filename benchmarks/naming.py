"""`python -m benchmarks naming`: does a number, however written, lead to its document; are slips put right?

Naming: the Party documents of ../shared in forty ways and the regulations of its corpora in twelve, each in
six spellings, all in one library, so that numbers repeat. "Among": the document is one of those named;
"alone": it is the only one. Slips: law questions typed in telex without a keyboard driver, with marks on
every other word, and with two letters of one long word swapped; words as meant, as typed and as read. Time:
narrowing a question in a library of 100,000 made-up documents. Languages: 24 questions over the laws in
English and Urdu; right is what the same question in Vietnamese finds first: its law's first two articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml
from sqlalchemy import insert

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.accounts import AccountService
from access.scope import Scope
from benchmarks.library import KEPT, Library
from benchmarks.retrieval import CORPORA, DATA, laws
from rag.understand.named import resolve_numbers
from rag.understand.narrowing import narrow
from rag.understand.question import understand
from records.catalogue import Catalogue
from records.document_types import document_types
from records.files import FileStore
from records.models import DocumentRow
from records.reference import key
from tests.rag.understand.ways import PARTY, STATE, spellings
from vanthu.db import Base, Database
from vanthu.text import fold

PARTY_DOCUMENTS = (
    ("57-NQ/TW", "nghị quyết", "Bộ Chính trị", date(2024, 12, 22)),
    ("384-QĐ/TW", "quy định", "Ban Bí thư", date(2025, 11, 19)),
    ("294-QĐ/TW", "quy định", "Ban Chấp hành Trung ương", date(2025, 5, 26)),
    ("37-HD/BTGDVTW", "hướng dẫn", "Ban Tuyên giáo và Dân vận Trung ương", date(2025, 11, 19)),
    ("69-KL/TW", "kết luận", "Bộ Chính trị", date(2024, 1, 11)),
)
EVERY = 4
"""Of the law questions one in this many is typed with slips."""
MADE_UP = 100_000
_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
_STATE_NUMBER = re.compile(r"(\d+)(?:/(\d{4}))?/([A-ZĐa-z]+)-([\w-]+)")


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    kind: str
    issuer: str
    day: date | None


class Shelf:
    """A catalogue with nothing but cards."""

    def __init__(self, folder: Path) -> None:
        self.db = Database(f"sqlite:///{folder / 'cards.sqlite'}")
        Base.metadata.create_all(self.db.engine)
        self.operator = AccountService(self.db).local_operator()
        self.scope = Scope.of(self.operator)
        self.catalogue = Catalogue(self.db, FileStore(folder / "files"))
        self.ids: dict[str, int] = {}

    def put(self, cards: Iterable[Card]) -> None:
        kinds = {fold(kind.name): kind.code for kind in document_types()}
        first = len(self.ids)
        rows = []
        for n, card in enumerate(cards, first + 1):
            self.ids[f"{card.number} {n}"] = n
            rows.append(
                {
                    "id": n, "unit_id": self.operator.unit_id, "filename": f"{n}.pdf", "sha256": f"{n:064d}",
                    "media_type": "application/pdf", "size": 1, "page_count": 1, "language": "vi",
                    "secrecy_level": "none", "data_class": "ordinary", "status": "ready",
                    "created_by": self.operator.account_id, "reference_number": card.number,
                    "reference_key": key(card.number), "document_type": kinds.get(fold(card.kind)),
                    "issuing_body": card.issuer or None, "issue_date": card.day,
                }
            )  # fmt: skip
        with self.db.session() as session:
            for start in range(0, len(rows), 5_000):
                session.execute(insert(DocumentRow), rows[start : start + 5_000])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks naming", description=__doc__)
    parser.add_argument(
        "--part", choices=("numbers", "slips", "languages", "time"), help="all of them if not given"
    )
    options = parser.parse_args(arguments)
    parts: dict[str, Callable[[Path], None]] = {
        "numbers": numbers, "slips": slips, "languages": languages, "time": narrowing_time
    }  # fmt: skip
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in [options.part] if options.part else parts:
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            parts[name](Path(folder))
    return 0


def numbers(folder: Path) -> None:
    shelf = Shelf(folder)
    party = [Card(*card) for card in PARTY_DOCUMENTS]
    state = [*_regulations()]
    shelf.put([*party, *state])
    print(f"{len(party)} Party documents, {len(state)} regulations")
    _score("Party documents, 40 ways", shelf, ((card, way) for card in party for way in _party_ways(card)))
    _score("regulations, 12 ways", shelf, ((card, way) for card in state for way in _state_ways(card)))


def _score(label: str, shelf: Shelf, asked: Iterable[tuple[Card, str]]) -> None:
    total = among = alone = 0
    missed: list[str] = []
    for card, way in asked:
        wanted = {id_ for name, id_ in shelf.ids.items() if name.rsplit(" ", 1)[0] == card.number}
        for typed in spellings(f"{way} quy định thế nào?").values():
            found = {i for each in resolve_numbers(typed, shelf.catalogue, shelf.scope) for i in each.ids}
            total += 1
            among += bool(wanted & found)
            alone += bool(found) and found <= wanted
            if not wanted & found:
                missed.append(f"{card.number}: {typed}")
    print(f"{label}: {total} questions, among {among / total:.4f}, alone {alone / total:.4f}")
    for each in missed[:10]:
        print(f"  missed {each}")


def _party_ways(card: Card) -> Iterator[str]:
    digits, symbol, body = re.split("[-/]", card.number)
    day = card.day or date.min
    told = {"k": card.kind, "i": card.issuer, "y": day.year, "d": day.strftime("%d/%m/%Y")}
    yield from (way.format(n=digits, s=symbol, b=body, **told) for way in PARTY)


def _state_ways(card: Card) -> Iterator[str]:
    parts = _STATE_NUMBER.fullmatch(card.number)
    if parts is None:
        return
    digits, year, symbol, body = parts.groups()
    for way in STATE:
        if "{i}" in way or ("{y}" in way and not year):
            continue
        yield way.format(n=digits, y=year, s=symbol, b=body, k=card.kind)


def _regulations() -> Iterator[Card]:
    by_symbol = {symbol: kind.name.lower() for kind in document_types() for symbol in reversed(kind.symbols)}
    by_symbol["QĐ"], by_symbol["TT"] = "quyết định", "thông tư"
    for corpus in CORPORA:
        with gzip.open(DATA / "corpora" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for line in stream:
                number = (json.loads(line)["number"] or "").strip()
                parts = _STATE_NUMBER.fullmatch(number)
                if parts and parts[3] in by_symbol:
                    yield Card(number, by_symbol[parts[3]], "", None)


def slips(_folder: Path) -> None:
    lines = (DATA / "questions" / "law_articles_dev.jsonl").read_text("utf-8").splitlines()
    questions = [" ".join(json.loads(line)["question"].split()) for line in lines[::EVERY]]
    random.seed(57)
    for label, spoil in (("as typed", str), ("telex", _telex), ("marks on every other word", _half_marked),
                         ("two letters swapped", _swapped)):  # fmt: skip
        right = before = total = 0
        started = time.process_time()
        for question in questions:
            meant = unicodedata.normalize("NFC", question)
            spoilt = spoil(meant)
            asked = understand(spoilt)
            for word, as_typed, read in zip(
                meant.split(), spoilt.split(), (asked.reading if asked else "").split(), strict=False
            ):
                total += 1
                before += word.strip("?.,") == as_typed.strip("?.,")
                right += word.strip("?.,").lower() == read.strip("?.,").lower()
        spent = (time.process_time() - started) / len(questions) * 1000
        print(f"{label}: {len(questions)} questions, words as meant {before / total:.3f} as typed, "
              f"{right / total:.3f} as read, {spent:.1f} ms of processor each")  # fmt: skip


def _telex(text: str) -> str:
    return " ".join(map(_telex_word, text.split()))


def _telex_word(word: str) -> str:
    letters, tone = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TELEX:
            tone = _TELEX[char]
        else:
            letters = unicodedata.normalize("NFC", letters + char)
    typed = "".join(_SHAPES.get(char, _SHAPES.get(char.lower(), char)) for char in letters)
    ending = re.search(r"[^\w]*$", typed)
    at = ending.start() if ending else len(typed)
    return typed[:at] + tone + typed[at:]


def _half_marked(text: str) -> str:
    return " ".join(word if n % 2 else fold(word) for n, word in enumerate(text.split()))


def _swapped(text: str) -> str:
    words = text.split()
    long = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha() and word.islower()]
    if long:
        n = random.choice(long)
        at = random.randrange(1, len(words[n]) - 1)
        words[n] = words[n][:at] + words[n][at + 1] + words[n][at] + words[n][at + 2 :]
    return " ".join(words)


def languages(folder: Path) -> None:
    rows = yaml.safe_load(Path(__file__).with_name("languages.yaml").read_text("utf-8"))
    library = Library(folder)
    try:
        library.add(laws())
        names = {entry.id: entry.name for entry in library.entries}

        def articles(question: str) -> list[tuple[int, str | None]]:
            hits = library.search.search(question, library.scope, limit=10)
            return [(hit.document_id, hit.article) for hit in hits]

        wanted = [[each for each in articles(row["vi"]) if names[each[0]] == row["law"]][:2] for row in rows]
        for language in ("vi", "en", "ur"):
            found = [articles(row[language])[:5] for row in rows]
            first = sum(bool(hits) and hits[0] in right for hits, right in zip(found, wanted, strict=True))
            five = sum(any(hit in right for hit in hits) for hits, right in zip(found, wanted, strict=True))
            print(
                f"{language}: first {first / len(rows):.3f}, among five {five / len(rows):.3f} of {len(rows)}"
            )
    finally:
        library.close()


def narrowing_time(folder: Path) -> None:
    shelf, chance = Shelf(folder), random.Random(5)
    symbols = [("NQ", "Nghị quyết"), ("QĐ", "Quyết định"), ("KH", "Kế hoạch"), ("BC", "Báo cáo")]
    bodies = [(f"Đảng uỷ xã Số {n}", "ĐU") for n in range(150)] + [("Bộ Chính trị", "TW")]

    def made_up() -> Iterator[Card]:
        for _ in range(MADE_UP):
            (symbol, kind), (issuer, body) = chance.choice(symbols), chance.choice(bodies)
            day = date(2010, 1, 1) + timedelta(chance.randint(0, 5_800))
            yield Card(f"{chance.randint(1, 3_000)}-{symbol}/{body}", kind, issuer, day)

    shelf.put(made_up())
    print(f"narrowing among {MADE_UP} documents, ms of processor:")
    for question in (
        "thời hạn gửi báo cáo tháng là ngày nào", "57-NQ/TW quy định gì", "nghị quyết 57 nói gì",
        "các quyết định ban hành năm 2024", "nghị quyết nào nói về chuyển đổi số",
        "các quyết định của Bộ Chính trị năm 2024",
    ):  # fmt: skip
        narrow(question, shelf.scope, shelf.catalogue)
        started = time.process_time()
        for _ in range(10):
            narrow(question, shelf.scope, shelf.catalogue)
        print(f"  {(time.process_time() - started) * 100:6.1f}  {question}")
