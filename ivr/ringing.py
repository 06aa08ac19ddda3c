"""What the inspector and the citizen hear when the line rings them, and how they are joined.

Until somebody has pressed 1, nothing is told that is not for an answering machine: to the citizen only who rings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.script import Say, say

LONGEST_SUBJECT = 160  # letters: a quarter of a minute


@dataclass(frozen=True)
class Matter:
    """What the two are to talk about. `starts_at` and `ends_at` are local; `office` is the name of the line, by
    language; `petition` is a registration number as it is written.
    """

    number: str
    petition: str
    subject: str
    office: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime

    def seconds_left(self, now: datetime) -> int:
        """Of a talk that began before its hour, too, never more than the hour has."""
        left = min(self.ends_at - now, self.ends_at - self.starts_at)
        return max(1, int(left.total_seconds()))


def to_inspector(matter: Matter) -> tuple[Say, ...]:
    """Which ticket, which petition, what about."""
    at = f"{matter.starts_at:%H:%M}"
    who = say("ring.inspector", number=matter.number, at=at, petition=matter.petition)
    about = (say("ring.about", about=_cut(matter.subject)),) if matter.subject.strip() else ()
    return (who, *about, say("ring.accept"))


def to_citizen(matter: Matter) -> tuple[Say, ...]:
    """Who rings, and nothing of the petition."""
    return (say("ring.citizen", office=dict(matter.office)), say("ring.accept"))


def to_citizen_who_accepted(matter: Matter) -> tuple[Say, ...]:
    return (say("ring.joining", petition=matter.petition),)


def to_inspector_joined(matter: Matter, now: datetime) -> tuple[Say, ...]:
    return (say("ring.together", left=max(1, matter.seconds_left(now) // 60)),)


def _cut(subject: str) -> str:
    """At a word's end."""
    words = " ".join(subject.split())
    return words if len(words) <= LONGEST_SUBJECT else words[:LONGEST_SUBJECT].rpartition(" ")[0]
