"""The server: pages at `/`, API at `/api`, the job runner, and the same API on a Unix socket for commands."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

import ui.api.app
from ui.check.routes import CertificateCheck
from ui.door import LocalDoor
from ui.guard import Guard
from ui.memory import give_back
from ui.sign_in.routes import SignIn
from ui.systems import routes as systems
from ui.web import assets
from vanthu import services as house
from vanthu.anchored import keep_anchored
from vanthu.closing import keep_closing
from vanthu.enrolling import keep_enrolled
from vanthu.installing import check_start
from vanthu.retention import keep_swept
from vanthu.telling import keep_telling
from vanthu.upkeep import keep_sealed
from vanthu.watching import keep_watching

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from vanthu.services import Services
    from vanthu.settings import Settings

log = logging.getLogger(__name__)

MAIN_SCRIPT = Path(__file__).parent / "web" / "app.py"
SECONDS_TO_FINISH = 5
"""How long requests under way may go on when the server is told to stop."""
CATCH_UP_EVERY_S = 5.0
"""How soon a corrected field reaches the index; a clerk's next corrections often come within seconds."""
CATCH_UP_AFTER_FAULT_S = 300.0


def create_apps(services: Services) -> tuple[ASGIApp, ASGIApp]:
    """The application for browsers and programs, and the one for the Unix socket."""
    api = ui.api.app.create(services)
    pages = st.App(
        MAIN_SCRIPT,
        lifespan=_lifespan(services),
        routes=[
            *SignIn(services).routes(),
            *CertificateCheck(services).routes(),
            *assets.routes(),
            *systems.routes(services),
            Mount("/api", app=api),
        ],
    )
    return Guard(pages, services), create_local_app(services, api)


def create_local_app(services: Services, api: FastAPI) -> ASGIApp:
    """The API, and the door for agents, for a caller who owns the data folder."""
    return LocalDoor(Starlette(routes=[*systems.routes(services), Mount("/api", app=api)]))


def serve(settings: Settings, tcp: socket.socket, local: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serve until told to stop (SIGINT, SIGTERM). The caller holds the data folder."""
    services = house.build(settings)
    house.use(services)
    services.folder.require_space(settings.min_free_bytes)
    try:
        check_start(services)
        asyncio.run(_serve(services, tcp, local, on_ready))
    finally:
        house.use(None)
        services.close()
        services.folder.socket_file.unlink(missing_ok=True)


def _lifespan(services: Services) -> Callable[[Any], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        await asyncio.to_thread(services.ingest.start)
        ending = threading.Event()
        threading.Thread(target=_settle, args=(services, ending), name="settle", daemon=True).start()
        threading.Thread(target=keep_swept, args=(services, ending), name="sweep", daemon=True).start()
        threading.Thread(target=keep_enrolled, args=(services, ending), name="enrol", daemon=True).start()
        threading.Thread(target=keep_sealed, args=(services, ending), name="seal", daemon=True).start()
        threading.Thread(target=keep_watching, args=(services, ending), name="watch", daemon=True).start()
        threading.Thread(target=keep_anchored, args=(services, ending), name="anchor", daemon=True).start()
        threading.Thread(target=keep_closing, args=(services, ending), name="close", daemon=True).start()
        threading.Thread(target=keep_telling, args=(services, ending), name="tell", daemon=True).start()
        try:
            yield
        finally:
            ending.set()
            services.following.poke()
            await asyncio.to_thread(services.ingest.stop)

    return lifespan


def _settle(services: Services, ending: threading.Event) -> None:
    """Load the model before the first question, then keep what is made from documents level with them."""

    def begin() -> None:
        services.embedder.warm()
        services.following.begin()
        give_back()

    level: Callable[[], object] = begin
    while not ending.is_set():
        pause = CATCH_UP_EVERY_S
        try:
            services.purge.finish()
            level()
        except Exception:
            # Pages and uploads work without the index; `vanthu verify` and the log say what is wrong.
            log.exception("the index could not be brought level with the catalogue")
            pause = CATCH_UP_AFTER_FAULT_S
        else:
            level = services.following.catch_up
        services.following.rest(pause)


async def _serve(
    services: Services, tcp: socket.socket, local: socket.socket, on_ready: Callable[[], None]
) -> None:
    app, local_app = create_apps(services)
    outer = _Server(_config(app, lifespan="on", proxies=services.settings.trusted_proxies))
    inner = _Server(_config(local_app, lifespan="off"))
    _stop_on_signals(outer, inner)
    running = asyncio.create_task(outer.serve([tcp]))
    await outer.ready.wait()
    # Streamlit sets up uvicorn's loggers anew when it starts; addresses hold what people search for.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # it tells who opens a page, from where
    if outer.started:
        beside = asyncio.create_task(inner.serve([local]))
        on_ready()
        await running
        inner.should_exit = True
        await beside
    else:
        await running


def _config(app: ASGIApp, *, lifespan: Any, proxies: str = "") -> uvicorn.Config:
    """`proxies`: addresses whose `X-Forwarded-For` and `-Proto` are believed; none unless named."""
    return uvicorn.Config(
        app,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        lifespan=lifespan,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def _stop_on_signals(*servers: _Server) -> None:
    def stop() -> None:
        for server in servers:
            server.force_exit = server.should_exit
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own, as two of them share the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().serve(sockets)
        finally:
            self.ready.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()
