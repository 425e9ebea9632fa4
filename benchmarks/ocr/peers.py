"""Peers, from the package index in environments of their own: the product knows none of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vanthu.settings import ROOT

_HOME = ROOT / "var" / "bench" / "peers"
_INSTALL_S = 600
_RUN_S = 900


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    run: Callable[[Path, Path], None]
    """Reads a scanned PDF and writes its result."""


def peers() -> list[Peer]:
    """Those that can be had here; what cannot is said and left out."""
    found = []
    for package, make in (("ocrmypdf", _ocrmypdf),):
        try:
            found.append(make(_installed(package)))
        except (subprocess.SubprocessError, OSError) as error:
            print(f"{package} cannot be had here: {type(error).__name__}", file=sys.stderr)
    return found


def _installed(package: str) -> Path:
    """The folder of the programs of the environment that holds the package."""
    home = _HOME / package
    programs = home / "bin"
    if not (programs / package).is_file():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=_INSTALL_S)
        command = [str(programs / "pip"), "install", "--quiet", package]
        subprocess.run(command, check=True, timeout=_INSTALL_S)
    return programs


def _ocrmypdf(programs: Path) -> Peer:
    """As a person would call it for Vietnamese scans; no PDF/A, which would cost it more."""
    told = subprocess.run(
        [str(programs / "ocrmypdf"), "--version"], capture_output=True, check=True, text=True
    )

    def run(pdf: Path, out: Path) -> None:
        command = [str(programs / "ocrmypdf"), "-l", "vie", "--jobs", "1", "--output-type", "pdf", "--quiet"]
        subprocess.run([*command, str(pdf), str(out)], check=True, timeout=_RUN_S, capture_output=True)

    return Peer(f"OCRmyPDF {told.stdout.strip()}", run)
