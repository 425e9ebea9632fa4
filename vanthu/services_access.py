"""The part of the services that knows who may do what: people, units, sign-in, grants, the audit trail."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from vanthu.data_folder import DataFolder
from vanthu.db import Database
from vanthu.settings import Settings

if TYPE_CHECKING:
    from access.accounts import AccountService
    from access.api_keys import ApiKeys
    from access.assignments import AssignmentService
    from access.audit import AuditTrail
    from access.audit_read import AuditReads
    from access.audit_seal import Seals
    from access.copies import CopyRegister
    from access.grants import GrantService
    from access.identities import Identities
    from access.installation import Installation
    from access.oidc import IdentityProvider
    from access.pace import Pace
    from access.pending import PendingSignIns
    from access.second_factor import SecondFactors
    from access.sessions import Sessions
    from access.sign_in import SignIn
    from access.units import UnitService
    from vanthu.provisioning import Provisioning


class AccessServices:
    """Each room is made when first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = DataFolder(settings.data)

    @cached_property
    def db(self) -> Database:
        return Database(self.settings.sqlalchemy_url)

    @cached_property
    def accounts(self) -> AccountService:
        from access.accounts import AccountService

        return AccountService(self.db, activation=timedelta(days=self.settings.activation_days))

    @cached_property
    def pace(self) -> Pace:
        from access.pace import Pace

        return Pace(self.settings.asks_per_minute)

    @cached_property
    def assignments(self) -> AssignmentService:
        from access.assignments import AssignmentService

        return AssignmentService(self.db)

    @cached_property
    def provisioning(self) -> Provisioning:
        from access.account_import import AccountImporter
        from vanthu.provisioning import Provisioning

        activation = timedelta(days=self.settings.activation_days)
        return Provisioning(AccountImporter(self.db, activation=activation))

    @cached_property
    def units(self) -> UnitService:
        from access.units import UnitService

        return UnitService(self.db)

    @cached_property
    def sessions(self) -> Sessions:
        from access.sessions import Sessions

        return Sessions(
            self.db,
            self.folder.secret(),
            idle=timedelta(minutes=self.settings.session_idle_minutes),
            absolute=timedelta(hours=self.settings.session_hours),
        )

    @cached_property
    def second_factors(self) -> SecondFactors:
        from access.second_factor import SecondFactors

        return SecondFactors(self.db, self.folder.secret())

    @cached_property
    def pending(self) -> PendingSignIns:
        from access.pending import PendingSignIns

        return PendingSignIns(self.db, self.folder.secret())

    @cached_property
    def sign_in(self) -> SignIn:
        from access.sign_in import SignIn

        return SignIn(self.accounts, self.sessions, self.second_factors, self.pending)

    @cached_property
    def identities(self) -> Identities:
        from access.identities import Identities

        return Identities(self.db)

    @cached_property
    def identity_provider(self) -> IdentityProvider | None:
        """The site's own sign-in (OpenID Connect), where one is configured."""
        conf = self.settings
        if not conf.oidc_issuer or not conf.oidc_client_id:
            return None
        from access.oidc import IdentityProvider, ProviderConfig
        from vanthu import outbound

        secret = conf.oidc_client_secret.get_secret_value() if conf.oidc_client_secret else ""
        config = ProviderConfig(conf.oidc_issuer, conf.oidc_client_id, secret, conf.oidc_username_claim)
        client = outbound.client(self._own_network_only, timeout_s=conf.oidc_timeout_s)
        return IdentityProvider(config, client)

    @cached_property
    def api_keys(self) -> ApiKeys:
        from access.api_keys import ApiKeys

        return ApiKeys(self.db)

    @cached_property
    def audit(self) -> AuditTrail:
        from access.audit import AuditTrail

        return AuditTrail(self.db)

    @cached_property
    def seals(self) -> Seals:
        from access.audit_seal import Seals

        return Seals(self.db, self.audit, self.settings.data, self.settings.checkpoints)

    @cached_property
    def audit_reads(self) -> AuditReads:
        from access.audit_read import AuditReads

        return AuditReads(self.db)

    @cached_property
    def grants(self) -> GrantService:
        from access.grants import GrantService

        return GrantService(self.db)

    @cached_property
    def installation(self) -> Installation:
        from access.installation import Installation

        return Installation(self.db)

    @cached_property
    def copies(self) -> CopyRegister:
        from access.copies import CopyRegister

        return CopyRegister(self.db)

    def _own_network_only(self) -> bool:
        """Whether the services this one asks must stand on this host or in its own private network."""
        from access.installation import INDEPENDENT_LAN

        return self.installation.mode() == INDEPENDENT_LAN
