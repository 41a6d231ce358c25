"""A story for each row of what members can do, told again through every other way in."""

import pytest

from tests.adapters.slack.way import SlackWay
from tests.stories import (
    test_ask,
    test_closing,
    test_hours,
    test_introduce,
    test_members,
    test_mutual_yes,
    test_rights,
    test_times,
)
from tests.stories.hospital import PROGRAMME, Hospital
from tests.stories.test_members import (
    test_patient_lines_are_refused_not_stored_not_shown_and_the_rest_is_kept as patient_lines,
)
from tests.stories.test_mutual_yes import (
    test_first_words_come_back_to_whoever_wrote_them_and_to_nobody_else as first_words,
)
from tests.stories.test_times import (
    test_called_away_in_one_tap_the_other_is_told_kindly_and_offered_new_times as called_away,
)
from tests.stories.ways import Browser, Terminal

WAYS = {"browser": Browser, "terminal": Terminal, "slack": SlackWay}

STORIES = {
    "join and profile": test_members.test_joining_reads_what_was_typed_and_asks_about_the_rest,
    "no patient": patient_lines,
    "home, why, resume, help": test_members.test_resume_and_the_other_words,
    "pause": test_members.test_a_pause_until_a_day_and_without_end,
    "often and budget": test_members.test_how_often_and_how_many,
    "hours": test_hours.test_a_new_file_takes_the_old_ones_place_and_can_be_forgotten,
    "ask": test_ask.test_the_first_yes_is_an_introduction_like_any_other,
    "introduce": test_introduce.test_by_form,
    "two yeses": test_mutual_yes.test_each_is_told_who_and_why_and_two_yeses_introduce_them,
    "first words": first_words,
    "times": test_times.test_one_suggests_the_other_agrees_and_both_have_it,
    "called away": called_away,
    "met": test_closing.test_thanks_are_passed_on_in_their_own_words,
    "keep in touch": test_closing.test_keeping_in_touch_is_told_only_when_both_want_it,
    "never": test_rights.test_never_is_said_only_to_whoever_asked_and_can_be_taken_back,
    "export": test_rights.test_an_export_holds_all_of_ones_own_and_nothing_of_the_other,
    "leave": test_rights.test_leaving_is_kind_and_join_brings_one_back,
    "forget me": test_rights.test_forgetting_is_asked_once_and_not_done_by_closing_the_form,
    "help": test_rights.test_help_lists_every_word,
}
QUIET = ("ask", "introduce")
"""Stories whose hospital runs no rounds."""


QUICK = ("no patient", "hours", "ask", "two yeses")
"""What is told in Slack each time; the other rows there take a second each."""

TOLD = [
    pytest.param(row, way, marks=[pytest.mark.slow] if way == "slack" and row not in QUICK else [])
    for row in STORIES
    for way in WAYS
]


@pytest.mark.parametrize(("row", "way"), TOLD)
def test_the_story_goes_the_same(tmp_path, row, way):
    hospital = Hospital(tmp_path, test_ask.NO_ROUNDS if row in QUIET else PROGRAMME)
    if row == "introduce":
        test_introduce.ward(hospital)
    hospital.way = WAYS[way](hospital)
    try:
        STORIES[row](hospital)
    finally:
        hospital.close()
