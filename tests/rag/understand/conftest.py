"""A catalogue with a few units and people, as the records room tries it with."""

from tests.records.conftest import catalogue, files, maker, people  # noqa: F401 - fixtures
