"""A process for the no-trace tests: hands in what is not yet handed in, works until nothing is worked on.

`python -m tests.ingest.no_trace_driver DATA UPLOADS`
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ingest.conftest import make_house


def main(data: str, uploads: str) -> None:
    house = make_house(Path(data))
    house.service.start()
    # Their names are sealed or gone: how many there are says how far an earlier run has come.
    known = len(house.service.jobs(house.me))
    for path in sorted(Path(uploads).iterdir())[known:]:
        house.submit(path, path.name)
    house.wait(*house.service.jobs(house.me), timeout=240)
    house.service.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
