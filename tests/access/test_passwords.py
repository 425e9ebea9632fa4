"""The password hash at its real cost."""

from __future__ import annotations

import pytest

from access import passwords


@pytest.mark.real_argon2
def test_passwords_are_kept_as_argon2id_of_at_least_the_owasp_cost() -> None:
    kept = passwords.hash_password("con mèo trèo cây cau")
    assert kept.startswith("$argon2id$v=19$")
    cost = dict(part.split("=") for part in kept.split("$")[3].split(","))
    assert int(cost["m"]) >= 19_456  # KiB; OWASP: 19 MiB with two passes
    assert int(cost["t"]) >= 2
    assert passwords.verify("con mèo trèo cây cau", kept) == (True, None)
    assert passwords.verify("con mèo trèo cây dừa", kept) == (False, None)


def test_nobody_fits_an_account_without_password() -> None:
    assert passwords.verify("decoy", None) == (False, None)


def test_generated_passwords_are_strong_and_differ() -> None:
    made = {passwords.generate() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.check_strength(password, "lan.nt")
