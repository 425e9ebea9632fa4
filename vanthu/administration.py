"""What an administrator does with units, accounts and roles: the role is checked, the act recorded.

The pages, the operator's API and the command line go through here. The trail holds ids and numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from access.roles import Action, Role

if TYPE_CHECKING:
    from pathlib import Path

    from access.account_list import AccountState, AccountView
    from access.assignments import Assignment
    from access.principal import Principal
    from access.unit_history import Span
    from access.units import Unit
    from vanthu.acts import Acts
    from vanthu.provisioning import Progress
    from vanthu.services import Services


class Administration:
    """The acts of one administrator; raises `Forbidden` for everyone else."""

    def __init__(self, services: Services, acts: Acts) -> None:
        acts.principal.require(Action.ADMINISTER)
        self._services = services
        self._acts = acts
        self.principal = acts.principal

    # Accounts

    def accounts(
        self,
        *,
        search: str = "",
        unit_code: str | None = None,
        state: AccountState | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[list[AccountView], int]:
        """A page of accounts, and how many there are in all."""
        service = self._services.accounts
        rows = service.list(search=search, unit_code=unit_code, state=state, limit=limit, offset=offset)
        return rows, service.count(search=search, unit_code=unit_code, state=state)

    def account(self, username: str) -> AccountView:
        return self._services.accounts.view(username)

    def add_account(
        self,
        username: str,
        display_name: str,
        unit_code: str,
        roles: Iterable[Role | str],
        *,
        activation: bool = False,
    ) -> tuple[Principal, str]:
        """The account, and the password, or the activation token, which is told this once."""
        service = self._services.accounts
        add = service.add_waiting if activation else service.add
        person, secret = add(username, display_name, unit_code, roles)
        self._record("account_add", account=person.account_id, roles=sorted(person.roles))
        return person, secret

    def change_account(
        self,
        username: str,
        *,
        display_name: str | None = None,
        unit_code: str | None = None,
        roles: Iterable[Role | str] | None = None,
    ) -> AccountView:
        changed = self._services.accounts.change(
            username, display_name=display_name, unit_code=unit_code, roles=roles, by=self.principal
        )
        held = {"roles": list(changed.roles)} if roles is not None else {}
        self._record("account_change", account=changed.id, **held)
        return changed

    def reset_account(self, username: str, *, activation: bool = False) -> tuple[AccountView, str]:
        """A new password, or a new activation token, which is told this once."""
        service = self._services.accounts
        secret = service.reset_to_activation(username) if activation else service.reset(username)
        account = service.view(username)
        self._record("account_activation" if activation else "account_reset", account=account.id)
        return account, secret

    def disable_account(self, username: str) -> AccountView:
        self._services.accounts.disable(username, by=self.principal)
        account = self.account(username)
        self._record("account_disable", account=account.id)
        return account

    def enable_account(self, username: str) -> AccountView:
        self._services.accounts.enable(username)
        account = self.account(username)
        self._record("account_enable", account=account.id)
        return account

    def reset_second_factor(self, username: str) -> AccountView:
        """The person's second factor and recovery codes are void and their sessions end.

        Whoever needs a second factor sets one up at the next sign-in.
        """
        account = self.account(username)
        self._services.second_factors.reset(account.id)
        self._services.sessions.end_all(account.id)
        self._record("second_factor_removed", account=account.id)
        return account

    # Assignments

    def assignments(self, username: str) -> list[Assignment]:
        return self._services.assignments.of_account(self.account(username).id)

    def assign(
        self,
        username: str,
        unit_code: str,
        role: Role | str,
        *,
        from_day: date | None = None,
        until_day: date | None = None,
    ) -> Assignment:
        account = self.account(username)
        given = self._services.assignments.assign(
            account.id, unit_code, role, from_day=from_day, until_day=until_day, by=self.principal
        )
        self._record("assignment_add", account=account.id, assignment=given.id, role=given.role)
        return given

    def end_assignment(self, assignment_id: int) -> Assignment:
        ended = self._services.assignments.end(assignment_id, by=self.principal)
        self._record("assignment_end", account=ended.account_id, assignment=ended.id)
        return ended

    # Lists of accounts

    def import_accounts(self, source: Path, tokens: Path) -> Progress:
        """Begin to take a list in, or go on with it; it goes on by itself."""
        return self._services.provisioning.start(source, tokens, self._acts)

    def import_uploaded(self, content: bytes) -> Progress:
        """As `import_accounts`, for a list that came by the pages; the tokens wait in the data folder."""
        folder = self._services.folder
        return self._services.provisioning.start_uploaded(
            content, folder.temporary, folder.root / "imports", self._acts
        )

    def latest_import(self) -> Progress | None:
        """The import this process began last."""
        return self._services.provisioning.latest()

    def imported_files(self, progress: Progress) -> tuple[Path | None, Path | None]:
        """Tokens and refused rows of an import, where they wait in the data folder."""
        kept = self._services.folder.root / "imports"
        files = (progress.view.tokens, progress.view.errors)
        tokens, errors = (file if file.parent == kept and file.is_file() else None for file in files)
        return tokens, errors

    def forget_import(self, progress: Progress) -> None:
        """Remove both files; the tokens cannot be shown again."""
        for file in self.imported_files(progress):
            if file is not None and not progress.running:
                file.unlink(missing_ok=True)
        self._services.provisioning.forget(progress.view.id)

    def import_progress(self, import_id: int) -> Progress:
        return self._services.provisioning.progress(import_id)

    # Units

    def units(self, *, on: date | None = None) -> list[Unit]:
        return self._services.units.list(on=on)

    def unit_history(self, code: str) -> list[Span]:
        return self._services.units.history(code)

    def add_unit(
        self, code: str, name: str, parent: str | None = None, *, agency_code: str | None = None
    ) -> Unit:
        return self._recorded(
            "unit_add", self._services.units.add(code, name, parent, agency_code=agency_code)
        )

    def rename_unit(
        self, code: str, name: str, *, agency_code: str | None = None, on: date | None = None
    ) -> Unit:
        unit = self._services.units.rename(code, name, agency_code=agency_code, on=on)
        return self._recorded("unit_rename", unit, on)

    def move_unit(self, code: str, under: str, *, on: date | None = None) -> Unit:
        return self._recorded("unit_move", self._services.units.move(code, under, on=on), on)

    def merge_unit(self, code: str, into: str, *, on: date | None = None) -> Unit:
        return self._recorded("unit_merge", self._services.units.merge(code, into, on=on), on)

    def abolish_unit(self, code: str, *, on: date | None = None) -> Unit:
        return self._recorded("unit_abolish", self._services.units.abolish(code, on=on), on)

    def keep_unit(self, code: str) -> Unit:
        """Withdraw a merger or an abolition that lies ahead."""
        return self._recorded("unit_keep", self._services.units.keep(code))

    def _recorded(self, action: str, unit: Unit, on: date | None = None) -> Unit:
        detail = {"unit": unit.id, "parent": unit.parent_id, "successor": unit.successor_id}
        self._record(action, **detail, **({"on": on.isoformat()} if on else {}))
        return unit

    def _record(self, action: str, **detail: Any) -> None:
        self._acts.operated(action, detail)
