"""A new requirement, read and judged before anything is written."""

from __future__ import annotations

from datetime import date

from access.errors import RoleMissing, RoleUnknown
from access.names import display_name
from access.role_rules import read_roles
from access.roles import MAY, Action
from training_modules.enrolment.errors import RequirementInvalid
from training_modules.enrolment.models import RequirementRow
from training_modules.enrolment.types import NewRequirement

LONGEST_TITLE = 200
MOST_DAYS = 3660
MOST_MONTHS = 120

ROLE_WRONG = "có vai trò không học được"
DUE_TWICE = "chỉ chọn một cách tính hạn: một ngày cố định hoặc số ngày sau khi ghi danh"
DUE_EARLY = "hạn hoàn thành phải sau ngày bắt đầu"
DAYS_WRONG = "số ngày phải từ 1 đến 3660"
MONTHS_WRONG = "số tháng học lại phải từ 1 đến 120"
TITLE_LONG = "tên đợt học dài quá 200 ký tự"
NEW_NAMED = "danh sách theo tên không đi cùng điều kiện tài khoản mới"


def read(new: NewRequirement, title: str, unit_id: int, made_by: int, today: date) -> RequirementRow:
    """The row for it; `title` is the course's. Raises `RequirementInvalid`."""
    begins = new.begins_on or today
    if new.due_on is not None and new.due_days is not None:
        raise RequirementInvalid(problem=DUE_TWICE)
    if new.due_on is not None and new.due_on < max(begins, today):
        raise RequirementInvalid(problem=DUE_EARLY)
    for days in (new.due_days, new.new_within_days):
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise RequirementInvalid(problem=DAYS_WRONG)
    if new.repeat_months is not None and not 1 <= new.repeat_months <= MOST_MONTHS:
        raise RequirementInvalid(problem=MONTHS_WRONG)
    if new.by_name and new.new_within_days is not None:
        raise RequirementInvalid(problem=NEW_NAMED)
    if len(new.title) > LONGEST_TITLE:
        raise RequirementInvalid(problem=TITLE_LONG)
    return RequirementRow(
        title=display_name(new.title) or display_name(title)[:LONGEST_TITLE],
        course_id=new.course_id,
        unit_id=unit_id,
        roles=_roles(new.roles),
        new_within_days=new.new_within_days,
        by_name=new.by_name,
        mandatory=new.mandatory,
        begins_on=begins,
        due_on=new.due_on,
        due_days=new.due_days,
        repeat_months=new.repeat_months,
        made_by=made_by,
    )


def _roles(names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    try:
        roles = read_roles(names)
    except (RoleMissing, RoleUnknown):
        raise RequirementInvalid(problem=ROLE_WRONG) from None
    if not roles <= MAY[Action.LEARN]:
        raise RequirementInvalid(problem=ROLE_WRONG)
    return sorted(roles)
