"""Whoever heard "Am programat" has the place, the letters and one ring, whichever processes died meanwhile."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from chaos import DAY, ZONE, Day, line_of
from chaos_found import faults_of_booking, faults_of_ringing, faults_of_sending
from conftest_gunicorn import serving

pytest_plugins = ("conftest_gunicorn",)

CITIZENS = 9  # some fifteen calls


@pytest.mark.timeout(240)
def test_nothing_that_was_said_is_lost_or_done_twice(store_url: str, tmp_path: Path) -> None:
    """A day of calls, then the hour of every ticket, while web workers and job workers are killed at random."""
    folder = tmp_path / "post"
    folder.mkdir()
    with serving(store_url, tmp_path, **line_of(folder)) as served:
        day = Day(served, folder, CITIZENS, random.Random(20260302))
        day.open_office()
        day.book_and_change()
        assert faults_of_booking(day) == []
        day.settle(datetime.combine(DAY, datetime.min.time(), ZONE).replace(day=3, hour=9))
        assert faults_of_sending(day) == []
    with serving(store_url, tmp_path, **line_of(folder), TELVERDE_CLOCK=f"{DAY}T09:00") as served:
        day.served = served
        day.ring_at_the_hour()
        assert faults_of_ringing(day) == []
    assert day.calls > CITIZENS
    assert min(day.killed.values()) > 3, day.killed
