"""A small OpenAI-compatible server that streams what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from rag.assistant import Assistant
from rag.writer import Writer
from tests.rag.asked_library import AskedLibrary
from vanthu import outbound


class Script:
    """What the model says next, and what it was asked."""

    def __init__(self) -> None:
        self.text = ""
        self.status = 200
        self.break_after: int | None = None
        """Pieces after which the connection is dropped."""
        self.hang_after: int | None = None
        """Pieces after which nothing more comes, and the connection stays."""
        self.garbage = False
        """Whether what is streamed is no event at all."""
        self.over = threading.Event()
        """Set when the test is over: what hangs may end."""
        self.asked: list[dict[str, Any]] = []


@contextmanager
def writing_assistant(library: AskedLibrary, script: Script, *, timeout_s: float) -> Iterator[Assistant]:
    """An assistant of `library` that has its answers written by the script's model."""
    with serving(script) as url:
        writer = Writer(url, "scripted", outbound.client(lambda: False, timeout_s=timeout_s))
        yield Assistant(library.search, library.store, library.embedder, writer)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The server's base URL."""

    class Handler(BaseHTTPRequestHandler):
        answering: ClassVar[Script] = script

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.answering.asked.append(json.loads(body))
            self.send_response(self.answering.status)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if self.answering.status != 200:
                return
            text = self.answering.text
            if self.answering.garbage:
                self.wfile.write(b"data: {not json\n\n\x00\xff<html>busy</html>\n\n")
                return
            for number, start in enumerate(range(0, len(text), 7)):
                if self.answering.break_after is not None and number >= self.answering.break_after:
                    return
                if number == self.answering.hang_after:
                    self.answering.over.wait()
                    return
                self._send({"content": text[start : start + 7]}, None)
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, delta: dict[str, str], finish: str | None) -> None:
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "scripted",
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
            }
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        script.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
