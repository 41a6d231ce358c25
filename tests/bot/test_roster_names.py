import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.roster.names import LONGEST, Name, NotAName, read_name

NAMES = [
    # as typed, the whole name, the given name
    ("Edgar Flores", "Edgar Flores", "Edgar"),
    ("  Edgar \u00a0 Flores ", "Edgar Flores", "Edgar"),
    ("Nelson, Sydney, MD, MPH", "Sydney Nelson", "Sydney"),
    ("Smith,Ana", "Ana Smith", "Ana"),
    ("Levi Murray, MLS(ASCP)", "Levi Murray", "Levi"),
    ("Alexis Spencer, RT(R)(CT)", "Alexis Spencer", "Alexis"),
    ("Gregory Murphy, OTR/L", "Gregory Murphy", "Gregory"),
    ("Mario Wagner, MD, PGY-2", "Mario Wagner", "Mario"),
    ("Ava Rodriguez, DNP, FNP-C", "Ava Rodriguez", "Ava"),
    ("Anna-Maria von Trapp, M.D.", "Anna-Maria von Trapp", "Anna-Maria"),
    ("Kim Lee MD PhD", "Kim Lee", "Kim"),
    ("Ana Russell, rn", "Ana Russell", "Ana"),
    ("Ana Russell, XYZQ", "Ana Russell", "Ana"),
    ("Do, Anna", "Anna Do", "Anna"),
    ("Ma, An", "An Ma", "An"),
    ("van der Berg, Luke, RN", "Luke van der Berg", "Luke"),
    ("Gómez Ruiz, Emmanuel", "Emmanuel Gómez Ruiz", "Emmanuel"),
    ("St. John, Alexa", "Alexa St. John", "Alexa"),
    ("Carson de la Cruz", "Carson de la Cruz", "Carson"),
    ("de la Cruz", "de la Cruz", "de la Cruz"),
    ("Jared Velasco (she/her)", "Jared Velasco", "Jared"),
    ("Ana Ruiz [they/them], RN", "Ana Ruiz", "Ana"),
    ("José Mills (she/her), RT(R)", "José Mills", "José"),
    ("Ana Ruiz - she/her/hers", "Ana Ruiz", "Ana"),
    ("Ana (ella) Ruiz", "Ana Ruiz", "Ana"),
    ("He, Wei", "Wei He", "Wei"),
    ("Sinéad O’Brien (Contractor)", "Sinéad O’Brien", "Sinéad"),
    ("Robert (Bob) Smith", "Robert (Bob) Smith", "Bob"),
    ('Robert "Bob" Smith', 'Robert "Bob" Smith', "Bob"),
    ("Dr. Dakota Wells", "Dakota Wells", "Dakota"),
    ("Prof. Dr. Anna Müller", "Anna Müller", "Anna"),
    ("Lee, Dr. Sabrina", "Sabrina Lee", "Sabrina"),
    ("Dr. Smith", "Dr. Smith", "Dr. Smith"),
    ("Dr Smith", "Dr Smith", "Dr Smith"),
    ("Edwin F. Henderson Jr.", "Edwin F. Henderson Jr.", "Edwin"),
    ("Edwin Jr", "Edwin Jr", "Edwin"),
    ("Knight Jr., Brandon F.", "Brandon F. Knight Jr.", "Brandon"),
    ("Knight, Brandon F., Jr., MD", "Brandon F. Knight Jr.", "Brandon"),
    ("J. Robert Smith", "J. Robert Smith", "Robert"),
    ("J. Smith", "J. Smith", "J. Smith"),
    ("A. J. Kim", "A. J. Kim", "A. J. Kim"),
    ("Ana", "Ana", "Ana"),
    ("tiffany wells", "Tiffany Wells", "Tiffany"),
    ("luke van der berg, RN", "Luke van der Berg", "Luke"),
    ("gracie o'brien", "Gracie O'Brien", "Gracie"),
    ("elijah d’souza", "Elijah D’Souza", "Elijah"),
    ("wesley al-hassan", "Wesley Al-Hassan", "Wesley"),
    ("connor mcdonald", "Connor McDonald", "Connor"),
    ("shelby st. john", "Shelby St. John", "Shelby"),
    ("miguel łukasz", "Miguel Łukasz", "Miguel"),
    ("van nguyen", "Van Nguyen", "Van"),
    ("henry ford iii", "Henry Ford III", "Henry"),
    ("NELSON, SYDNEY, MD", "Sydney Nelson", "Sydney"),
    ("JD SMITH", "JD Smith", "JD"),
    ("Tiffany wells", "Tiffany wells", "Tiffany"),
    ("DeShawn McKay", "DeShawn McKay", "DeShawn"),
    ("мария иванова-петрова", "Мария Иванова-Петрова", "Мария"),
    ("ნინო ბერიძე", "ნინო ბერიძე", "ნინო"),
    ("محمد الأحمد", "محمد الأحمد", "محمد"),
    ("王小明", "王小明", "王小明"),
    ("王, 小明", "王 小明", "王 小明"),
    ("김 민수", "김 민수", "김 민수"),
    ("Zoe\u0308 Bell", "Zoë Bell", "Zoë"),
    ("An\u00adna\u200b Bell", "Anna Bell", "Anna"),
    ("سیده\u200cزهرا نوری", "سیده\u200cزهرا نوری", "سیده\u200cزهرا"),
]


@pytest.mark.parametrize(("typed", "full", "given_name"), NAMES)
def test_a_name_is_what_a_colleague_would_say(typed: str, full: str, given_name: str) -> None:
    assert read_name(typed) == Name(full, given_name)


def test_the_credentials_column_settles_what_letters_alone_do_not() -> None:
    assert read_name("Lee, Qxy", credentials="MD, Qxy") == Name("Lee", "Lee")
    assert read_name("Lee, Qxy", credentials="MD") == Name("Qxy Lee", "Qxy")
    assert read_name("Lee, Qxy", credentials="") == Name("Qxy Lee", "Qxy")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "no name"),
        ("   ", "no name"),
        (" , MD", "no name"),
        ("(Bob)", "no name"),
        ("12345", "no name"),
        ("Ana\nRuiz", "control character"),
        ("Ana\tRuiz", "control character"),
        ("Ana\x07 Ruiz", "control character"),
        ("Ana\x00", "control character"),
        ("Ana \u202eziuR", "direction"),
        ("ana.ruiz@hospital.example", "e-mail"),
        ("A" * (LONGEST + 1), "101 characters"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(NotAName, match=why):
        read_name(typed)


@given(typed=st.text(max_size=120), credentials=st.text(max_size=20))
def test_any_text_gives_a_name_on_one_line_or_a_reason(typed: str, credentials: str) -> None:
    try:
        name = read_name(typed, credentials)
    except NotAName:
        return
    assert name.full
    assert name.given
    assert name.given in name.full
    assert "\n" not in name.full
    assert name.full == " ".join(name.full.split())


@given(
    first=st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True),
    last=st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True),
)
def test_plain_names_are_read_as_the_same_name_written_otherwise(first: str, last: str) -> None:
    plain = read_name(f"{first} {last}")
    assert read_name(f" {first}  {last} ") == plain
