"""Changing the keys of a database that is in use."""

from storage.database import open_database
from storage.resealing import reseal
from storage.revisions import must_be_at_head
from storage.sealing import Seal, key_file, keys_in, new_key, seal_for, write_keys
from storage.trouble import KeysMissing
from storage.urls import understand


def rotate_keys(url: str, given: str = "") -> int:
    """Seal every text again under the newest key; how many there were.

    With a key file, a new key is made first and the old ones go when all is
    done. With given keys, the first of them is the new one. A key that does
    not fit raises `WrongKey` and changes nothing.
    """
    parsed = understand(url)
    if given or parsed.get_backend_name() != "sqlite":
        return _reseal(url, seal_for(parsed, given))
    path = key_file(parsed)
    if not path.is_file():
        raise KeysMissing(f"There is no key file at {path}. Run: coffee-rounds db upgrade")
    write_keys(path, [new_key(), *keys_in(path)])
    count = _reseal(url, seal_for(parsed, ""))
    write_keys(path, keys_in(path)[:1])
    return count


def _reseal(url: str, seal: Seal) -> int:
    database = open_database(url)
    try:
        with database.writing() as connection:
            must_be_at_head(connection)
            count = reseal(connection, seal)
        database.wipe()
    finally:
        database.close()
    return count
