"""Session tokens: only ours, only fresh ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.errors import SessionExpired
from access.principal import Principal
from access.sessions import SessionSigner

PRINCIPAL = Principal(7, "lan", "Lan", 1, "LOCAL", "Đơn vị tại chỗ", (1,), frozenset())


def test_a_token_gives_its_account_back() -> None:
    signer = SessionSigner(b"k" * 32, 1)
    assert signer.read(signer.issue(PRINCIPAL)) == 7
    assert signer.max_age_s == 3600


def test_an_old_token_is_refused() -> None:
    token = SessionSigner(b"k" * 32, 1).issue(PRINCIPAL)
    with pytest.raises(SessionExpired):
        SessionSigner(b"k" * 32, -1).read(token)


def test_a_token_of_another_installation_is_refused() -> None:
    with pytest.raises(SessionExpired):
        SessionSigner(b"k" * 32, 1).read(SessionSigner(b"other" * 8, 1).issue(PRINCIPAL))


@given(st.text())
def test_nothing_typed_is_a_token(token: str) -> None:
    with pytest.raises(SessionExpired):
        SessionSigner(b"k" * 32, 1).read(token)


@given(position=st.integers(0, 30), put=st.characters())
def test_a_token_changed_anywhere_is_refused(position: int, put: str) -> None:
    signer = SessionSigner(b"k" * 32, 1)
    token = signer.issue(PRINCIPAL)
    at = position % len(token)
    changed = token[:at] + put + token[at + 1 :]
    if changed != token:
        with pytest.raises(SessionExpired):
            signer.read(changed)
