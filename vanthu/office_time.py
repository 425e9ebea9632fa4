"""Viet Nam's time, for those who need no database."""

from __future__ import annotations

from datetime import timedelta, timezone

OFFICE_TIME = timezone(timedelta(hours=7))
"""All the year: rights given from one day to another begin and end at its midnight."""
