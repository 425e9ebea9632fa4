"""Certificates: one's own with their files, and those of a trainer's people."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from starlette.responses import Response

from training_modules.certificates.codes import shown
from training_modules.certificates.views import Certificate
from ui.api.bodies import Body, Words
from ui.api.caller import Caller, Id
from ui.api.downloads import attached
from vanthu.certifying import CertificateForm

router = APIRouter(prefix="/certificates", tags=["training"])


class Claim(Body):
    course_id: Words
    """A course the caller has finished."""


class Revocation(Body):
    reason: Words
    """Shown to whoever checks the certificate."""


@router.get("")
def list_mine(acts: Caller) -> Any:
    """The caller's certificates, newest first."""
    return [_told(each) for each in acts.certifying.mine()]


@router.post("", status_code=201)
def claim(acts: Caller, wanted: Claim) -> Any:
    """The certificate of a finished course; the last one, whatever became of it, where there is one."""
    return _told(acts.certifying.claim(wanted.course_id))


@router.get("/issued")
def list_issued(acts: Caller, course_id: str | None = None) -> Any:
    """Those of people of the trainer's unit and the units below it, newest first."""
    found = acts.certifying.issued(course_id)
    return [jsonable_encoder(each) | {"code": shown(each.code)} for each in found]


@router.get("/checked/{code}")
def check(acts: Caller, code: str) -> Any:
    """The whole frozen record by its check code, as the page `/chung-chi` shows it."""
    return _told(acts.certifying.check(code))


@router.get("/{certificate_id}/{form}")
def download(acts: Caller, certificate_id: Id, form: CertificateForm) -> Response:
    """The caller's certificate as PDF, as record (JSON), or as signed badge (Open Badges 3.0, VC-JWT)."""
    made = acts.certifying.file(certificate_id, form)
    return attached(made.content, made.name, made.media_type)


@router.post("/{certificate_id}/revocation")
def revoke(acts: Caller, certificate_id: Id, told: Revocation) -> Any:
    """For good, with the reason that whoever checks it reads."""
    acts.certifying.revoke(certificate_id, told.reason)
    return {"certificate_id": certificate_id}


@router.post("/{certificate_id}/correction")
def correct(acts: Caller, certificate_id: Id) -> Any:
    """A new certificate with the holder's name and unit as they are now, in place of this one."""
    return {"certificate_id": acts.certifying.correct(certificate_id)}


def _told(certificate: Certificate) -> dict[str, Any]:
    return {**certificate.as_json(), "id": certificate.id, "code": shown(certificate.code)}
