"""The table of roles on every surface that is not the API (that one: tests/attacks/test_escalation.py)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from access.principal import Principal
from access.roles import MAY, Action, Role
from records.types import FieldName
from tests.ui.conftest import PASSWORD, House
from vanthu.acts import Acts
from vanthu.errors import Forbidden, NotFound, VanthuError

ENTRIES: dict[str, Action] = {
    "Hỏi đáp": Action.READ,
    "Kho văn bản": Action.READ,
    "Số hoá": Action.DIGITISE,
    "Học tập": Action.LEARN,
    "Quản lý dữ liệu": Action.KEEP,
    "Quản trị": Action.ADMINISTER,
    "Nhật ký": Action.AUDIT,
}
SCREENS: dict[str, Action] = {
    "digitise": Action.DIGITISE,
    "learn": Action.LEARN,
    "keep": Action.KEEP,
    "admin": Action.ADMINISTER,
    "audit": Action.AUDIT,
}
"""Screens that refuse by themselves; the others show what the Scope holds."""
ACTS: dict[str, tuple[Action, Callable[[Acts], object]]] = {
    "search": (Action.READ, lambda acts: acts.search("đất đai")),
    "ask": (Action.READ, lambda acts: acts.ask("Đất đai thế nào?")),
    "stream": (Action.READ, lambda acts: list(acts.stream("Đất đai thế nào?"))),
    "talk": (Action.READ, lambda acts: acts.talking.ask("Đất đai thế nào?")),
    "talks": (Action.READ, lambda acts: acts.talking.find()),
    "opinions": (Action.KEEP, lambda acts: acts.reviewing.opinions()),
    "unanswered": (Action.KEEP, lambda acts: acts.reviewing.unanswered()),
    "submit": (Action.DIGITISE, lambda acts: acts.submit(io.BytesIO(b""), "a.pdf")),
    "retry": (Action.DIGITISE, lambda acts: acts.retry(1)),
    "correct": (Action.DIGITISE, lambda acts: acts.correct(1, FieldName.SUBJECT, "x")),
}


def person_of(house: House, role: Role) -> Principal:
    return house.services.accounts.add(f"vai.{role}", "Người thử", "XA-A", [role], PASSWORD)[0]


@pytest.mark.parametrize("role", list(Role))
def test_the_bar_offers_what_the_role_may_do(house, open_page, role):
    app = open_page(person_of(house, role))
    offered = {link.label for link in app.get("page_link")} & ENTRIES.keys()
    assert offered == {name for name, action in ENTRIES.items() if role in MAY[action]}


@pytest.mark.parametrize("role", list(Role))
def test_screens_refuse_whoever_may_not(house, open_page, role):
    person = person_of(house, role)
    for screen, action in SCREENS.items():
        said = " ".join(error.value for error in open_page(person, screen).error)
        assert ("không được giao việc này" in said) is (role not in MAY[action]), screen


@pytest.mark.parametrize("role", list(Role))
def test_acts_refuse_whoever_may_not(house, role, monkeypatch):
    acts = house.services.acting(person_of(house, role))
    # What lies behind is not asked here: only whether the act gets as far as that.
    with monkeypatch.context() as patched:
        for room in ("search", "assistant", "ingest", "talks", "feedback", "unanswered"):
            patched.setitem(house.services.__dict__, room, _Behind())
        for action, act in ACTS.values():
            expected = (_Reached, NotFound) if role in MAY[action] else Forbidden
            with pytest.raises(expected):
                act(acts)


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_administer(house, role):
    acts = house.services.acting(person_of(house, role))
    if role in MAY[Action.ADMINISTER]:
        assert house.services.administering(acts).units()
    else:
        with pytest.raises(Forbidden):
            house.services.administering(acts)


class _Reached(VanthuError):
    """The act was let through to the room behind it."""


class _Behind:
    """A room in which every door is the end."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def reached(*_: object, **__: object) -> object:
            raise _Reached

        return reached
