"""Roles and the one table that says which role may do what. Code and tests read this table."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"
    OFFICIAL = "official"
    TRAINEE = "trainee"
    TRAINER = "trainer"
    CUSTODIAN = "custodian"
    """Decides about a unit's data (Regulation 384-QĐ/TW, Art. 3: chủ quản dữ liệu)."""
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    READ = "read"
    """Search, ask, open and download documents within the Scope."""
    DIGITISE = "digitise"
    """Upload, follow jobs, correct fields."""
    READ_PERSONAL = "read_personal"
    """See personal data in sensitive documents as it is printed; others see it masked."""
    KEEP = "keep"
    """Decide about the unit's data: grants, classes, quarantine."""
    LEARN = "learn"
    TEACH = "teach"
    """Write courses and questions, see how questions do."""
    ORGANISE = "organise"
    """Enrol people of one's unit and the units below it, and follow how far they are."""
    ADMINISTER = "administer"
    AUDIT = "audit"


MAY: dict[Action, frozenset[Role]] = {
    Action.READ: frozenset({Role.CLERK, Role.OFFICIAL, Role.TRAINEE, Role.TRAINER, Role.CUSTODIAN}),
    Action.DIGITISE: frozenset({Role.CLERK, Role.CUSTODIAN}),
    Action.READ_PERSONAL: frozenset({Role.CLERK, Role.CUSTODIAN}),
    Action.KEEP: frozenset({Role.CUSTODIAN}),
    Action.LEARN: frozenset(Role) - {Role.AUDITOR},
    Action.TEACH: frozenset({Role.TRAINER}),
    Action.ORGANISE: frozenset({Role.TRAINER}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Action.AUDIT: frozenset({Role.AUDITOR}),
}

ALONE: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that share an account with no other: who administers or audits reads no documents."""

SECOND_FACTOR: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.CUSTODIAN})
"""Roles that sign in with a second factor."""


def actions_of(roles: frozenset[Role]) -> frozenset[Action]:
    """What these roles may do together."""
    return frozenset(action for action, allowed in MAY.items() if not roles.isdisjoint(allowed))
