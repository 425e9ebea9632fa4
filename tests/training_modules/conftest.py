from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from training_modules.editions.workshop import Workshop
from training_modules.files import FolderFiles
from training_modules.library import CourseLibrary
from training_modules.service import TrainingService
from vanthu.db import Database

COURSES = Path(__file__).resolve().parents[2] / "training_modules" / "courses"
COURSE = "phan-loai-truoc-khi-dan"
SHIPPED = sorted(folder.name for folder in COURSES.iterdir() if folder.is_dir())


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """A copy of one shipped course that a test may damage."""
    shutil.copytree(COURSES / COURSE, tmp_path / "courses" / COURSE)
    return tmp_path / "courses"


@pytest.fixture
def school(database: Database, courses: Path, tmp_path: Path) -> TrainingService:
    return school_of(database, courses, tmp_path)


def school_of(database: Database, courses: Path, tmp_path: Path, own: Path | None = None) -> TrainingService:
    """The school as a server that has just started sees these folders."""
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))
    return TrainingService(database, CourseLibrary(database, courses, own), catalogue, PassageStore(database))


@pytest.fixture
def learner(database: Database) -> Callable[..., Principal]:
    """Makes accounts: `learner("an")`, `learner("ai", Role.AUDITOR)`."""
    UnitService(database).list()
    accounts = AccountService(database)
    accounts.local_operator()

    def make(name: str, role: Role = Role.TRAINEE) -> Principal:
        return accounts.add(name, name, "LOCAL", [role])[0]

    return make


@pytest.fixture
def giang(learner: Callable[..., Principal]) -> Principal:
    """A trainer."""
    return learner("giang", Role.TRAINER)


@pytest.fixture
def workshop(database: Database, courses: Path, tmp_path: Path) -> Workshop:
    """Where trainers work, with `courses` as what ships and a folder of the site's own."""
    return Workshop(database, CourseLibrary(database, courses), tmp_path / "own", None)


def shipped(course: str = COURSE) -> dict[str, str]:
    """The files of a course that ships, by name."""
    return FolderFiles(COURSES / course).all()
