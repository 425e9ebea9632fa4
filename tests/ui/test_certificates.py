"""Certificates at the door: the check page for anyone, files for their holders, acts for trainers."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import openbadgeslib.ob3.contexts
import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi.testclient import TestClient
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from pyld import jsonld
from starlette.applications import Starlette
from starlette.routing import Mount

from access.models import AccountRow
from access.principal import Principal
from access.roles import Role
from ingest.archive.conformance import faults
from ingest.archive.form import ArchiveForm
from tests.ingest.pdfa_checks import broken_clauses
from tests.training_modules.conftest import COURSES
from tests.training_modules.finishing import bind, certify
from tests.ui.conftest import PASSWORD, House
from tests.ui.web_pages import text
from training_modules.certificates.codes import new_code, shown
from training_modules.certificates.views import Certificate
from training_modules.content import read_course
from ui.api.app import create as api
from ui.check.page import certificate as certificate_page
from ui.check.routes import CertificateCheck
from ui.door import SESSION_COOKIE
from ui.guard import Guard
from vanthu.certificate_files.badge import CONTEXTS, credential, signed
from vanthu.certificate_files.paper import paper

COURSE = "phan-loai-truoc-khi-dan"
NAME = "<script>alert('x')</script> & \"Lan\""
HOME = "https://vanthu.xa-a.gov.vn"


@pytest.fixture
def front(house: House) -> Guard:
    routes = [*CertificateCheck(house.services).routes(), Mount("/api", app=api(house.services))]
    return Guard(Starlette(routes=routes), house.services)


@pytest.fixture
def anyone(front: Guard) -> TestClient:
    return TestClient(front, base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def trainer(house: House) -> Principal:
    return house.services.accounts.add("giang", "Phạm Giang", "XA-A", [Role.TRAINER], PASSWORD)[0]


@pytest.fixture
def held(house: House) -> Certificate:
    """What the clerk holds, under a name that would act if it could; one of its texts is restricted."""
    with house.services.db.session() as session:
        session.get_one(AccountRow, house.clerk.account_id).display_name = NAME
    bind(house.services.db, COURSE, "luat117", data_class="sensitive")
    course = read_course(COURSES / COURSE)
    certify(house.services.db, house.services.certificates.issuing, course, house.clerk.account_id)
    (held,) = house.services.certificates.mine(house.clerk)
    return held


def as_(front: Guard, house: House, who: Principal) -> TestClient:
    client = TestClient(front, base_url="http://localhost", follow_redirects=False)
    client.cookies.set(SESSION_COOKIE, house.services.sessions.begin(who))
    return client


def test_anyone_reads_the_whole_record_and_nothing_acts(anyone: TestClient, held: Certificate) -> None:
    reply = anyone.get("/chung-chi", params={"ma": shown(held.code).lower()})
    assert (reply.status_code, reply.headers["location"]) == (303, f"/chung-chi/{shown(held.code)}")
    page = anyone.get(reply.headers["location"])
    assert page.status_code == 200
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;Lan&quot;" in page.text
    assert "<script" not in page.text
    for told in (held.number, held.unit, held.title, held.title_en, held.record_sha256, "384-QĐ/TW", "20/20"):
        assert told in page.text
    assert "117/2025/QH15" not in page.text
    assert "Ngoài ra có 1 căn cứ chỉ người được cấp quyền" in page.text
    assert "noindex" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    english = anyone.get(f"/chung-chi/{held.code}", params={"language": "en"})
    assert '<html lang="en">' in english.text
    assert held.title_en in english.text


def test_unknown_codes_are_all_answered_alike(anyone: TestClient, held: Certificate) -> None:
    codes = [
        shown(new_code()),
        "x",
        "%00",
        held.number.replace("/", "-"),
        held.code[:-1],
        f"{held.id}",
        "a/b",
    ]
    bodies = set()
    for code in codes:
        reply = anyone.get(f"/chung-chi/{code}")
        assert reply.status_code == 404, code
        bodies.add(re.sub(r'nonce="[^"]+"', "", reply.text))
    assert len(bodies) == 1
    assert anyone.get("/chung-chi/jwk/x").status_code == 404
    assert anyone.get(f"/chung-chi/{new_code()}/status").status_code == 404


def test_guessing_is_slowed_down(house: House, anyone: TestClient, held: Certificate) -> None:
    replies = [anyone.get(f"/chung-chi/{new_code()}").status_code for _ in range(31)]
    assert replies == [404] * 30 + [429]
    late = anyone.get(f"/chung-chi/{held.code}")  # a right code is not told from a wrong one
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1
    assert held.number not in late.text
    assert anyone.get(f"/chung-chi/{held.code}/status").status_code == 429
    elsewhere = TestClient(anyone.app, base_url="http://localhost", client=("10.0.0.9", 1))
    assert elsewhere.get(f"/chung-chi/{held.code}").status_code == 200


def test_revoked_and_replaced_are_said_with_day_and_reason(
    house: House, anyone: TestClient, held: Certificate, trainer: Principal, front: Guard
) -> None:
    teach = as_(front, house, trainer)
    with house.services.db.session() as session:
        session.get_one(AccountRow, house.clerk.account_id).display_name = "Nguyễn Thị Lan"
    new = teach.post(f"/api/certificates/{held.id}/correction").json()["certificate_id"]
    assert "thay ngày" in anyone.get(f"/chung-chi/{held.code}").text
    refused = teach.post(f"/api/certificates/{new}/revocation", json={"reason": ""})
    assert refused.status_code == 422
    reason = "Thi hộ, theo biên bản <b>số 3</b>"
    assert teach.post(f"/api/certificates/{new}/revocation", json={"reason": reason}).status_code == 200
    (mine,) = house.services.certificates.mine(house.clerk)
    page = anyone.get(f"/chung-chi/{mine.code}").text
    assert "Đã bị thu hồi ngày" in page
    assert "Thi hộ, theo biên bản &lt;b&gt;số 3&lt;/b&gt;" in page
    for code in (held.code, mine.code):
        told = anyone.get(f"/chung-chi/{code}/status").json()
        assert [each["revoked"] for each in told["revokedCredential"]] == [True]
        assert "biên bản" not in json.dumps(told, ensure_ascii=False)
    acts = [action for action, _, _ in house.audited()]
    assert acts.count("certificate_correct") == 1
    assert acts.count("certificate_revoke") == 3  # begun, not carried out for want of a reason; and done
    assert house.services.audit.verify() == []


def test_another_s_files_are_not_there(
    house: House, front: Guard, held: Certificate, trainer: Principal
) -> None:
    for who in (house.official, trainer):
        client = as_(front, house, who)
        for form in ("pdf", "json", "jwt"):
            assert client.get(f"/api/certificates/{held.id}/{form}").status_code == 404
    outside = as_(front, house, house.stranger)
    assert outside.post(f"/api/certificates/{held.id}/revocation", json={"reason": "Tự ý"}).status_code == 403
    mine = as_(front, house, house.clerk)
    assert [each["number"] for each in mine.get("/api/certificates").json()] == [held.number]
    claimed = mine.post("/api/certificates", json={"course_id": "bai-tong-hop"})
    assert (claimed.status_code, claimed.json()["code"]) == (409, "certificate_not_earned")
    record = mine.get(f"/api/certificates/{held.id}/json")
    assert "attachment" in record.headers["content-disposition"]
    told = record.json()
    assert (told["holder"], told["restricted"]) == (NAME, 1)
    assert "117/2025/QH15" not in record.text


def test_the_holder_reads_what_each_file_is_for(house: House, open_page: Any, held: Certificate) -> None:
    said = text(open_page(house.clerk, "learn"))
    for form in ("pdf", "jwt"):
        assert f"href='/api/certificates/{held.id}/{form}' download" in said
    assert "Huy hiệu số là tệp để nộp vào hệ thống" in said


def test_the_paper_is_pdfa_and_its_qr_code_leads_to_the_check_page(tmp_path: Path, held: Certificate) -> None:
    made = paper(held, HOME)
    assert made == paper(held, HOME)
    (tmp_path / "c.pdf").write_bytes(made)
    assert broken_clauses(tmp_path / "c.pdf", "2", "U") == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert faults(pdf, ArchiveForm.A2U, sound_fonts=True) == []
        assert len(pdf.pages) == 1
    with pypdfium2.PdfDocument(made) as document:
        words = " ".join(document[0].get_textpage().get_text_range().split())
        picture = np.array(document[0].render(scale=4).to_pil().convert("RGB"))[:, :, ::-1].copy()
    for told in (NAME, held.title, held.title_en, held.number, shown(held.code), held.record_sha256):
        assert told in words
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == f"{HOME}/chung-chi/{shown(held.code)}"


def test_a_title_that_is_the_same_in_both_languages_stands_there_once(held: Certificate) -> None:
    once = replace(held, title_en=held.title)
    assert certificate_page(once).body.decode().count(held.title) == 1
    with pypdfium2.PdfDocument(paper(once, HOME)) as document:
        words = " ".join(document[0].get_textpage().get_text_range().split())
    assert words.count(held.title) == 1


def test_a_paper_holds_the_longest_names(held: Certificate) -> None:
    long = replace(held, holder="Nguyễn Phúc Vĩnh " * 15, unit="Ủy ban " * 36, title="Học phần " * 40)
    with pypdfium2.PdfDocument(paper(long, HOME)) as document:
        assert len(document) == 1
        page = document[0]
        boxes = [item.get_bounds() for item in page.get_objects()]
        assert all(box[0] >= 0 and box[2] <= page.get_width() and box[1] >= 0 for box in boxes)


def test_the_badge_is_verified_by_others(house: House, anyone: TestClient, held: Certificate) -> None:
    key = house.services.badge_key
    token = signed(held, HOME, key)
    verified = OB3Verifier(key.private.as_pem(private=False)).verify(token)
    assert verified.issuer.id == f"{HOME}/chung-chi/issuer"
    (published,) = anyone.get("/.well-known/jwks.json").json()["keys"]
    assert published == anyone.get(f"/chung-chi/jwk/{key.name}").json()
    assert "d" not in published
    head, payload, signature = token.split(".")
    public = Ed25519PublicKey.from_public_bytes(_raw(published["x"]))
    public.verify(_raw(signature), f"{head}.{payload}".encode())
    assert json.loads(_raw(head))["kid"] == f"{HOME}/chung-chi/jwk/{key.name}"
    other = Ed25519PublicKey.from_public_bytes(bytes(range(32)))
    with pytest.raises(OB3VerificationError):
        OB3Verifier(other).verify(token)
    changed = json.loads(_raw(payload))
    assert NAME not in json.dumps(changed, ensure_ascii=False)
    assert "117/2025/QH15" not in json.dumps(changed, ensure_ascii=False)
    assert (house.services.settings.data / "badge.key").stat().st_mode & 0o077 == 0


def test_the_badge_has_what_is_required_and_no_name_that_is_not_known(
    held: Certificate,
) -> None:
    """Open Badges 3.0, section B.1: required properties of each class; and every name is in its contexts."""
    made = credential(held, HOME)
    required: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "AchievementCredential": (
            made,
            ("@context", "id", "type", "credentialSubject", "issuer", "validFrom", "name"),
        ),
        "Profile": (made["issuer"], ("id", "type")),
        "AchievementSubject": (made["credentialSubject"], ("type", "achievement")),
        "Achievement": (
            made["credentialSubject"]["achievement"],
            ("id", "type", "criteria", "description", "name"),
        ),
        "IdentityObject": (
            made["credentialSubject"]["identifier"][0],
            ("type", "hashed", "identityHash", "identityType"),
        ),
        "CredentialStatus": (made["credentialStatus"], ("id", "type")),
    }
    for name, (value, properties) in required.items():
        assert set(properties) <= set(value), name
    for alignment in made["credentialSubject"]["achievement"]["alignment"]:
        assert {"type", "targetName", "targetUrl"} <= set(alignment)
    assert made["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    loader = {"documentLoader": _context}
    back = jsonld.compact(jsonld.expand(made, loader), CONTEXTS, loader)
    assert set(_names(made)) == set(_names(back))


def test_the_command_line_checks_and_revokes(local: TestClient, held: Certificate) -> None:
    """The routes `vanthu certificate` asks; the local operator may teach, in the unit above all others."""
    checked = f"/certificates/checked/{shown(held.code)}"
    told = local.get(checked).json()
    assert (told["number"], told["standing"]) == (held.number, "in_force")
    reason = {"reason": "Cấp nhầm người"}
    assert local.post(f"/certificates/{told['id']}/revocation", json=reason).status_code == 200
    assert local.get(checked).json()["standing"] == "revoked"
    assert local.get("/certificates/issued").json()[0]["standing"] == "revoked"


def _raw(text: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _context(url: str, _options: object = None) -> dict[str, Any]:
    """The contexts as a package ships them: nothing is fetched."""
    folder = Path(openbadgeslib.ob3.contexts.__file__).parent
    files = dict(zip(CONTEXTS, ("credentials-v2.json", "ob-v3p0-context-3.0.3.json"), strict=True))
    document = json.loads((folder / files[url]).read_text(encoding="utf-8"))
    return {"contextUrl": None, "documentUrl": url, "document": document}


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)
