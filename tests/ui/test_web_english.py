"""The screens in English: what the interface itself says, the documents and courses staying as they are."""

from __future__ import annotations

import pytest

from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.vanthu.test_english_catalogue import VIETNAMESE

LABELLED = ("button", "text_input", "selectbox", "checkbox", "tab", "expander", "chat_input", "metric")
HEADINGS = ("title", "header", "subheader")


SCREENS = {
    "ask": [Role.OFFICIAL],
    "library": [Role.OFFICIAL],
    "digitise": [Role.CLERK],
    "learn": [Role.TRAINEE],
    "keep": [Role.CUSTODIAN],
    "audit": [Role.AUDITOR],
    "admin": [Role.ADMINISTRATOR],
    "my_account": [Role.CLERK],
}


@pytest.mark.parametrize(("screen", "roles"), SCREENS.items())
def test_headings_and_controls_speak_english(house, open_page, screen, roles):
    person, _ = house.services.accounts.add("lan-anh", "Anna", "XA-A", roles, PASSWORD)
    app = open_page(person, screen)
    app.session_state["language"] = "en"
    app.run()
    assert not app.exception
    said = [str(each.value) for kind in HEADINGS for each in app.get(kind)]
    for kind in LABELLED:
        for each in app.get(kind):
            said += [str(getattr(each, "label", "") or ""), str(getattr(each, "placeholder", "") or "")]
    assert said
    assert not [words for words in said if VIETNAMESE.search(words)]
