"""Fixtures for every test: fresh databases, both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from storage import SqlStore, open_store, upgrade
from tests.databases import (
    forget_everything,
    fresh_postgres,
    fresh_sqlite,
    keys_of,
    postgres_server,
    server_folder,
)

# The default renderer draws traces with every local value: seconds for each.
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
)

KINDS = ("sqlite", "postgresql")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones that must run together come first: at the end all workers have work."""
    items.sort(key=lambda each: each.get_closest_marker("xdist_group") is None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server, started only when a test asks; its URL."""
    with postgres_server(server_folder()) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_upgraded(postgres: str) -> Iterator[str]:
    """One upgraded database for each worker, emptied before each use."""
    with fresh_postgres(postgres) as url:
        upgrade(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An upgraded SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, upgraded database of either kind."""
    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path, request.getfixturevalue("sqlite_template"))
    else:
        url = request.getfixturevalue("postgres_upgraded")
        forget_everything(url)
        yield url


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of either kind with nothing in it."""
    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path, None)
    else:
        with fresh_postgres(request.getfixturevalue("postgres")) as url:
            yield url


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """An open store over a fresh database of either kind."""
    opened = open_store(database_url, keys_of(database_url))
    yield opened
    opened.close()
