"""Every route of the product as it stands, so that a new one is attacked without a line being added here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from ui.door import SAFE_METHODS

BODY_METHODS = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, slots=True)
class Operation:
    """A method at a path of the API, with what OpenAPI says of it (nothing for the operator's own)."""

    method: str
    path: str
    told: Mapping[str, Any]

    @property
    def changes(self) -> bool:
        return self.method not in SAFE_METHODS

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def parameters(self, place: str) -> list[Mapping[str, Any]]:
        return [each for each in self.told.get("parameters", ()) if each["in"] == place]

    def body_schema(self, schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
        content = self.told.get("requestBody", {}).get("content", {}).get("application/json")
        return resolved(content["schema"], schema) if content else None


def resolved(part: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in part:
        return resolved(schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]], schema)
    return part


def described(api: FastAPI) -> list[Operation]:
    """What OpenAPI describes."""
    return [
        Operation(method.upper(), path, told)
        for path, methods in api.openapi()["paths"].items()
        for method, told in methods.items()
    ]


def everything(api: FastAPI) -> list[Operation]:
    """Every route of the API, the undescribed ones too."""
    told = {(each.method, each.path): each.told for each in described(api)}
    found = []
    for context in iter_route_contexts(api.routes):
        for method in sorted(getattr(context, "methods", None) or ()):
            found.append(Operation(method, context.path, told.get((method, context.path), {})))
    assert len(found) > 20, "the routes could not be read"
    return found


def of_the_front(front: Any) -> Iterator[tuple[str, str]]:
    """Method and path of every route of the server that is not the API: ours and Streamlit's."""
    TestClient(front).get("/_stcore/health")  # Streamlit puts its routes together at the first request
    yield from _walk(front._app._starlette_app.routes, "")


def _walk(routes: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, Mount) and route.path == "/api":
            continue
        if isinstance(route, Mount):
            yield from _walk(route.routes, prefix + route.path)
        elif isinstance(route, Route) and not isinstance(route, APIRoute):
            for method in sorted(route.methods or ()):
                yield method, prefix + route.path


def filled(path: str, ids: Mapping[str, Any], otherwise: str = "1") -> str:
    """The path with its parameters put in."""
    parts = []
    for part in path.split("/"):
        if part.startswith("{"):
            name = part.strip("{}").partition(":")[0]
            parts.append(str(ids.get(name, otherwise)))
        else:
            parts.append(part)
    return "/".join(parts)
