"""The interface's typeface, served from its installed package."""

from __future__ import annotations

from pathlib import Path

import fontpkg_be_vietnam_pro
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
FACES = frozenset(f"BeVietnamPro-{face}.ttf" for face in ("Regular", "Italic", "Medium", "SemiBold", "Bold"))
ONE_YEAR = "public, max-age=31536000, immutable"


async def _font(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FACES:
        return Response(status_code=404)
    return FileResponse(FONTS / name, media_type="font/ttf", headers={"Cache-Control": ONE_YEAR})


def routes() -> list[Route]:
    """Routes for the ASGI application: `/fonts/{name}`."""
    return [Route("/fonts/{name}", _font)]
