"""Links into Teams lead to the cloud that the hospital is in."""

import pytest

from adapters.house import house
from bot import config
from bot.setting_values import PREFIX
from bot.words import TEAMS, Voice
from bot.words.gallery import examples
from storage import upgrade


@pytest.mark.parametrize("cloud", TEAMS)
def test_every_link_into_teams_leads_to_the_same_cloud(cloud: str) -> None:
    told = repr(examples(Voice(teams=TEAMS[cloud])))
    assert f"{TEAMS[cloud]}/l/chat/0/0?" in told
    assert not any(other in told for other in TEAMS.values() if other != TEAMS[cloud])


def test_the_setting_says_which(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'coffee.db'}"
    upgrade(url)
    given = {"DATABASE_URL": url, "TEAMS_CLOUD": "gcc-high"}
    with house(config.read({PREFIX + name: value for name, value in given.items()})) as wired:
        assert wired.app.means.voice.teams == "https://gov.teams.microsoft.us"
