"""Which words of a sentence are names, in small letters too: after "mă numesc" or "domnul", and around a given name.

Callers mix the languages, so that what stands before and behind a name is known in all three at once. It is rather a
word too many that is hidden than a name that is kept.
"""

from collections.abc import Callable, Container, Iterator, Sequence

from words.given_names import PLACES, is_given_name

NAMES = 2  # words hidden after an introduction; a third is told by a given name
AROUND = 2  # words hidden after a title, and before "vagyok"

# after these stands a name, whatever it looks like
_INTRODUCED = """
    ma numesc; ma cheama; imi zice; mi se spune; numele meu este; numele meu e; numele meu i; numele este; numele e;
    ma numesc eu; pe numele; numele de; nume; nevem; a nevem; my name is; my name s; name is; i am called; they call me
"""
# after these stands a name, unless it is a word that is known to us
_TITLES = """
    eu sunt; aici este; aici e; sunt eu; sunt; subsemnatul; subsemnata; domnul; domnu; domnului; domn; doamna; doamnei;
    domnisoara; domnisoarei; dl; dna; dlui; dnei; inspectorul; inspectorului; inspector; inspectoarea; inspectoarei;
    agentul; agentului; agent; agenta; politistul; politistului; politista; comisarul; comisar; ofiterul; ofiter;
    subofiterul; functionarul; functionara; functionarului; primarul; doctorul; doctorita; avocatul; avocata; notarul;
    vecinul; vecina; sotul; sotia; fiul; fiica; mama; tata; familia; en; en vagyok; itt; az ugyintezo; ugyintezo;
    felugyelo; rendor; orvos; doktor; i am; i m; it is; this is; it s; mr; mrs; ms; miss; mister; officer; inspector;
    agent; called
"""
# before these stands a name, unless it is a word that is known to us
_BEHIND = """vagyok; hivnak; beszel; ur; urnak; urat; urral; asszony; asszonynak; neni; bacsi; kisasszony; speaking"""

Phrase = tuple[str, ...]


def _phrases(text: str) -> dict[str, tuple[Phrase, ...]]:
    """By their last word."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for one in text.replace("\n", " ").split(";"):
        words = tuple(one.split())
        found[words[-1]] = (*found.get(words[-1], ()), words)
    return found


INTRODUCED, TITLES, BEHIND = map(_phrases, (_INTRODUCED, _TITLES, _BEHIND))


def names_in(words: Sequence[str], common: Container[str], is_known: Callable[[str], bool]) -> set[int]:
    """The places of names among folded words.

    `common` are words that are never names ("și", "vreau"); `is_known` tells words that speak of a trouble.
    """
    found: set[int] = set()
    for place, word in enumerate(words):
        if _ends(words, place, INTRODUCED):
            found |= set(_after(words, place, NAMES, lambda one: one in common))
        elif _ends(words, place, TITLES):
            found |= set(_after(words, place, AROUND, lambda one: one in common or is_known(one)))
        if _ends(words, place, BEHIND):
            found |= set(_before(words, place, lambda one: one in common or is_known(one)))
        if is_given_name(word) and word not in common and tuple(words[place - 1 : place + 1]) not in PLACES:
            beside = (one for one in (place - 1, place + 1) if 0 <= one < len(words))
            found |= {place, *(one for one in beside if not (words[one] in common or is_known(words[one])))}
    return found


def _ends(words: Sequence[str], place: int, phrases: dict[str, tuple[Phrase, ...]]) -> bool:
    """Whether one of the phrases ends here."""
    return any(
        tuple(words[max(0, place + 1 - len(one)) : place + 1]) == one for one in phrases.get(words[place], ())
    )


def _after(words: Sequence[str], place: int, most: int, ends: Callable[[str], bool]) -> Iterator[int]:
    """The words behind a place, up to one that is none of a name; titles are passed over: "domnul inspector"."""
    at, left = place + 1, most
    while at < len(words) and left:
        if words[at] in TITLES or words[at] in INTRODUCED:
            at += 1
            continue
        if ends(words[at]):
            return
        yield at
        at, left = at + 1, left - 1


def _before(words: Sequence[str], place: int, ends: Callable[[str], bool]) -> Iterator[int]:
    for at in range(place - 1, max(-1, place - 1 - AROUND), -1):
        if ends(words[at]):
            return
        yield at
