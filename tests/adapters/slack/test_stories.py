"""Members' stories, told in Slack: each word, click and form goes through the real endpoint.

The stories are those of `tests/stories`. What reaches the core must be the very
event, and everything that comes back within Slack's limits and seen there.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.slack.way import SlackWay
from tests.stories import test_members, test_mutual_yes, test_times
from tests.stories.hospital import Hospital

pytestmark = pytest.mark.slow


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    hospital = Hospital(tmp_path)
    hospital.way = SlackWay(hospital)
    yield hospital
    hospital.close()


# The stories whose hospital is the plain one; pytest tells each again with the fixture above.
for _module in (test_members, test_mutual_yes, test_times):
    for _name, _story in vars(_module).items():
        if _name.startswith("test_") and "hospital" in inspect.signature(_story).parameters:
            globals()[f"{_name}_in_slack"] = _story
