"""`/api/docs`: the routes as one plain page, made from the OpenAPI description; no script, no network."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 "Be Vietnam Pro", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem; }
h3 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 1.5rem 0 0; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; max-width: 70ch; }
"""


@router.get("/docs")
def show_reference(request: Request) -> HTMLResponse:
    """Every route with its description and parameters."""
    schema = request.app.openapi()
    groups: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method, route in methods.items():
            tag = route.get("tags", ["other"])[0]
            groups.setdefault(tag, []).append(_route(method.upper(), f"/api{path}", route))
    parts = [f"<h2>{escape(tag)}</h2>{''.join(routes)}" for tag, routes in groups.items()]
    title, about = escape(schema["info"]["title"]), escape(schema["info"]["summary"])
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style><h1>{title}</h1><p>{about}</p>"
        f'<p><a href="/api/openapi.json">openapi.json</a></p>{"".join(parts)}</html>'
    )
    return HTMLResponse(body, headers={"Content-Security-Policy": POLICY})


def _route(method: str, address: str, route: dict[str, Any]) -> str:
    told = escape(route.get("description") or route.get("summary", ""))
    asked = ", ".join(_parameter(each) for each in route.get("parameters", []))
    asked = f"<p>Parameters: {asked}</p>" if asked else ""
    return f"<h3>{method} {escape(address)}</h3><p>{told}</p>{asked}"


def _parameter(each: dict[str, Any]) -> str:
    needed = "" if each.get("required") else " (optional)"
    return f"<code>{escape(each['name'])}</code>{needed}"
