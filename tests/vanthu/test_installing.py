"""An independent LAN: two administrators with fresh codes, and nothing that leads out of its own network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest

from access.errors import CodeWrong
from access.installation import INDEPENDENT_LAN, ORDINARY
from access.keeping_errors import ProposalNeedsAnother
from access.principal import Principal
from access.roles import Role
from vanthu.db import Base
from vanthu.errors import Forbidden
from vanthu.installing import OutsideAddress, check_start, require_own_network
from vanthu.services import Services
from vanthu.settings import Settings

WHY = "Máy chủ và máy trạm đã tách khỏi mọi mạng khác"
OUTSIDE = "https://8.8.8.8/v1"
Made = Callable[..., Services]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Made]:
    """Services on one data folder, with the settings given."""
    made: list[Services] = []

    def build(**given: str) -> Services:
        services = Services(Settings(data=tmp_path / "data", models=tmp_path / "models", **given))
        services.folder.create()
        Base.metadata.create_all(services.db.engine)
        made.append(services)
        return services

    yield build
    for services in made:
        services.close()


def administrator(services: Services, name: str) -> tuple[Principal, str]:
    """Who, and the secret of their second factor, whose present code was just used."""
    person, _ = services.accounts.add(name, name, "LOCAL", [Role.ADMINISTRATOR])
    secret = pyotp.random_base32(32)
    services.second_factors.enrol(person.account_id, secret, pyotp.TOTP(secret).now())
    return person, secret


def fresh(secret: str) -> str:
    """A code that was not used yet: of the next half minute, which is taken too."""
    return pyotp.TOTP(secret).at(time.time() + 30)


def test_both_show_a_fresh_code_and_each_act_is_recorded(make: Made) -> None:
    services = make()
    (one, first), (two, second) = administrator(services, "mot"), administrator(services, "hai")
    with pytest.raises(CodeWrong):
        services.acting(one).installing.propose(INDEPENDENT_LAN, WHY, "000000")
    assert services.installation.state().pending is None
    services.acting(one).installing.propose(INDEPENDENT_LAN, WHY, fresh(first))
    with pytest.raises(CodeWrong):
        services.acting(two).installing.confirm("000000")
    assert services.installation.mode() == ORDINARY
    services.acting(two).installing.confirm(fresh(second))
    assert services.installation.mode() == INDEPENDENT_LAN
    check_start(services)


def test_a_code_does_not_make_one_person_two(make: Made) -> None:
    services = make()
    one, secret = administrator(services, "mot")
    services.installation.propose(INDEPENDENT_LAN, WHY, one)
    with pytest.raises(ProposalNeedsAnother):
        services.acting(one).installing.confirm(fresh(secret))


def test_others_may_not_even_try_a_code(make: Made) -> None:
    services = make()
    clerk, _ = services.accounts.add("lan", "Lan", "LOCAL", [Role.CLERK])
    installing = services.acting(clerk).installing
    for act in (
        lambda: installing.propose(INDEPENDENT_LAN, WHY, "000000"),
        lambda: installing.confirm("000000"),
        lambda: installing.withdraw("000000"),
    ):
        with pytest.raises(Forbidden):
            act()


SETTINGS = {
    "llm_url": OUTSIDE,
    "qdrant_url": OUTSIDE,
    "oidc_issuer": OUTSIDE,
    "database_url": "postgresql+psycopg://vanthu@8.8.8.8/vanthu",
    "jobs_database_url": "postgresql+psycopg://vanthu@8.8.8.8:5433/jobs",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_no_service_outside_the_hosts_own_network(tmp_path: Path, name: str) -> None:
    told = Settings(data=tmp_path, **{name: SETTINGS[name]})
    with pytest.raises(OutsideAddress) as refused:
        require_own_network(told)
    assert refused.value.facts["setting"] == f"VANTHU_{name.upper()}"
    assert "8.8.8.8" in refused.value.say()


def test_services_of_this_host_and_sockets_are_its_own(tmp_path: Path) -> None:
    require_own_network(
        Settings(
            data=tmp_path,
            llm_url="http://127.0.0.1:8080/v1",
            qdrant_url="http://[::1]:6333",
            database_url="postgresql+psycopg:///vanthu?host=/var/run/postgresql",
        )
    )


def test_an_outside_service_stops_confirmation_and_start(make: Made) -> None:
    services = make(llm_url=OUTSIDE)
    (one, _), (two, second) = administrator(services, "mot"), administrator(services, "hai")
    check_start(services)
    services.installation.propose(INDEPENDENT_LAN, WHY, one)
    with pytest.raises(OutsideAddress):
        services.acting(two).installing.confirm(fresh(second))
    assert services.installation.mode() == ORDINARY
    services.installation.confirm(two)
    with pytest.raises(OutsideAddress):
        check_start(services)
    check_start(make())
