"""Loads the sample library through the real pipeline: `python -m samples.load` (what `./run` calls).

Only into the default data folder; a folder named by VANTHU_DATA is somebody's own and gets nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from access.scope import Scope
from ingest.types import JobState, JobView
from samples.accounts import WITH_SECOND_FACTOR, ensure_accounts
from samples.library import UNIT_CODE, manifest, sample_files
from vanthu import services as wiring
from vanthu.services import Services
from vanthu.settings import settings

POLL_S = 0.5
BAR = 30
"""Width of the progress bar, characters."""


def main() -> int:
    """0 when every sample is in the library; 1 when one could not be read (each is named)."""
    if os.environ.get("VANTHU_DATA"):
        _say("Thư mục dữ liệu riêng (VANTHU_DATA): không nạp văn bản mẫu. Tạo tài khoản: vanthu account add")
        return 0
    services = wiring.build(settings())
    lock = services.folder.hold()
    if lock is None:
        _say("Văn thư đang chạy trên thư mục dữ liệu này; không nạp lại văn bản mẫu.")
        return 0
    with lock:
        try:
            services.folder.empty_temporary()
            failed = _load(services)
            _show_accounts(services)
        finally:
            services.close()
    return 1 if failed else 0


def _load(services: Services) -> list[JobView]:
    """Bring in what is not there yet; gives the jobs that did not succeed."""
    operator = services.accounts.local_operator()
    missing = [path for path in sample_files() if not _is_in(services, path)]
    if not missing:
        return []
    pages = {entry["filename"]: int(entry["page_count"]) for entry in manifest()}
    _say(f"Nạp {len(missing)} văn bản mẫu, {sum(pages[p.name] for p in missing)} trang")
    services.ingest.start()
    jobs = [services.ingest.submit(path, path.name, operator, unit_code=UNIT_CODE) for path in missing]
    jobs = _follow(services, [job.id for job in jobs], pages)
    failed = [job for job in jobs if job.state not in {JobState.DONE, JobState.DUPLICATE}]
    for job in failed:
        _say(f"{job.filename}: {job.message} {job.remedy}")
    return failed


def _is_in(services: Services, path: Path) -> bool:
    operator = services.accounts.local_operator()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return services.catalogue.find_duplicate(operator.unit_id, digest, Scope.of(operator)) is not None


def _follow(services: Services, ids: Sequence[int], pages: dict[str, int]) -> list[JobView]:
    """Wait for the jobs with a progress bar on standard error."""
    operator = services.accounts.local_operator()
    shown = ""
    while True:
        jobs = services.ingest.wait(ids, operator, POLL_S)
        read = sum(pages[job.filename] if job.state.finished else job.page for job in jobs)
        finished = sum(job.state.finished for job in jobs)
        line = _bar(read, sum(pages[job.filename] for job in jobs), finished, len(jobs))
        if line != shown:
            sys.stderr.write(f"\r{line}" if sys.stderr.isatty() else f"{line}\n")
            shown = line
        if finished == len(jobs):
            sys.stderr.write("\n" if sys.stderr.isatty() else "")
            return jobs
        time.sleep(POLL_S)


def _bar(read: int, total: int, finished: int, documents: int) -> str:
    full = BAR * read // max(1, total)
    return f"  [{'█' * full}{'·' * (BAR - full)}] {read}/{total} trang, {finished}/{documents} văn bản"


def _show_accounts(services: Services) -> None:
    accounts = ensure_accounts(services)
    _say("Tài khoản mẫu:")
    for username, name, password in accounts:
        shown = password or f"(đã cấp; quên thì chạy: .venv/bin/vanthu account reset {username})"
        _say(f"  {username:<12} {shown:<28} {name}")
    names = ", ".join(WITH_SECOND_FACTOR)
    _say(f"  {names}: lần đăng nhập đầu tiên cần ứng dụng xác thực (mã 6 số) trên điện thoại.")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
