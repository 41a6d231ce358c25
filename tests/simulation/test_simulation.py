"""Three weeks of 80 members: every promise holds, whatever they do."""

import pytest

from tests.simulation.hospital import Simulated
from tests.simulation.promises import PROMISES, funnel

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("simulation")]


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    hospital = Simulated(tmp_path_factory.mktemp("simulation"), members=80)
    hospital.live(weeks=3)
    yield hospital
    hospital.close()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_it_is_kept(hospital, promise):
    promise(hospital)


def test_people_get_to_meet(hospital):
    came = funnel(hospital)
    assert came["proposed"] > came["both yes"] >= max(came["time agreed"], came["met"])
    assert all(came.values())
