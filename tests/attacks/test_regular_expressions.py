"""Regular expressions that hostile text could keep busy (ReDoS): every one of the product is tried."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.attacks.adversarial_patterns", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "arguments", [["--few"], pytest.param([], marks=pytest.mark.long)], ids=["few", "all"]
)
def test_no_expression_backtracks_without_bound(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert int(ended.stdout.split(" expressions tried")[0].splitlines()[-1]) > 100


def test_the_trial_finds_a_bad_one() -> None:
    """The counter-check, with an expression that is known to be bad."""
    script = (
        "import re, signal, sys\n"
        "from tests.attacks import adversarial_patterns as trial\n"
        "def stop(*_): raise trial.TooMuch\n"
        "signal.signal(signal.SIGPROF, stop)\n"
        "sys.exit(0 if trial.too_slow('x.y', re.compile(r'[a-z]+\\d'), 'a') else 1)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
