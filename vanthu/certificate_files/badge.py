"""Open Badges 3.0: the certificate as an `OpenBadgeCredential`, a verifiable credential of W3C.

1EdTech, Open Badges Specification 3.0 (final, 2024): data model (B.1), VC-JWT proof (8.2) and
revocation by a `1EdTechRevocationList`. The credential is the JWT's payload itself; there is no `vc` claim.
Nothing in it names a person: the holder's identity is there as a salted hash only.
"""

from __future__ import annotations

import json
import uuid
import warnings
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from joserfc import jws
from joserfc.errors import SecurityWarning

from training_modules.certificates.codes import shown
from training_modules.certificates.views import Standing
from vanthu.db import OFFICE_TIME

if TYPE_CHECKING:
    from datetime import date

    from training_modules.certificates.views import Certificate, RestedOn
    from vanthu.certificate_files.keys import BadgeKey

# RFC 9864 names the algorithm anew (`Ed25519`); Open Badges 3.0 and its verifiers know it as `EdDSA`.
warnings.filterwarnings("ignore", "EdDSA is deprecated", SecurityWarning)

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
CHECK_PATH = "/chung-chi"
JWKS_PATH = "/.well-known/jwks.json"
KEY_PATH = f"{CHECK_PATH}/jwk"
ISSUER_PATH = f"{CHECK_PATH}/issuer"


def check_address(told: Certificate, home: str) -> str:
    """Where anyone reads the whole record."""
    return f"{home}{CHECK_PATH}/{shown(told.code)}"


def credential(told: Certificate, home: str) -> dict[str, Any]:
    """The credential, without proof. `home` is the address people open, without a slash at its end."""
    check = check_address(told, home)
    made: dict[str, Any] = {
        "@context": CONTEXTS,
        "id": credential_id(told),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": told.title,
        "description": f"{told.title_en} ({told.number})",
        "issuer": issuer(home, told.issuer),
        "validFrom": _moment(told.issued_at),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, told.identity_hash)}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": told.identity_hash,
                    "identityType": "systemId",
                    "salt": told.identity_salt,
                }
            ],
            "achievement": _achievement(told, home),
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": f"urn:result:{told.course_id}:{told.edition}:{place}",
                    "value": f"{score.correct}/{score.total}",
                }
                for place, score in enumerate(told.scores, 1)
            ],
        },
        "evidence": [{"id": check, "type": ["Evidence"], "name": told.number}],
        "credentialStatus": {"id": f"{check}/status", "type": "1EdTechRevocationList"},
    }
    if told.valid_until is not None:
        made["validUntil"] = _moment(_end_of(told.valid_until))
    return made


def signed(told: Certificate, home: str, key: BadgeKey) -> str:
    """The credential as VC-JWT, signed with Ed25519."""
    made = credential(told, home)
    claims: dict[str, Any] = {
        **made,
        "iss": made["issuer"]["id"],
        "jti": made["id"],
        "sub": made["credentialSubject"]["id"],
        "nbf": int(told.issued_at.timestamp()),
        "iat": int(told.issued_at.timestamp()),
    }
    if told.valid_until is not None:
        claims["exp"] = int(_end_of(told.valid_until).timestamp())
    header = {"alg": "EdDSA", "typ": "JWT", "kid": f"{home}{KEY_PATH}/{key.name}"}
    return jws.serialize_compact(header, _spelled(claims), key.private, algorithms=["EdDSA"])


def issuer(home: str, name: str) -> dict[str, Any]:
    """Who issues, as a `Profile`."""
    return {"id": f"{home}{ISSUER_PATH}", "type": ["Profile"], "name": name, "url": f"{home}{CHECK_PATH}"}


def revocations(told: Certificate, home: str) -> dict[str, Any]:
    """The revocation list of this one credential: a list of all would tell who lost theirs.

    What another certificate stands in for counts as revoked too: its words are no longer right.
    """
    lost = told.standing in {Standing.REVOKED, Standing.SUPERSEDED} or not told.sound
    return {
        "id": f"{check_address(told, home)}/status",
        "issuer": f"{home}{ISSUER_PATH}",
        "revokedCredential": [{"id": credential_id(told), "revoked": True}] if lost else [],
    }


def credential_id(told: Certificate) -> str:
    """The same for the same certificate, and of no use to find its check code by."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{told.record_sha256} {told.number}')}"


def _achievement(told: Certificate, home: str) -> dict[str, Any]:
    passed = "; ".join(f"{score.title}: {score.needed}/{score.total}" for score in told.scores)
    courses = "".join(f"\n- {each.title}" for each in told.programme)
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{home} {told.course_id} {told.edition}')}",
        "type": ["Achievement"],
        "achievementType": "Certificate" if told.programme else "Course",
        "name": told.title,
        "description": told.title_en or told.title,
        "inLanguage": "vi",
        "version": str(told.edition),
        "criteria": {"narrative": f"Hoàn thành mọi bài đọc; đạt {passed}.{courses}"},
        "alignment": [_alignment(source, home) for source in told.sources if source.reference_number],
        "resultDescription": [
            {
                "id": f"urn:result:{told.course_id}:{told.edition}:{place}",
                "type": ["ResultDescription"],
                "name": score.title,
                "resultType": "RawScore",
                "requiredValue": str(score.needed),
                "valueMax": str(score.total),
            }
            for place, score in enumerate(told.scores, 1)
        ],
    }


def _alignment(source: RestedOn, home: str) -> dict[str, Any]:
    """A text the course rests on; `targetUrl` is required, and these texts have no address of their own."""
    said = ", ".join(
        part
        for part in (
            f"khoản {source.clause}" if source.clause else "",
            f"Điều {source.article}" if source.article else "",
            source.title,
        )
        if part
    )
    return {
        "type": ["Alignment"],
        "targetCode": source.reference_number,
        "targetName": said,
        "targetUrl": f"{home}{CHECK_PATH}#{source.key}",
        "targetType": "ext:legal-document",
    }


def _spelled(claims: dict[str, Any]) -> bytes:
    return json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), OFFICE_TIME)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
