"""Whoever looks after the line sees what waits and what became of what was sent, and no citizen's number."""

import json
import os
import subprocess
import sys
from pathlib import Path

from house import SMALL_FILE, House

from store import outbox
from store.database import work

ROOT = Path(__file__).parent.parent


def listed(house: House, *words: str) -> str:
    url = house.store.url.render_as_string(hide_password=False)
    told = {"DATABASE_URL": url, "SECRET_KEY": house.hotline.secret, "TELVERDE_CLOCK": "2026-03-02T09:15"}
    told["ROUTING_FILE"] = str(SMALL_FILE)
    done = subprocess.run(
        [sys.executable, "cli.py", "messages", *words],
        cwd=ROOT, env={**os.environ, **told}, text=True, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


def test_messages_are_listed_masked(house: House) -> None:
    """By state, the newest first; numbers and addresses are hidden, also in JSON."""
    assert listed(house) == "no messages\n0 waiting\n"
    for recipient, channel in (("+40722000111", "sms"), ("ana@example.ro", "email")):
        with work(house.store) as unit:
            outbox.put(
                unit.conn, kind="sms.contact", channel=channel, recipient=recipient, language="ro",
                values={"name": "Poliția"}, now=house.clock.now,
            )  # type: ignore[arg-type]  # fmt: skip
    text, objects = listed(house), listed(house, "--json")
    assert "+40 7•• ••• 111" in text
    assert "a•••@example.ro" in text
    assert text.splitlines()[-2:] == ["2 created", "2 waiting, the oldest since 2026-03-02 09:15:00"]
    states, *latest = [json.loads(line) for line in objects.splitlines()]
    assert states["states"] == {"created": 2}
    assert [one["recipient"] for one in latest] == ["a•••@example.ro", "+40 7•• ••• 111"]
    for private in ("722000111", "ana@", "Poliția"):
        assert private not in text + objects
