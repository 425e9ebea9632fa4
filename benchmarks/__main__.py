"""`python -m benchmarks NAME`: ours beside our peers; `NAMES` below."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = (
    "accounts",
    "audit",
    "ocr",
    "fields",
    "retrieval",
    "rerank",
    "ingest",
    "ask",
    "answers",
    "refusal",
    "naming",
    "grounding",
    "server",
    "scope",
    "scale",
    "stamps",
    "triage",
    "memory",
    "outputs",
    "splitting",
    "desk",
    "kills",
    "enrolment",
    "load",
    "review",
    "sessions",
    "staleness",
    "question_figures",
)


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        print(f"usage: python -m benchmarks {'|'.join(NAMES)}", file=sys.stderr)
        return 2
    return int(import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:]) or 0)


if __name__ == "__main__":
    raise SystemExit(main())
