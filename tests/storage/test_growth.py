"""Answering one member costs no more in a hospital four times as large, on both databases.

Not timed: counted, for everything a member can type, press or send.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from statistics import median

import pytest

from benchmarks.members_day import Case, Day, cases
from benchmarks.year import kept
from bot.app import asking, experts
from storage import finding
from tests.databases import fresh_postgres, keys_of
from tests.storage.effort import Effort, effort

SMALL, LARGE, WEEKS = 800, 3_200, 8
"""Members, and weeks of their history."""

TIMES = 2
"""How often each thing is done, each time by somebody else."""

NO_SCANS = "options=-c%20enable_seqscan%3Doff"
"""PostgreSQL reads small tables whole, which says nothing of large ones."""

EVERYBODY = "never-pairs of everybody"
"""What is meant to grow, and must be seen to."""

Efforts = Mapping[str, list[Effort]]
"""By the name of what was done."""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("growth")]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hospitals(request, tmp_path_factory) -> Iterator[tuple[Efforts, Efforts]]:
    """What everything costs in the small hospital, and in the large one."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        # So that as many offers and names are looked through in both.
        patch.setattr(experts, "AT_FIRST", 4)
        patch.setattr(asking, "COUNTED", 4)
        patch.setattr(finding, "MANY", 10)
        if request.param == "sqlite":
            folder = tmp_path_factory.mktemp("growth")
            urls = [f"sqlite:///{folder}/{size}.db" for size in (SMALL, LARGE)]
        else:
            server = request.getfixturevalue("postgres")
            fresh = [stack.enter_context(fresh_postgres(server)) for _ in range(2)]
            urls = [url.replace("?", f"?{NO_SCANS}&") for url in fresh]
        yield _efforts(urls[0], SMALL), _efforts(urls[1], LARGE)


def _efforts(url: str, size: int) -> Efforts:
    keys = keys_of(url)
    with Day.of(url, keys, kept(url, keys, size, weeks=WEEKS)) as day:
        spent = {case.name: [_effort(day, case) for _ in range(TIMES)] for case in cases()}
        with effort() as on_all, day.store.reading() as reading:
            reading.never_pairs()
        return spent | {EVERYBODY: [on_all]}


def _effort(day: Day, case: Case) -> Effort:
    event = case.event(day)
    with effort() as spent:
        day.app.handle(event)
    return spent


@pytest.mark.parametrize("name", [case.name for case in cases()])
def test_it_costs_no_more_in_a_large_hospital(
    hospitals: tuple[Efforts, Efforts], name: str
) -> None:
    small, large = (each[name] for each in hospitals)
    assert median(e.statements for e in large) <= median(e.statements for e in small) + 2
    assert median(e.work for e in large) <= median(e.work for e in small) * 1.25 + 20


def test_what_reads_everybody_is_noticed(hospitals: tuple[Efforts, Efforts]) -> None:
    small, large = (each[EVERYBODY][0] for each in hospitals)
    assert small.statements == large.statements
    assert large.work > 2 * small.work
