"""Keys: made once, changed without a pause, and never guessed when they are wrong."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from storage import new_key, open_store, rotate_keys, upgrade
from storage.trouble import KeysMissing, WrongKey
from tests.contracts.store.people import ANA, settle
from tests.databases import fresh_postgres

SECRET = "zzyzxology of the third kind"


def filled(url: str, keys: str = "") -> None:
    upgrade(url, keys)
    store = open_store(url, keys)
    with store.writing() as tx:
        settle(tx)
        tx.save_members([replace(ANA, unsettled=(SECRET,))])
    store.close()


def words(url: str, keys: str = "") -> tuple[str, ...]:
    store = open_store(url, keys)
    try:
        with store.reading() as reading:
            return reading.member("ana").unsettled
    finally:
        store.close()


def test_the_file_of_the_database_holds_no_word_in_the_open(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    filled(url)
    raw = b"".join(each.read_bytes() for each in tmp_path.glob("a.db*"))
    assert SECRET.encode() not in raw
    assert ANA.name.encode() in raw, "the search looks where it should"
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600
    assert words(url) == (SECRET,)


def test_keys_are_changed_and_the_old_one_opens_nothing(empty_url: str) -> None:
    old, new = new_key(), new_key()
    filled(empty_url, old)
    assert rotate_keys(empty_url, f"{new},{old}") > 0
    assert words(empty_url, new) == (SECRET,)
    with pytest.raises(WrongKey, match="another key"):
        words(empty_url, old)


def test_a_wrong_key_overwrites_nothing(empty_url: str) -> None:
    old = new_key()
    filled(empty_url, old)
    for action in (rotate_keys, upgrade, open_store):
        with pytest.raises(WrongKey, match="Nothing was changed"):
            action(empty_url, new_key())
    assert words(empty_url, old) == (SECRET,)


def test_the_key_file_is_renewed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    filled(url)
    before = (tmp_path / "a.key").read_text()
    rotate_keys(url)
    after = (tmp_path / "a.key").read_text()
    assert after != before
    assert "," not in after
    assert words(url) == (SECRET,)


def test_a_lost_key_file_is_named_and_never_made_anew(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    filled(url)
    kept = (tmp_path / "a.key").read_text()
    (tmp_path / "a.key").unlink()
    for action in (open_store, upgrade):
        with pytest.raises(KeysMissing, match=r"a\.key is missing"):
            action(url)
    assert not (tmp_path / "a.key").exists()
    (tmp_path / "a.key").write_text(kept)
    assert words(url) == (SECRET,)


@pytest.mark.parametrize("keys", ["hunter2", "a,b", "é" * 44])
def test_what_is_no_key_is_said_without_saying_it(tmp_path: Path, keys: str) -> None:
    with pytest.raises(WrongKey) as trouble:
        upgrade(f"sqlite:///{tmp_path}/a.db", keys)
    assert keys not in str(trouble.value)


def test_postgresql_asks_for_its_keys(postgres: str) -> None:
    with fresh_postgres(postgres) as url:
        upgrade(url, new_key())
        with pytest.raises(KeysMissing, match="COFFEE_ROUNDS_SECRET_KEYS"):
            upgrade(url)
        store = open_store(url)
        with pytest.raises(KeysMissing, match="db new-key"), store.writing() as tx:
            settle(tx)
        store.close()
