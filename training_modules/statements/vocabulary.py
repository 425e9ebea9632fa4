"""Names that xAPI 1.0.3 and cmi5 (quartz, 1st edition) give to what happens in a course."""

from __future__ import annotations

_ADL = "http://adlnet.gov/expapi/verbs"
VERBS = {
    "initialized": f"{_ADL}/initialized",
    "completed": f"{_ADL}/completed",
    "passed": f"{_ADL}/passed",
    "failed": f"{_ADL}/failed",
    "satisfied": "https://w3id.org/xapi/adl/verbs/satisfied",
    "waived": "https://w3id.org/xapi/adl/verbs/waived",
    "voided": f"{_ADL}/voided",
}
"""cmi5, section 9.3; `voided`: xAPI 1.0.3, Data, section 2.3.2."""

ACTIVITY_TYPES = {
    "course": "https://w3id.org/xapi/cmi5/activitytype/course",
    "lesson": "http://adlnet.gov/expapi/activities/lesson",
    "drill": "http://adlnet.gov/expapi/activities/performance",
    "quiz": "http://adlnet.gov/expapi/activities/assessment",
}

CMI5_CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
"""Marks a statement that keeps to cmi5's own rules (section 9.6.2)."""
MOVE_ON_CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/moveon"
"""Marks one that counts towards being done (section 9.6.2.2)."""
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
REASON = "https://w3id.org/xapi/cmi5/result/extensions/reason"

WAIVED_REASONS = ("Tested Out", "Equivalent Activity", "Administrative")
"""Why someone need not take a course (section 9.5.5.2). What the organiser wrote stays in the house."""

VERSION = "1.0.3"
