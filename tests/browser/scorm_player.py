"""A learning system that plays a SCORM package: a page with the scorm-again run-time (npm, MIT; in
`scorm_again/`, unchanged but for the names of its source maps), and a server that keeps what it records."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

RUNTIME = Path(__file__).parent / "scorm_again"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf"}
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Player</title>
<style>html, body, iframe {{ margin: 0; border: 0; width: 100%; height: 100%; display: block; }}</style>
<iframe title="Khoá học" id="content"></iframe>
<script type="module">
import {{ {kind} }} from "/runtime/{file}";
const api = new {kind}({{ lmsCommitUrl: "/commit", dataCommitFormat: "json", logLevel: 5, autocommit: false,
  useBeaconInsteadOfFetch: "always" }});
const kept = await (await fetch("/kept")).json();
if (kept) api.loadFromJSON(kept, "");
window.faults = [];
for (const name of {calls}) {{
  const own = api[name].bind(api);
  api[name] = (...given) => {{
    const answer = own(...given);
    if (String(answer) === "false") window.faults.push([name, ...given, api.{last}()]);
    return answer;
  }};
}}
window.{name} = api;
document.getElementById("content").src = "/course/index.html";
</script></html>"""
EDITIONS = {
    "scorm12": {
        **{"kind": "Scorm12API", "file": "scorm12.min.js", "name": "API", "last": "LMSGetLastError"},
        "calls": json.dumps(["LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish"]),
    },
    "scorm2004": {
        **{"kind": "Scorm2004API", "file": "scorm2004.min.js", "name": "API_1484_11", "last": "GetLastError"},
        "calls": json.dumps(["Initialize", "SetValue", "Commit", "Terminate"]),
    },
}


class Player:
    """What the system recorded, as the run-time sent it."""

    def __init__(self, package: bytes, edition: str) -> None:
        self.records: list[dict[str, Any]] = []
        self._files = zipfile.ZipFile(io.BytesIO(package))
        self._page = PAGE.format(**EDITIONS[edition]).encode()

    @property
    def cmi(self) -> dict[str, Any]:
        return dict(self.records[-1]["cmi"])

    def answer(self, path: str) -> tuple[str, bytes] | None:
        if path == "/":
            return "text/html", self._page
        if path == "/kept":
            return "application/json", json.dumps(self.records[-1] if self.records else None).encode()
        if path.startswith("/runtime/"):
            return "text/javascript", (RUNTIME / path.removeprefix("/runtime/")).read_bytes()
        name = path.removeprefix("/course/")
        if name not in self._files.namelist():
            return None
        return TYPES.get(Path(name).suffix, "application/octet-stream"), self._files.read(name)


@contextmanager
def playing(package: bytes, edition: str) -> Iterator[tuple[str, Player]]:
    """The address of the player's page, and what it recorded."""
    player = Player(package, edition)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = player.answer(self.path)
            self._send(200 if found else 404, *(found or ("text/plain", b"")))

        def do_POST(self) -> None:
            player.records.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._send(200, "application/json", b'{"result": "true", "errorCode": 0}')

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", player
    finally:
        server.shutdown()
        server.server_close()
