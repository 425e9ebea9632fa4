"""Course files that name what was written before: read where it is little, refused where it is a bomb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from training_modules import bounded_yaml
from training_modules.content import read_course
from training_modules.editions import bank_text
from training_modules.editions.errors import BankUnreadable, EntryUnreadable
from training_modules.errors import CourseDamaged
from training_modules.exchange.bank import read_bank
from training_modules.exchange.types import QuestionFileUnreadable
from training_modules.files import KeptFiles

TENS = ["  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
TENS += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
BOMB = "\n".join(["bomb:", *TENS])
SELF = "bomb: &a [*a]"
MERGED = "\n".join(
    [
        "bomb:",
        "  a0: &a0 {x: 1}",
        *(f"  a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 9)),
    ]
)


@pytest.mark.parametrize("bomb", [BOMB, SELF, MERGED], ids=["laughs", "in itself", "merged"])
@pytest.mark.parametrize(
    ("read", "refusal"),
    [
        (lambda text: bank_text.entries(f"{text}\nitems: [{{id: 1}}]", "b.yaml"), BankUnreadable),
        (lambda text: bank_text.read_entry(f"{text}\nid: q"), EntryUnreadable),
        (lambda text: read_bank(f"{text}\nitems: []"), QuestionFileUnreadable),
        (lambda text: read_course(KeptFiles("x", {"course.md": f"---\n{text}\n---\n"})), CourseDamaged),
    ],
    ids=["bank", "question", "import", "course"],
)
def test_a_few_lines_never_unfold_to_more_than_a_memory_takes(
    read: Callable[[str], Any], refusal: type[Exception], bomb: str
) -> None:
    with pytest.raises(refusal):
        read(bomb)


def test_what_a_trainer_wrote_once_may_be_named_again() -> None:
    text = "a: &a {x: [1, 2]}\nb: *a\nc:\n  <<: *a\n  y: 3"
    assert bounded_yaml.load(text) == yaml.safe_load(text)
    assert bounded_yaml.load("") is None
