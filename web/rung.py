"""The line rings a telephone of this machine: the one on the page or in the terminal picks up and meets the other."""

from collections.abc import Callable
from urllib.parse import urlsplit

from carrier.local import LocalCarrier
from carrier.switchboard import Incoming, Switchboard
from phone.line import Event, Exchange, Line
from web.hotline import Hotline


def switchboard(hotline: Hotline) -> Switchboard | None:
    """The telephones of this machine; None on a line with a real carrier."""
    return hotline.carrier.switchboard if isinstance(hotline.carrier, LocalCarrier) else None


def rung_line(hotline: Hotline, exchange: Exchange, one: Incoming) -> Line:
    """The telephone that rings, not picked up yet."""
    path = urlsplit(one.url).path
    return Line(
        exchange,
        hotline.number,
        one.number,
        voice_path=path,
        status_path=f"{path}/status",
        fallback_path=None,
        sid=one.call,
        direction="outbound-api",
    )


def turned_down(board: Switchboard, line: Line) -> None:
    """Nobody else may pick it up any more."""
    if board.pick_up(line.sid):
        meeting(board, line, line.turn_down)


def meeting(board: Switchboard, line: Line, act: Callable[[], tuple[Event, ...]]) -> tuple[Event, ...]:
    """What the person does, and the others in the conference know of it."""
    before, was_over = line.room, line.over
    try:
        return act()
    finally:
        if before and line.room != before:
            board.leave(before, line.sid)
        if line.room and line.room != before:
            board.enter(line.room, line.sid)
        if line.over and not was_over:
            board.hang_up(line.sid, line.status, round(line.elapsed))


def overheard(board: Switchboard, line: Line, heard: int) -> tuple[tuple[Event, ...], int]:
    """What happened in the conference: announcements after the first `heard`, or its end; how many are heard now."""
    room, pending = line.room, line.pending
    if room is None or pending is None:
        return (), heard
    now = board.room(room, line.sid)
    seconds, most = (board.clock() - now.since).total_seconds(), float(pending["timeLimit"])
    if now.is_over or seconds >= most:
        talked = min(seconds, most)
        return meeting(board, line, lambda: line.other_party("answered", talked)), heard
    said = [event for url in now.announced[heard:] for event in line.announced(url)]
    return tuple(said), len(now.announced)
