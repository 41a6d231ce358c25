"""Settings: every fault at once, each with what to do, no secret shown."""

import pytest

from bot import config


def test_nothing_set_is_fine():
    assert config.read({}) == config.Settings()


def test_all_faults_are_said_at_once():
    with pytest.raises(config.BadSettings) as bad:
        config.read(
            {
                "COFFEE_ROUNDS_DATABASE_URL": "mysql://me:hunter2@db/x",
                "COFFEE_ROUNDS_WEB_HOST": "0.0.0.0",
                "COFFEE_ROUNDS_WEB_PORT": "99999",
                "COFFEE_ROUNDS_LOG_LEVEL": "loud",
                "COFFEE_ROUNDS_DATABSE_URL": "x",
                "HOME": "not ours",
            }
        )
    assert len(bad.value.faults) == 5
    said = str(bad.value)
    for name in ("DATABASE_URL", "WEB_HOST", "WEB_PORT", "LOG_LEVEL", "DATABSE_URL"):
        assert f"COFFEE_ROUNDS_{name}" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:hunter2@db.example/x", "postgresql://***@db.example/x"),
        ("postgresql://me:p@ss@db/x", "postgresql://***@db/x"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_passwords_are_masked(url, shown):
    assert config.masked(url) == shown


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_loopback_is_accepted(host):
    assert config.read({"COFFEE_ROUNDS_WEB_HOST": host}).web_host == host


@pytest.mark.parametrize("host", ["::", "10.0.0.1", "example.com", "0", ""])
def test_anything_else_is_refused(host):
    settings = {"COFFEE_ROUNDS_WEB_HOST": host}
    if not host:
        assert config.read(settings).web_host == "127.0.0.1"
        return
    with pytest.raises(config.BadSettings):
        config.read(settings)
