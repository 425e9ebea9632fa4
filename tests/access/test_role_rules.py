"""The table of roles, read aloud: who may do what, and which roles share no account."""

from __future__ import annotations

import itertools

import pytest

from access.errors import RoleMissing, RolesTogether, RoleUnknown
from access.principal import Principal
from access.role_rules import read_roles, require_compatible
from access.roles import ALONE, MAY, SECOND_FACTOR, Action, Role, actions_of
from access.scope import Scope
from vanthu.errors import Forbidden


def person(*roles: Role, limits: frozenset[Action] = frozenset(Action)) -> Principal:
    return Principal(1, "lan", "Lan", 7, "XA-A", "Xã A", (7, 1), frozenset(roles), limits=limits)


@pytest.mark.parametrize(("role", "action"), list(itertools.product(Role, Action)))
def test_every_role_may_do_what_the_table_says_and_nothing_else(role: Role, action: Action) -> None:
    allowed = role in MAY[action]
    assert person(role).may(action) is allowed
    assert (action in actions_of(frozenset({role}))) is allowed
    assert not person(role, limits=frozenset(Action) - {action}).may(action)
    if allowed:
        person(role).require(action)
    else:
        with pytest.raises(Forbidden):
            person(role).require(action)


def test_the_table_holds_every_action_and_every_role_does_something() -> None:
    assert set(MAY) == set(Action)
    assert all(actions_of(frozenset({role})) for role in Role)


@pytest.mark.parametrize("role", sorted(ALONE))
def test_who_administers_or_audits_reads_nothing(role: Role) -> None:
    assert Scope.of(person(role)).sees_nothing
    assert not {Action.READ, Action.DIGITISE, Action.KEEP, Action.READ_PERSONAL} & actions_of(
        frozenset({role})
    )
    assert role in SECOND_FACTOR


@pytest.mark.parametrize("roles", [c for n in range(1, 4) for c in itertools.combinations(Role, n)])
def test_which_roles_share_an_account(roles: tuple[Role, ...]) -> None:
    if len(roles) > 1 and any(role in ALONE for role in roles):
        with pytest.raises(RolesTogether):
            require_compatible(roles)
    else:
        require_compatible(roles)


def test_roles_by_name() -> None:
    assert read_roles(["clerk", Role.CLERK, "trainer"]) == {Role.CLERK, Role.TRAINER}
    with pytest.raises(RoleMissing):
        read_roles([])
    with pytest.raises(RoleUnknown):
        read_roles(["clerk", "Clerk "])
