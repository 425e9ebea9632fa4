"""A process for the kill tests: hands in what is not yet handed in, works until all is done.

`python -m tests.ingest.kill_driver DATA UPLOADS ENGINE VERSION`
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ingest.conftest import make_house


def main(data: str, uploads: str, engine: str, version: str) -> None:
    house = make_house(Path(data), tesseract=engine, version=version)
    house.service.start()
    known = {job.filename for job in house.service.jobs(house.me)}
    for path in sorted(Path(uploads).iterdir()):
        if path.name not in known:
            house.submit(path, path.name)
    house.wait(*house.service.jobs(house.me), timeout=240)
    house.service.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
