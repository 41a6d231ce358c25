"""The command line as a script meets it: real processes, a real database, exit codes."""

import csv
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).parents[2]
COLUMNS = "member_id,display_name,timezone,department,shift,joined,status,interests_as_typed"


@pytest.fixture
def home(tmp_path):
    return tmp_path


@pytest.fixture
def upgraded(home, sqlite_template):
    """A home with an upgraded database, as `db upgrade` leaves it."""
    return copied(sqlite_template, home)


@pytest.fixture(scope="module")
def four_template(tmp_path_factory, sqlite_template):
    """A home where `FOUR` were imported, to copy."""
    folder = copied(sqlite_template, tmp_path_factory.mktemp("four"))
    imported(folder)
    return folder / "rounds.db"


@pytest.fixture
def four(home, four_template):
    """A home where `FOUR` were imported."""
    return copied(four_template, home)


def copied(database: Path, home: Path) -> Path:
    for kind in (".db", ".key"):
        shutil.copy(database.with_suffix(kind), (home / "rounds").with_suffix(kind))
    return home


def coffee(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `coffee-rounds` with a database of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "COLUMNS": "200",
        "COFFEE_ROUNDS_DATABASE_URL": f"sqlite:///{home / 'rounds.db'}",
    }
    return subprocess.run(
        [sys.executable, "-m", "adapters.cli", *words],
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def roster(home: Path, *rows: str, header: str = COLUMNS) -> str:
    path = home / "staff.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return str(path)


FOUR = (
    "1,Ana Díaz,America/New_York,Pharmacy,days,yes,active,sepsis; baking",
    "2,Ben Stone,America/New_York,Surgery,days,yes,active,sepsis",
    "3,Cleo Park,America/New_York,Imaging,nights,yes,active,baking",
    "4,Dan Roe,America/New_York,Imaging,days,yes,on leave,golf",
)


def imported(home: Path, *rows: str) -> None:
    done = coffee(home, "roster", "import", roster(home, *(rows or FOUR)), "--apply")
    assert done.returncode == 0, done.stdout + done.stderr


def test_from_nothing_to_a_round(home):
    assert coffee(home, "db", "upgrade").returncode == 0
    imported(home)
    shown = coffee(home, "round", "preview", "--certify")
    assert shown.returncode == 0, shown.stderr
    assert "You both chose Sepsis improvement" in " ".join(shown.stdout.split())
    assert "1 on leave" in shown.stdout
    assert "all feasible pairs" in shown.stdout
    assert json.loads(coffee(home, "round", "list", "--json").stdout) == [], (
        "a preview keeps nothing"
    )
    ran = coffee(home, "round", "run", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["matched"] == 3
    again = coffee(home, "round", "run")
    assert again.returncode == 1
    assert "already has a round" in again.stderr
    assert json.loads(coffee(home, "round", "list", "--json").stdout)[0]["due"] == 3


def test_a_dry_run_writes_nothing_and_a_second_import_changes_nothing(upgraded):
    file = roster(upgraded, *FOUR)
    dry = coffee(upgraded, "roster", "import", file)
    assert "dry run" in dry.stdout
    assert coffee(upgraded, "member", "show", "1").returncode == 1
    assert coffee(upgraded, "roster", "import", file, "--apply").returncode == 0
    second = json.loads(coffee(upgraded, "roster", "import", file, "--apply", "--json").stdout)
    assert second["added"] == []
    assert second["changed"] == {}


def test_only_what_changed_is_changed(four):
    moved = (FOUR[0].replace("Pharmacy", "Surgery"), *FOUR[1:])
    done = json.loads(
        coffee(four, "roster", "import", roster(four, *moved), "--apply", "--json").stdout
    )
    assert done["changed"] == {"1": ["department"]}
    assert (
        json.loads(coffee(four, "member", "show", "1", "--json").stdout)["department"] == "Surgery"
    )


def test_bad_rows_are_named_and_good_ones_kept(upgraded):
    file = roster(
        upgraded,
        FOUR[0],
        "1,Twice Again,America/New_York,,days,,,",
        "5,Eve Moss,America/Nowhere,,days,,,",
        "6,Flo Ray,America/New_York,,dayz,,,",
        FOUR[1],
    )
    done = coffee(upgraded, "roster", "import", file, "--apply")
    assert done.returncode == 3
    for line in ("line 3", "line 4", "line 5"):
        assert line in done.stdout
    assert coffee(upgraded, "member", "show", "2").returncode == 0
    assert coffee(upgraded, "member", "show", "5").returncode == 1


def test_columns_can_be_mapped(upgraded):
    file = roster(upgraded, "1,Ana Díaz,America/New_York", header="Nr,Who,Zone")
    refused = coffee(upgraded, "roster", "import", file)
    assert refused.returncode == 1
    assert "names no column" in refused.stderr
    maps = ("--map", "Nr=member_id", "--map", "Who=display_name", "--map", "Zone=timezone")
    assert coffee(upgraded, "roster", "import", file, *maps, "--apply").returncode == 0


def test_a_mapped_column_that_is_not_there_is_named(upgraded):
    done = coffee(upgraded, "roster", "import", roster(upgraded, *FOUR), "--map", "Nope=manager")
    assert done.returncode == 1
    assert "nope" in done.stderr


def test_an_empty_roster_writes_nothing(upgraded):
    coffee(upgraded, "roster", "import", roster(upgraded), "--apply")
    assert coffee(upgraded, "round", "list").returncode == 1, "no programme was made"
    imported(upgraded)
    assert coffee(upgraded, "round", "preview").returncode == 0


def test_the_demo_says_at_once_that_its_port_is_taken(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = coffee(home, "demo", COFFEE_ROUNDS_WEB_PORT=port)
    assert done.returncode == 1
    assert "COFFEE_ROUNDS_WEB_PORT" in done.stderr
    assert "Errno" not in done.stderr
    assert "Imported" not in done.stdout


def test_patients_are_never_repeated(upgraded):
    row = "1,Ana Díaz,America/New_York,Pharmacy,days,yes,active,MRN 4482913 septic in bed 12"
    done = coffee(upgraded, "roster", "import", roster(upgraded, row), "--apply")
    shown = coffee(upgraded, "member", "show", "1")
    assert "might point to a patient" in done.stdout
    for text in (done.stdout, done.stderr, shown.stdout):
        assert "4482913" not in text
    assert b"4482913" not in (upgraded / "rounds.db").read_bytes()


@pytest.mark.parametrize(
    ("words", "settings", "code", "said"),
    [
        (("round", "list"), {}, 1, "coffee-rounds db upgrade"),
        (("round", "list"), {"COFFEE_ROUNDS_DATABASE_URL": "mysql://a:secret@b/c"}, 2, "mysql"),
        (
            ("round", "list"),
            {
                "COFFEE_ROUNDS_DATABASE_URL": "postgresql://a:secret@127.0.0.1:1/c",
                "COFFEE_ROUNDS_SECRET_KEYS": Fernet.generate_key().decode(),
            },
            1,
            "No database answers",
        ),
        (
            ("round", "list"),
            {"COFFEE_ROUNDS_DATABASE_URL": "postgresql://a:secret@127.0.0.1:1/c"},
            1,
            "coffee-rounds db new-key",
        ),
        (("serve",), {"COFFEE_ROUNDS_WEB_HOST": "0.0.0.0"}, 2, "only this machine"),
        (("round", "dance"), {}, 2, "No such command"),
        (("round", "list"), {"COFFEE_ROUNDS_LANGUAGE": "xx"}, 2, "use one of en"),
        (("roster", "import", "nowhere.csv"), {}, 1, ""),
    ],
)
def test_troubles_are_one_plain_message_and_a_code(home, words, settings, code, said):
    done = coffee(home, *words, **settings)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr + done.stdout


def test_trouble_is_json_too(home):
    done = coffee(home, "round", "list", "--json")
    assert "db upgrade" in json.loads(done.stdout)["error"]


def test_an_unknown_member_and_several_alike(four):
    assert "No member" in coffee(four, "member", "show", "zz").stderr
    several = coffee(four, "member", "show", "imag")
    assert several.returncode == 1
    assert "Give an id" in several.stderr
    assert "Ana Díaz" in coffee(four, "member", "show", "díaz").stdout


def test_the_doctor_says_what_to_do(home, four_template):
    ill = coffee(home, "doctor")
    assert ill.returncode == 1
    assert "db upgrade" in ill.stdout
    wrong = coffee(home, "doctor", COFFEE_ROUNDS_WEB_PORT="many")
    assert wrong.returncode == 1
    assert "WEB_PORT" in wrong.stdout
    copied(four_template, home)
    well = coffee(home, "doctor", "--json")
    assert well.returncode == 0, well.stdout
    assert all(finding["well"] for finding in json.loads(well.stdout))


def test_a_newer_database_is_left_alone(four):
    with sqlite3.connect(four / "rounds.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    done = coffee(four, "round", "list")
    assert done.returncode == 1
    assert "newer" in done.stderr
    assert coffee(four, "db", "upgrade").returncode == 1


@pytest.mark.slow
def test_the_sample_hospital_of_the_demo(home):
    done = coffee(home, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "5,000 people" in done.stdout
    assert done.stdout.count("Would you like to meet") == 3
    assert "of the best possible" in done.stdout
    sample = ROOT / "adapters/sample/roster_5000.csv"
    with sample.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 5_000


def test_being_a_member_in_the_terminal(four):
    one = coffee(four, "as", "1", "pause 2 weeks")
    assert "Paused" in one.stdout + one.stderr or "until" in one.stdout, one.stderr
    nobody = coffee(four, "as", "99", "home")
    assert nobody.returncode == 1
    assert "No member has the id '99'" in nobody.stderr
