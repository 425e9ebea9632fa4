"""The caller, and whether the server is well."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from ui import forms
from ui.api.caller import Person

router = APIRouter(tags=["server"])


@router.get("/me")
def read_me(person: Person) -> dict[str, Any]:
    """The account that calls, its unit and roles."""
    return forms.principal(person)


@router.get("/health")
def read_health() -> dict[str, str]:
    """Answers as soon as the server takes requests; needs no session."""
    return {"status": "ok"}
