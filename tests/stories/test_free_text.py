"""No free text of any form keeps, or says back, what might point to a patient.

The fields are found in the gallery, not listed: a new one is walked as well.
"""

import pytest

from bot.app.answering import FORMS
from bot.app.own_hours import FORM as HOURS
from bot.events import Submitted, Word
from bot.ui import Filled, Form, Write
from bot.words import Voice
from bot.words.gallery import examples
from tests.stories.hospital import Hospital
from tests.stories.searching import every_row
from tests.stories.test_mutual_yes import YES, pair

PATIENT = "Mrs Lopez in bed 12, MRN 4482913"
FORM_EXAMPLES = {e.name: e for e in examples(Voice()).values() if isinstance(e, Form)}
FREE_TEXT = [
    (name, field.name)
    for name, form in FORM_EXAMPLES.items()
    for field in form.fields
    if isinstance(field, Write)
]


def kept_by(hospital: Hospital) -> str:
    """All that is kept, opened where it is sealed."""
    return every_row(f"sqlite:///{hospital.path}")


def introduced(hospital: Hospital) -> str:
    """Two who met, so that every form has something to be about."""
    pair(hospital)
    hospital.presses("ana", YES)
    hospital.presses("ben", YES)
    with hospital.store.reading() as reading:
        return reading.introductions_of("ana", 1)[0].id


def test_every_form_is_in_the_gallery():
    assert set(FORM_EXAMPLES) == {*FORMS, HOURS}
    assert len(FREE_TEXT) > 10


@pytest.mark.parametrize(("form", "field"), FREE_TEXT)
def test_a_patient_in_any_field_is_neither_kept_nor_said_back(hospital, form, field):
    about = introduced(hospital)
    values = {each.name: ("golf",) for each in FORM_EXAMPLES[form].fields}
    filled = Filled(tuple((values | {field: (PATIENT,)}).items()))
    who = hospital._who("ana")
    for target in (about, "golf", ""):
        reply = hospital.app.handle(Submitted(hospital._event(), who, form, target, filled))
        assert "4482913" not in str(reply)
        if "The rest is still here" in str(reply):
            assert "value='golf'" in str(reply) or "values=('golf'" in str(reply)
    left = kept_by(hospital)
    assert "4482913" not in left
    assert "Lopez" not in left
    assert "Ana Díaz" in left, "the search looks where it should"


@pytest.mark.parametrize("word", Word)
def test_a_patient_after_any_word_is_neither_kept_nor_said_back(hospital, word):
    introduced(hospital)
    assert "4482913" not in str(hospital.reply_to("ana", f"{word} {PATIENT}"))
    hospital.deliver()
    assert "4482913" not in str(hospital.told)
    assert "4482913" not in kept_by(hospital)
