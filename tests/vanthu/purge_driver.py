"""Purges one document in copies of a data folder, in processes that kill themselves at a given call.

`python -m tests.vanthu.purge_driver BASE COPIES DOCUMENT CUSTODIAN POINT...`; a point is
`module:name.of.function#n`: the process dies when it is called for the nth time.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import vanthu.models  # noqa: F401  (all tables)
from records.removal import Why
from records.types import SecrecyLevel
from vanthu.services import Services
from vanthu.settings import Settings


def die_at(point: str) -> None:
    place, _, number = point.partition("#")
    module, _, name = place.partition(":")
    *way, last = name.split(".")
    owner: Any = importlib.import_module(module)
    for part in way:
        owner = getattr(owner, part)
    original, calls = getattr(owner, last), [int(number or 1)]

    def dying(*given: Any, **named: Any) -> Any:
        calls[0] -= 1
        if not calls[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*given, **named)

    setattr(owner, last, dying)


def copy_folder(source: Path, target: Path) -> None:
    """With the holes of its files: the index lays its files out far ahead of their content."""
    subprocess.run(["cp", "-a", "--sparse=always", str(source), str(target)], check=True)


def purge(data: Path, document: int, custodian: str) -> None:
    services = Services(Settings(data=data))
    acts = services.acting(services.accounts.principal(custodian))
    acts.keeping.purge(document, SecrecyLevel.SECRET, Why.MARKED, str(document))
    services.close()


def main(base: str, copies: str, document: str, custodian: str, *points: str) -> None:
    for number, point in enumerate(points):
        data = Path(copies, str(number))
        copy_folder(Path(base), data)
        child = os.fork()
        if child == 0:
            die_at(point)
            purge(data, int(document), custodian)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit(f"{point}: not reached ({status})")


if __name__ == "__main__":
    main(*sys.argv[1:])
