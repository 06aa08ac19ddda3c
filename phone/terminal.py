"""A caller dials the hotline from a terminal: reads what it says and types keys or words."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from select import select
from typing import TextIO

from phone.faults import TwimlError, Unreachable
from phone.line import Event, Line
from phone.verbs import patience

HELP = {
    "gather": 'Taste: 0-9 * #. Vorbiți: "cuvinte". Rând gol: tăceți. Ctrl-D: închideți.',
    "record": 'Lăsați mesajul: "cuvinte", apoi tăcere. O tastă: gata. Rând gol: tăceți. Ctrl-D: închideți.',
    "dial": "Celălalt: answer [secunde] răspunde, busy e ocupat, rând gol nu răspunde. Ctrl-D: închideți.",
    "enqueue": "Sunteți la rând: answer [secunde] vă preia cineva, rând gol așteptați. Ctrl-D: închideți.",
}
NOT_UNDERSTOOD = "Nu am înțeles. Scrieți taste (0-9 * #), cuvinte între ghilimele, sau ? pentru ajutor."

IN_A_ROOM = "Sunteți în convorbire. Ctrl-D: închideți."
TICK = 0.5  # seconds between two looks into a conference

Act = Callable[[], tuple[Event, ...]]
Inbox = Callable[
    [bool], Sequence[str]
]  # what has arrived by text message since; at the end it may wait for more


def run(
    line: Line,
    read: TextIO,
    write: TextIO,
    inbox: Inbox = lambda _: (),
    rung: Rung | None = None,
) -> int:
    """Hold one call. Returns 0 when all was valid TwiML, 1 when anything else came, 2 when out of reach.

    Each line read is one act of the caller; their end hangs up. What went wrong is one line on stderr. With `rung`
    the line has called this telephone: time passes by itself then, and whoever types nothing is silent.
    """
    try:
        heard = rung.act(line.pick_up) if rung else line.dial()
        _show(heard, write)
        while not line.over:
            heard = rung.turn(line, heard, read, write) if rung else _turn(line, read, write)
            _show(heard, write)
            _texts(inbox(line.over), write)
    except TwimlError as fault:
        _show(fault.heard, write)
        return _complain(fault, 2 if isinstance(fault, Unreachable) else 1)
    return _complain(line.faults[0], 1) if line.faults else 0


@dataclass(frozen=True)
class Rung:
    """How a telephone that was rung lives: `act` lets the others know what it does, `overhear` tells what they do."""

    act: Callable[[Act], tuple[Event, ...]]
    overhear: Act

    def turn(self, line: Line, heard: tuple[Event, ...], read: TextIO, write: TextIO) -> tuple[Event, ...]:
        """What the person does, or what happens when nothing is done for as long as the line waits."""
        said = sum(event.seconds for event in heard)
        if not _has_a_row(read, TICK if line.room else said + patience(line.pending or {})):
            return self.overhear() if line.room else self.act(line.wait)
        if not line.room:
            return self.act(lambda: _turn(line, read, write))
        return self.act(line.hang_up) if _typed(read, write) is None else _tell(IN_A_ROOM, write)


def picks_up(who: str, read: TextIO, write: TextIO) -> bool:
    """The telephone rings; whether the person answers."""
    _tell(f"Sună: {who}. answer răspunde, reject respinge.", write)
    while (typed := _typed(read, write)) not in ("answer", "reject", None):
        _tell("answer răspunde, reject respinge.", write)
    return typed == "answer"


def _has_a_row(read: TextIO, seconds: float) -> bool:
    """Whether something can be read within so many seconds, if only the end."""
    try:
        return bool(select([read], [], [], seconds)[0])
    except (OSError, ValueError):  # not a file of the system: a script of a test
        return True


def _turn(line: Line, read: TextIO, write: TextIO) -> tuple[Event, ...]:
    typed = _typed(read, write)
    if typed is None:
        return line.hang_up()
    if typed == "?":
        return _tell(HELP[line.waiting or "gather"], write)
    act = _act(line, typed)
    return act() if act else _tell(NOT_UNDERSTOOD, write)


def _texts(messages: Sequence[str], write: TextIO) -> None:
    for message in messages:
        print(f"SMS      {message}", file=write, flush=True)


# A person sees what they type; a script does not, so it is written into the transcript.
def _typed(read: TextIO, write: TextIO) -> str | None:
    watched = read.isatty()
    if watched:
        print("caller   ", end="", file=write, flush=True)
    row = _row(read)
    typed = row.strip() if row else None
    if not watched or typed is None:
        shown = "(închide)" if typed is None else typed or "(tace)"
        print(shown if watched else f"caller   {shown}", file=write, flush=True)
    return typed


# Ctrl-C hangs up like Ctrl-D.
def _row(read: TextIO) -> str:
    try:
        return read.readline()
    except KeyboardInterrupt:
        return ""


def _act(line: Line, typed: str) -> Act | None:
    if not typed:
        return line.wait
    if re.fullmatch(r"[0-9*# ]+", typed):
        keys = typed.replace(" ", "")
        return lambda: line.press(keys)
    if spoken := re.fullmatch(r'["„“”](.+)["“”]', typed):
        return lambda: line.speak(spoken[1].strip())
    return _act_of_the_other(line, typed)


def _act_of_the_other(line: Line, typed: str) -> Act | None:
    answered = re.fullmatch(r"answer(?: +(\d{1,5}))?", typed)
    if answered and line.waiting == "dial":
        return lambda: line.other_party("answered", float(answered[1] or 0))
    if answered and line.waiting == "enqueue":
        return lambda: line.dequeue("bridged")
    if typed == "busy" and line.waiting == "dial":
        return lambda: line.other_party("busy")
    return None


def _tell(text: str, write: TextIO) -> tuple[Event, ...]:
    print(f"telefon  {text}", file=write, flush=True)
    return ()


def _show(events: tuple[Event, ...], write: TextIO) -> None:
    for event in events:
        if lost := event.attributes.get("dropped"):
            _tell(f"Tastele {lost} nu au fost auzite.", write)
        if heard := _heard(event):
            print(f"hotline  {heard}", file=write, flush=True)


def _heard(event: Event) -> str:
    by_kind = {
        "say": event.text,
        "play": f"(se aude {event.text or 'tonuri ' + event.attributes.get('digits', '')})",
        "pause": f"(pauză, {event.seconds:g} s)",
        "record": "(se înregistrează)",
        "dial": f"(sună la {event.text})",
        "enqueue": f"(vă pune la rând: {event.text})",
        "hangup": "(a închis)",
        "reject": "(sună ocupat)" if event.text == "busy" else "(numărul nu este alocat)",
        "sms": f"(trimite SMS: {event.text})",
    }
    return by_kind.get(event.kind, "")


def _complain(fault: TwimlError, code: int) -> int:
    what = "Linia nu poate fi sunată" if code == 2 else "Linia nu a răspuns cu TwiML valid"
    print(" ".join(f"{what}: {fault}".split()), file=sys.stderr)
    return code
