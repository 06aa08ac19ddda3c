"""For whoever looks after the line: what waits to be sent, and what became of what was."""

import json
from dataclasses import asdict, replace

import click

from commands.line import the_line
from office.callers import hidden
from store import receipts
from store.database import work


@click.command()
@click.option("--last", default=20, help="how many to list")
@click.option("--json", "as_json", is_flag=True, help="one object a line, the states first")
def messages(last: int, as_json: bool) -> None:
    """Messages by state, the backlog, and the latest ones; numbers and addresses are masked."""
    line = the_line()
    with work(line.store) as unit:
        states, (waiting, since) = receipts.tally(unit.conn), receipts.waiting(unit.conn, line.clock())
        newest = [_masked(one) for one in receipts.latest(unit.conn, last)]
    if as_json:
        oldest = since.isoformat() if since else None
        click.echo(json.dumps({"states": states, "waiting": waiting, "since": oldest}))
        click.echo("\n".join(json.dumps(asdict(one), default=str) for one in newest))
        return
    for one in newest:
        click.echo(
            f"{one.created_at.astimezone(line.zone):%Y-%m-%d %H:%M:%S}  {one.channel:5}  {one.recipient:18}"
            f"  {one.kind:24}  {one.status:17}  {one.attempts} attempts  {one.error}".rstrip()
        )
    click.echo(", ".join(f"{count} {state}" for state, count in states.items()) or "no messages")
    late = f", the oldest since {since.astimezone(line.zone):%Y-%m-%d %H:%M:%S}" if since else ""
    click.echo(f"{waiting} waiting{late}")


def _masked(one: receipts.Receipt) -> receipts.Receipt:
    return replace(one, recipient=hidden(one.recipient))
