"""The password hash at its real cost."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from access import passwords
from access.errors import PasswordPredictable, PasswordWeak


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


@pytest.mark.parametrize(
    "password",
    [
        "con mèo trèo cây cau",
        "mot hai ba bon nam sau",
        "🦆🐢🌾🚲🎋🪁 đi chợ Tết",
        "x7-Kp!q9z#Lm2",
        "correct horse battery staple",
        "một câu rất dài " * 15,
    ],
)
def test_long_passwords_of_any_letters_are_taken(password: str) -> None:
    passwords.check_strength(password, "lan.nt", "XA-A", "Đảng uỷ xã An Hoà")
    kept = passwords.hash_password(password)
    assert passwords.verify(password, kept)[0]


@pytest.mark.parametrize(
    "password",
    [
        "Mật khẩu 2026",
        "matkhau123456",
        "Password12345!",
        "p@ssw0rd12345",
        "123456789012",
        "abcdefghijklm",
        "qwertyuiop[]",
        "987654321098",
        "matkhaumatkhau",
        "Việt Nam 1945 !",
        "quantri@2026@",
        "lan.nt cua toi",
        "Lan-NT-2026-xyz",
        "chào Đảng uỷ xã An Hoà",
        "dang_uy_xa_an_hoa",
    ],
)
def test_what_many_choose_is_refused(password: str) -> None:
    with pytest.raises(PasswordPredictable):
        passwords.check_strength(password, "lan.nt", "XA-A", "Đảng uỷ xã An Hoà")


@pytest.mark.parametrize("password", ["", "ngắn quá", "a" * 11, "ababababababab", "x1y2z" * 52])
def test_too_short_too_long_and_too_few_letters(password: str) -> None:
    with pytest.raises(PasswordWeak):
        passwords.check_strength(password, "lan.nt")


def test_the_end_of_a_long_password_counts() -> None:
    """Nothing is cut off: two passwords that differ in their last letter are two passwords."""
    long = ("một câu rất dài " * 16)[: passwords.MOST]
    kept = passwords.hash_password(long)
    assert not passwords.verify(long[:-1] + "x", kept)[0]
    assert not passwords.verify(long + "x", kept)[0]


def test_a_hash_of_an_older_cost_is_made_anew() -> None:
    older = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=128, parallelism=1),))
    fits, renewed = passwords.verify("con mèo trèo cây cau", older.hash("con mèo trèo cây cau"))
    assert fits and renewed is not None
    assert passwords.verify("con mèo trèo cây cau", renewed) == (True, None)
    assert passwords.verify("sai mật khẩu rồi", older.hash("con mèo trèo cây cau")) == (False, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_whatever_is_typed_is_judged_and_checked_without_a_fault(password: str) -> None:
    with suppress(PasswordWeak):
        passwords.check_strength(password, "lan.nt")
    assert passwords.verify(password, None) == (False, None)
