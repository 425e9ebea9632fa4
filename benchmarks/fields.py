"""Catalogue fields against what is printed: right, flagged, empty, or wrong without a flag.

Truth is the sample library's manifest and, where the real material is there, `real_cards.yaml`. A value
counts as right when it is the same but for tone placement; offices and capacities also but for case, as the
manifest has them in capitals; subjects also but for "về việc" before them. `flagged` is marked doubtful,
right or wrong; `wrong` is what nobody warns of.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.calibration import Row, calibrate
from benchmarks.drawn import drawn_files
from benchmarks.pages import recognised
from ingest.cataloguing import read_fields
from records.reference import key
from records.types import FieldName, FieldValue, RelationKind
from vanthu.settings import ROOT
from vanthu.text import canonical_tone, squeeze

LIBRARY = ROOT / "samples" / "library"
SHARED = ROOT.parent / "shared" / "data"
REAL_CARDS = Path(__file__).with_name("real_cards.yaml")
DEVELOPMENT_SEEDS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 101, 102, 103, 104, 201, 202, 303, 304, 305, 306)
"""Drawn documents of these seeds were looked at while the rules were made."""
CALIBRATION_SEEDS = (203, 204, 301, 302)
"""Those of these were not: what the rules do not doubt is as often wrong there as elsewhere."""
_ANY_CASE = {FieldName.SIGNER_TITLE, FieldName.SIGNING_AUTHORITY}
_ABOUT = re.compile(r"^(?:(?:về|v/v)\s+)?việc\s+|^(?:về|v/v)\s+", re.IGNORECASE)
_OUTCOMES = ("right", "flagged, right", "flagged, wrong", "empty", "wrong")

Truth = Mapping[FieldName, str | None]


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks fields", description=__doc__)
    parser.add_argument("--show", action="store_true", help="also every value that is not right")
    parser.add_argument(
        "--drawn", type=int, nargs="+", metavar="SEED", help="only documents drawn from these seeds"
    )
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help="write the weights of probabilities",
    )
    chosen = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    if chosen.calibrate:
        calibrate(list(_signs()))
        return 0
    if chosen.drawn:
        seeds = ", ".join(map(str, chosen.drawn))
        return 1 if _table(f"drawn, seeds {seeds}", list(drawn_cards(chosen.drawn)), show=chosen.show) else 0
    wrong = 0
    for name, cards in (("sample library", list(library_cards())), ("real documents", list(real_cards()))):
        if cards:
            wrong += _table(name, cards, show=chosen.show)
    _relations()
    return 1 if wrong else 0


def drawn_cards(seeds: Sequence[int]) -> Iterator[tuple[str, Truth, Mapping[FieldName, FieldValue]]]:
    """Name, truth and reading of the documents drawn from these seeds."""
    for seed in seeds:
        for drawn in drawn_files(seed):
            yield drawn.file.name, drawn.truth, _read(drawn.file, first_only=False)


def library_cards() -> Iterator[tuple[str, Truth, Mapping[FieldName, FieldValue]]]:
    """Name, truth and reading of every document of the sample library."""
    for path, truth in _library_truths():
        yield path.name, truth, _read(path, first_only=False)


def real_cards() -> Iterator[tuple[str, Truth, Mapping[FieldName, FieldValue]]]:
    """The same of the real documents; none where they are not on this machine."""
    for name, row in yaml.safe_load(REAL_CARDS.read_text("utf-8")).items():
        if (SHARED / name).is_file():
            truth = {FieldName(name): value for name, value in row.items() if name not in {"pen", "derived"}}
            yield name, truth, _read(SHARED / name, first_only=name.endswith(".png"))


def _signs() -> Iterator[Row]:
    """Signs and outcome of every field read from the sample library and the documents kept for this."""
    drawn = ((c.file, c.truth) for seed in CALIBRATION_SEEDS for c in drawn_files(seed))
    for path, truth in [*_library_truths(), *drawn]:
        reading = read_fields(recognised(path))
        for entry in reading.fields:
            if entry.name in truth:
                true = truth[entry.name]
                right = true is not None and same(entry.name, entry.value, true)
                yield path.name, entry.name, reading.signs[entry.name], right


def _library_truths() -> Iterator[tuple[Path, Truth]]:
    for row in json.loads((LIBRARY / "manifest.json").read_text("utf-8"))["documents"]:
        yield LIBRARY / row["filename"], _of_manifest(row)


def same(name: FieldName, value: str, true: str) -> bool:
    """Whether two values of a field say the same."""
    return _plain(name, value) == _plain(name, true)


def _read(path: Path, *, first_only: bool) -> dict[FieldName, FieldValue]:
    return {entry.name: entry for entry in read_fields(recognised(path, first_only=first_only)).fields}


def _relations() -> None:
    """How many of the library's relations are read as what they are, and how many claimed are none."""
    true = right = claimed = false = 0
    for row in json.loads((LIBRARY / "manifest.json").read_text("utf-8"))["documents"]:
        wanted = {(entry["kind"], key(entry["reference_number"])) for entry in row["relations"]}
        read = {
            (found.kind.value, key(found.reference_number))
            for found in read_fields(recognised(LIBRARY / row["filename"])).relations
        }
        acts = {pair for pair in read if pair[0] != RelationKind.REFERS_TO.value}
        true, right = true + len(wanted), right + len(wanted & read)
        claimed, false = claimed + len(acts), false + len(acts - wanted)
    print(f"\nRelations: {right} of {true} as they are; {false} of {claimed} claimed are none.")


def _of_manifest(row: Mapping[str, Any]) -> Truth:
    alike = {name: row[name.value] for name in FieldName if name.value in row}
    return {
        **alike,
        FieldName.SIGNING_AUTHORITY: " ".join(row["signer_authority"]) or None,
        FieldName.RECIPIENTS: "\n".join(row["recipients"] or row["addressees"]) or None,
        FieldName.SECRECY_LEVEL: None if row["secrecy_level"] == "none" else row["secrecy_level"],
        FieldName.URGENCY_LEVEL: None,
    }


def _plain(name: FieldName, value: str) -> str:
    lines = [squeeze(line).strip(" ,;.") for line in value.split("\n")]
    text = " ".join(canonical_tone(word) for word in " ".join(lines).split())
    if name is FieldName.SUBJECT:
        text = _ABOUT.sub("", text)
    return text.casefold() if name in _ANY_CASE else text


def _outcome(name: FieldName, true: str | None, entry: FieldValue | None) -> str:
    """Nothing where nothing stands is right."""
    if entry is None:
        return "right" if true is None else "empty"
    right = true is not None and same(name, entry.value, true)
    if entry.doubtful:
        return "flagged, right" if right else "flagged, wrong"
    return "right" if right else "wrong"


def _table(
    title: str, cards: Sequence[tuple[str, Truth, Mapping[FieldName, FieldValue]]], *, show: bool
) -> int:
    print(f"\n{len(cards)} documents: {title}")
    print(f"| field | {' | '.join(_OUTCOMES)} |")
    print("|---|" + "---|" * len(_OUTCOMES))
    total: Counter[str] = Counter()
    for name in FieldName:
        rows = [(file, truth[name], card.get(name)) for file, truth, card in cards if name in truth]
        counts = Counter(_outcome(name, true, entry) for _, true, entry in rows)
        total += counts
        if rows:
            print(f"| {name} | {' | '.join(str(counts[outcome]) for outcome in _OUTCOMES)} |")
    print(f"| all | {' | '.join(str(total[outcome]) for outcome in _OUTCOMES)} |")
    if show:
        _show(cards)
    return total["wrong"]


def _show(cards: Sequence[tuple[str, Truth, Mapping[FieldName, FieldValue]]]) -> None:
    for file, truth, card in cards:
        for name, true in truth.items():
            entry = card.get(name)
            outcome = _outcome(name, true, entry)
            if outcome not in {"right", "flagged, right"}:
                print(f"{outcome}: {file} {name}\n  true {true!r}\n  read {entry.value if entry else None!r}")
