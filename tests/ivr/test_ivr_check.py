"""What is told before a caller can meet it: each rule fires on a small broken tree or catalogue, not on a good one."""

import inspect
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

import pytest
from as_shipped import LIVE, WORDS

from ivr import dialogues
from ivr.check import Fault, Waits, draw, faults_in, faults_of, paths, tree_of
from ivr.reader import shipped
from ivr.rules.entries import HELP
from ivr.tree import Tree
from routing.directory import Directory, MenuEntry
from words.catalogue import Catalogue
from words.forms import speaker
from words.patterns import blanks, pattern

SOURCES = {
    one.name: inspect.getsource(import_module(f"ivr.dialogues.{one.name}"))
    for one in iter_modules(dialogues.__path__)
}
HEAD = (
    "\nfrom ivr.script import Missed, Option, Say, ask, choice, confirm, dial, go, hang_up, listen, menu"
    ", numbered, offered, option, say, step, to\n"
)
GOOD = """
@offered
@step
def first(call):
    return menu(say("status.unknown"), options=(option("1", "menu.topic", to("menu.main")),))
"""
ROMANIAN = WORDS["ro"]


def tree_with(extra: str = GOOD, **changes: tuple[str, str]) -> Tree:
    """Our tree with one more dialogue, `extra`, and with something replaced in others."""
    changed = {name: SOURCES[name].replace(*change) for name, change in changes.items()}
    assert all(changed[name] != SOURCES[name] for name in changes), "the source to be broken has changed"
    return tree_of(SOURCES | changed | {"extra": HEAD + extra})


def catalogue_with(sentences: Mapping[str, str | None], **fields: object) -> Catalogue:
    """Romanian with other sentences; None takes one away."""
    patterns = {key: pattern(text) for key, text in sentences.items() if text is not None}
    kept = {key: parts for key, parts in ROMANIAN.sentences.items() if key not in sentences}
    forms = {blank.form for parts in patterns.values() for blank in blanks(parts)}
    said = {form: say for form in forms if (say := speaker(form, ROMANIAN.grammar))}
    speakers = {**ROMANIAN.speakers, **said}
    return replace(ROMANIAN, sentences=kept | patterns, speakers=speakers, **fields)  # type: ignore[arg-type]


def told(
    tree: Tree | None = None,
    sentences: Mapping[str, str | None] | None = None,
    directory: Directory = LIVE,
    words: Mapping[str, Catalogue] | None = None,
    waits: Waits | None = None,
) -> list[str]:
    """Every fault as a line."""
    words = words or {"ro": catalogue_with({"extra.topic": "alt serviciu"} | dict(sentences or {}))}
    return [str(fault) for fault in faults_in(tree or tree_with(), words, directory, waits)]


BEFORE = told()


def new(lines: list[str]) -> str:
    """What was not told of the good tree."""
    return "\n".join(line for line in lines if line not in BEFORE)


def test_the_shipped_tree_breaks_no_rule():
    """Nobody meets an error; what could be better is a warning."""
    found = faults_of(WORDS, LIVE)
    assert [str(fault) for fault in found if fault.is_error] == []


def test_a_good_dialogue_more_brings_no_fault():
    """What the tests below tell apart from is really good."""
    assert new(told()) == ""
    assert [line for line in BEFORE if line.startswith("E") and "extra" in line] == []


def test_a_fault_is_one_line_with_its_rule_and_place():
    """A reviewer finds the rule and the step at once."""
    assert str(Fault("voice-rule 8", True, "status.number", "lies deep")) == (
        "E voice-rule 8  status.number: lies deep"
    )
    assert str(Fault("words", False, "ro goodbye", "is never said")).startswith("W words  ro goodbye: ")


def only(body: str) -> str:
    """A dialogue whose first step answers this."""
    return f"\n@offered\n@step\ndef first(call):\n    return {body}\n"


def menu_of(*keys: str, topic: str = "menu.topic") -> str:
    """A dialogue with one menu of these keys."""
    options = ", ".join(f'option("{key}", "{topic}", to("menu.main"))' for key in keys)
    return only(f'menu(say("status.unknown"), options=({options},))')


DEEP = "".join(
    f"""
@step
def level{n}(call):
    return menu(options=(option("1", "menu.topic", to(level{n + 1})),))
"""
    for n in range(5)
)


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        (only('go(to=to("no.such"))'), "E voice-rule 16  extra.first: leads to no.such, which does not exist"),
        (GOOD + "\n@step\ndef lonely(call):\n    return go(to=to(first))\n",
         "E voice-rule 16  extra.lonely: is reached by"),
        (only("go(to=to(second))") + "\n@step\ndef second(call):\n    return go(to=to(first))\n",
         "E voice-rule 16  extra.first: comes back to itself without a key"),
        (only('go(to=to("leave.goodbye"))'), "E voice-rule 16  extra.first: leads to leave.goodbye, which hangs up"),
        (only("go(to=to(level0))") + DEEP.replace("level5", "first"),
         "E voice-rule 8  extra.level4: lies 4 menus deep"),
        (only("go(to=to(level0))") + DEEP.replace("level5", "first"),
         "W voice-rule 8  extra.level3: lies 3 menus deep"),
        (menu_of("1", "0"), "E voice-rule 18  extra.first: has something else than a person on key 0"),
        (only('menu(options=(option("1", "menu.topic", to("menu.main")),), back=to(first))'),
         "E voice-rule 19  extra.first: stays where it is when * is pressed"),
        (only('menu(options=(option("1", "menu.topic", to(second)),), back=to(second))')
         + '\n@step\ndef second(call):\n    return menu(options=(option("1", "menu.topic", to(first)),))\n',
         "E voice-rule 19  extra.first: goes down to extra.second when * is pressed"),
        (only('go(to=to("menu.main"), firm=(say("goodbye"),))'),
         "E voice-rule 27  extra.first: says something that nobody"),
        (only('menu(say("goodbye"), options=())'), "E voice-rule 16  extra.first: is a menu without a key"),
        (menu_of("1", "3"), "E voice-rule 10  extra.first: has the keys 1 3 instead of 1 2"),
        (menu_of("2", "1"), "E voice-rule 10  extra.first: has the keys 2 1 instead of 1 2"),
        (menu_of("1", "*"), "E voice-rule 10  extra.first: has the keys 1 *"),
        (menu_of(*"12345678"), "E voice-rule 7  extra.first: offers 8 options"),
        (menu_of(*"123456"), "W voice-rule 7  extra.first: offers 6 options"),
        (menu_of(*"1234"), "W voice-rule 17  extra.first: does not say that there are 4 options"),
        (menu_of(*"12"), "W voice-rule 15  ro extra.first: menu.topic and menu.topic are 100 alike"),
        (menu_of("1", topic="person.connecting"),
         "E voice-rule 11  ro extra.first: the option person.connecting takes"),
        (only('ask(say("status.several"), shape="digits", digits=range(1, 4), then=to(second))')
         + "\n@step\ndef second(call, typed):\n    return go(to=to(first))\n",
         "E voice-rule 29  ro extra.first: does not say how many digits"),
        (only('ask(say("callback.number"), shape="registration", digits=range(1, 4), then=to(second))')
         + "\n@step\ndef second(call, typed):\n    return go(to=to(first))\n",
         "E voice-rule 29  ro extra.first: does not say where the number is found"),
        (only('menu(say("no.such"), options=(option("1", "menu.topic", to("menu.main")),))'),
         "E words  ro no.such: is said but not in the catalogue"),
        (only('menu(say("status.filed"), options=(option("1", "menu.topic", to("menu.main")),))'),
         "E words  ro extra.first: does not give status.filed its day"),
        (only('menu(say("goodbye", day=1), options=(option("1", "menu.topic", to("menu.main")),))'),
         "W words  ro extra.first: gives goodbye a day it does not say"),
        (only('menu(say(call.key), options=(option("1", "menu.topic", to("menu.main")),))'),
         "E tree  extra.first: line 7 names a sentence that only a running call knows: say(call.key)"),
        (only("go(to=to(call.step))"), "E tree  extra.first: line 7 names a step that only a running call knows"),
        (only("go(to=call.onward)"), "E tree  extra.first: line 7 goes somewhere that only a running call knows"),
        (only("call.outcome()"), "E tree  extra.first: line 6 returns something that is no ask"),
        (only("go(to=to(second))") + "\n@step\ndef second(call, day):\n    return go(to=to('menu.main'))\n",
         "E tree  extra.first: does not give extra.second its day"),
        (only("go(to=to('menu.main', day=1))"), "E tree  extra.first: gives menu.main a day it does not take"),
        (only('menu(*[say("status.date")] , say("status.segment"), say("status.number"), say("about.line"),'
              ' options=(option("1", "menu.topic", to("menu.main")),))'), "W voice-rule 38  ro extra.first: tells for"),
    ],
)  # fmt: skip
def test_a_broken_dialogue_is_told(extra, fault):
    """Each with the rule it breaks and the step where."""
    assert fault in new(told(tree_with(extra)))


SHADOWED = """
@offered
@step
def number(call):
    return ask(say("status.number"), shape="registration", digits=range(1, 9), then=to(asked))


@step
def asked(call, typed):
    return more(typed)


def more(number):
    return confirm(say("goodbye"), yes=to(asked, typed=number), no=to(number))
"""


def test_a_parameter_named_like_a_step_is_not_taken_for_the_step():
    """`to(number)` where `number` is what the caller typed would fail in the middle of a call."""
    assert "E tree  extra.asked: line 16 names a step that only a running call knows: to(number)" in new(
        told(tree_with(SHADOWED))
    )


@pytest.mark.parametrize(
    ("file", "old", "broken", "fault"),
    [
        ("person", "else go(to=to(closed))", "else hang_up()", "E voice-rule 18  person.reach: may hang up instead of"),
        ("welcome", 'say("welcome.emergency"), ', "", "E voice-rule 2  ro welcome.greet: does not say unu unu doi"),
        ("welcome", 'say("welcome.name", name=dict(call.line.name)), ', "",
         "E voice-rule 1  ro welcome.greet: does not begin with the name of the institution"),
        ("welcome", "def greet", "def meet", "E voice-rule 16  welcome.greet: is missing; calls begin there"),
    ],
)  # fmt: skip
def test_a_broken_entry_is_told(file, old, broken, fault):
    """The first words and the way to a person are steps like others, but always there."""
    assert fault in new(told(tree_with(**{file: (old, broken)})))


LONG = "Aceasta este o propoziție lungă, care spune același lucru de mai multe ori. "


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("welcome.name", "Bună ziua. {name:name}.", "E voice-rule 1  ro welcome.greet"),
        ("welcome.emergency", "Pentru urgențe, sunați la o sută doisprezece.",
         "E voice-rule 2  ro welcome.greet: does not"),
        ("welcome.emergency", LONG + "Sunați la unu unu doi.",
         "E voice-rule 2  ro welcome.greet: the emergency notice"),
        ("welcome.disclaimer", LONG * 3 + "{page:web}", "E voice-rule 3  ro welcome.greet: the disclaimer takes"),
        ("menu.few", LONG * 2, "E voice-rule 3  ro welcome.greet: the first option of menu.main begins after"),
        ("menu.option", "Apăsați {key:key} pentru {topic:words}.",
         "E voice-rule 9  ro menu.option: does not end with the"),
        ("menu.option", "Pentru {topic:words}, apăsați {key:key} acum.", "E voice-rule 9  ro menu.option"),
        ("confirm.keys", "Apăsați unu pentru da. Apăsați doi pentru nu.", "E voice-rule 9  ro confirm.keys"),
        ("status.topic", "a afla unde a ajuns o petiție pe care ați depus-o în ultimul an", "has 17 words; at most 12"),
        ("status.topic", "petiții, răspunsuri",
         "E voice-rule 11  ro menu.main: the option status.topic names more than one"),
        ("menu.few", LONG * 4, "E voice-rule 13  ro menu.main: takes"),
        ("status.topic", "operator", "W voice-rule 15  ro menu.main: status.topic and person.topic are"),
        ("status.topic", "un operator", "W voice-rule 15  ro menu.main: who says status.topic by its name is not"),
        ("miss.keys.1", "Nu am auzit nimic. Apăsați o tastă sau spuneți ce doriți.",
         "E voice-rule 22  ro silence.keys.1: is 100 like miss.keys.1"),
        ("miss.keys.1", "Ați greșit tasta.", "E voice-rule 24  ro miss.keys.1: blames the caller: gresit"),
        ("status.unknown", "Număr invalid.", "E voice-rule 24  ro status.unknown: blames") ,
        ("silence.keys.1", LONG * 2, "E voice-rule 24  ro silence.keys.1: takes"),
        ("silence.keys.2", LONG * 3, "E voice-rule 24  ro silence.keys.2: takes"),
        ("status.is_it", "Numărul este {number:m}. Este corect?",
         "E voice-rule 30  ro status.is_it: does not read number"),
        ("goodbye", "La revedere, sunați la 112.", "E voice-rule 32  ro goodbye: has digits when it is said: 112"),
        ("goodbye", "La revedere, programul este {day:text}.",
         "E words  ro leave.goodbye: does not give goodbye its day"),
        ("status.late", LONG * 4 + "{day:near} {days:days}", "E voice-rule 38  ro status.late: takes"),
        ("goodbye", "Vă " + "foarte " * 20 + "mulțumim.", "W voice-rule 42  ro goodbye: a sentence has 22 words"),
        ("goodbye", "Vedeți art. opt din lege.", "W voice-rule 42  ro goodbye: says the abbreviation art"),
        ("goodbye", "Vedeți ord. de zi.", "W voice-rule 42  ro goodbye: says the abbreviation ord"),
        ("goodbye", "Mulţumim.", "E voice-rule 43  ro goodbye: has signs"),
        ("goodbye", "Mulțumim (mult).", "E voice-rule 43  ro goodbye: has signs"),
        ("goodbye", "Mult\u0327umim.", "E words  ro goodbye: is not NFC"),
        ("goodbye", None, "E words  ro goodbye: is said but not in the catalogue"),
        ("miss.digits.2", None, "E words  ro miss.digits.2: is said but not in the catalogue"),
        ("menu.option", None, "E words  ro menu.option: is said but not in the catalogue"),
        ("old.news", "Asta nu mai spune nimeni.", "W words  ro old.news: is never said"),
        ("status.due", "{day:near}, {left:days}", "E words  ro status.look_up: does not give status.due its left"),
    ],
)  # fmt: skip
def test_a_broken_sentence_is_told(key, text, fault):
    """Each with the rule it breaks and the entry or the step where."""
    assert fault in new(told(sentences={key: text}))


def test_what_is_read_by_eyes_may_lie_unsaid():
    """Text messages and paper are not part of the voice tree."""
    assert new(told(sentences={"sms.booked": "Tel. 0264/596030. {line:phone}"})) == ""


def test_a_repeat_caller_is_not_told_everything_again():
    """Rule 4: whoever has heard the disclaimer hears a short one."""
    again = tree_with(
        welcome=('say("welcome.reminder")', 'say("welcome.disclaimer", page=call.line.privacy_page)')
    )
    assert "W voice-rule 4  ro welcome.greet: who calls again hears no disclaimer of 8 s" in new(told(again))
    assert "voice-rule 4 " not in "\n".join(BEFORE)


@pytest.mark.parametrize(
    ("waits", "fault"),
    [
        (Waits(key=4), "E voice-rule 20  menus: wait 4 s"),
        (Waits(digits=11), "E voice-rule 20  digits: wait 11 s"),
        (Waits(digits=5), "E voice-rule 21  digits: wait 5 s for the next"),
        (Waits(pause=1), "W voice-rule 12  options: 1 s lie between two"),
    ],
)
def test_impatience_is_told(waits, fault):
    """The waits of the shipped TwiML break none of these rules."""
    assert fault in new(told(waits=waits))
    assert " wait " not in "\n".join(BEFORE)


def hungarian(sentences: Mapping[str, str | None] | None = None, **fields: object) -> Catalogue:
    """A second language, said in Romanian words but one."""
    own = {"extra.topic": "alt serviciu", "status.number": WHERE_IT_IS} | dict(sentences or {})
    heads: dict[str, object] = {"code": "hu", "name": "magyar", "speaks": "hu-HU", "listens": "hu-HU"}
    return catalogue_with(own, **(heads | fields))


WHERE_IT_IS = "Tastați numărul, urmat de diez. Este pe papír."


def two(**fields: object) -> dict[str, Catalogue]:
    """Romanian and the other."""
    return {"ro": catalogue_with({"extra.topic": "alt serviciu"}), "hu": hungarian(**fields)}  # type: ignore[arg-type]


def test_a_second_language_is_judged_like_the_first():
    """Its own sentences and its own times."""
    found = told(words=two(), directory=replace(LIVE, name={"ro": "Primăria Exemplu"}))
    assert [
        line for line in found if line.startswith("E") and " hu " in line and "hu status: takes" not in line
    ] == []
    blamed = told(words=two(sentences={"miss.keys.1": "Hibás gomb."}))
    assert "E voice-rule 24  hu miss.keys.1: blames the caller: hibas" in new(blamed)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"sentences": {"language.offer": LONG + "{key:key}"}}, "E voice-rule 5  hu language.offer: takes"),
        ({"sentences": {"goodbye": None}}, "E words  hu goodbye: is missing"),
        ({"sentences": {"goodbye": "Viszlát, {name:name}!"}},
         "E words  hu goodbye: has {name:name} where ro has no value"),
        ({"speaks": "ro-RO"}, "E voice-rule 44  hu speaks: is ro-RO, another language"),
        ({"listens": "en-GB"}, "E voice-rule 44  hu listens: is en-GB, another language"),
    ],
)  # fmt: skip
def test_a_broken_second_language_is_told(fields, fault):
    """Each with the language."""
    assert fault in new(told(words=two(**fields)))


def test_a_voice_without_a_language_is_told():
    """Rule 44 is judged on the TwiML itself."""
    found = told(words=two(speaks=""))
    assert "E voice-rule 44  hu status.number: has a voice or an ear without a language" in found


def test_romanian_comes_first_and_the_others_are_offered():
    """A line in two languages begins in Romanian and offers the second."""
    backwards = dict(reversed(two().items()))
    assert "E voice-rule 5  welcome.greet: does not begin in Romanian" in told(words=backwards)
    silent = tree_with(menu=("menu(*offers, intro", "menu(intro"))
    assert "E voice-rule 5  menu.main: does not offer the other languages" in told(silent, words=two())
    assert "does not offer" not in "".join(told(words=two()))


def test_a_menu_entry_without_a_dialogue_is_told():
    """The supervisor who writes a service that does not exist hears which ones do."""
    menu = (*LIVE.menu, MenuEntry("6", "bookings"))
    found = new(told(directory=replace(LIVE, menu=menu)))
    assert (
        "E menu  key 6: there is no service bookings; there are about, callback, competence, status, ticket, extra"
        in found
    )


def test_a_service_that_the_routing_file_leaves_out_is_no_orphan():
    """Each institution offers what it has."""
    found = new(told(directory=replace(LIVE, menu=LIVE.menu[:1])))
    assert "callback" not in found
    assert "voice-rule 16" not in found


def test_four_services_are_counted_aloud_and_three_are_not():
    """The main menu is timed with the sentence it would really say."""
    fewer = replace(LIVE, menu=LIVE.menu[:3])
    assert "voice-rule 17  menu.main" not in "".join(told())
    uncounted = tree_with(menu=('say("menu.many", count=len(services))', 'say("menu.few")'))
    assert "W voice-rule 17  menu.main" in new(told(uncounted))
    assert "voice-rule 17" not in new(told(uncounted, directory=fewer))


TWICE = """
@offered
@step
def number(call):
    return ask(say("status.number"), shape="registration", digits=range(1, 33), then=to(again))


@step
def again(call, typed):
    return ask(say("status.number"), shape="registration", digits=range(1, 33), then=to(told))


@step
def told(call, typed):
    return menu(say("status.unknown"), options=(option("1", "menu.topic", to("menu.main")),))
"""


def test_a_long_way_to_an_answer_is_told():
    """Rule 45, in seconds and in keys."""
    found = new(told(sentences={"status.number": LONG * 3 + "Este pe bon. Apoi diez."}))
    assert "E voice-rule 45  ro status: takes" in found
    twice = told(tree_of(SOURCES | {"status": HEAD + TWICE}))
    assert "E voice-rule 45  ro status: takes 41 keys when all goes well; at most 25" in twice


def test_every_service_has_its_longest_path():
    """Seconds and keys of each, as a table."""
    found = {path.name: path for path in paths(WORDS, LIVE)}
    assert list(found)[:4] == ["ro status", "ro competence", "ro callback", "ro about"]
    assert (found["ro status"].keys, found["ro callback"].keys, found["ro about"].keys) == (22, 13, 1)
    assert 60 < found["ro status"].seconds <= 90
    assert 60 < found["ro competence"].seconds <= 120
    assert "keys of 25" in str(found["ro status"])


def test_nothing_is_said_of_a_failure_that_has_no_words():
    """Every kind of failure, at keys, digits, sentences, counties and names, the first time and the second."""
    assert len(HELP) == 30
    assert {"silence.keys.1", "miss.digits.2", "misheard.keys.1", "misheard.county.2"} <= set(HELP)


BRANCHES = """
TOPIC = "menu.topic"
HOME = Option("1", TOPIC, to("menu.main"))


@offered
@step
def first(call, about="", *, tries=0):
    onward = to(second, day=1)
    if tries > 3:
        onward = to("person.reach")
    match about:
        case "a":
            news, more = say("status.filed", day=call.day), None
        case _:
            news = more = say("goodbye")
    try:
        day = call.day
    except ValueError:
        return told(news, *[more])
    return menu(*(one for one in (news, more) if one), options=(HOME, option("2", "leave.topic", onward)))


def told(*says):
    return go(*says, to=to("leave.goodbye"))


@step
def second(call, day):
    for key in call.keys:
        if key:
            return Missed()
    with call.lock:
        return dial(number=call.number, seconds=1, talk=1, then=to(third))


@step
def third(call, outcome):
    return confirm(say("goodbye") if outcome else say("status.unknown"), yes=to(first), no=to("menu.main"))
"""


def test_every_branch_of_a_step_is_read():
    """What a name may hold is followed through if, match, try, loops, helpers and constants."""
    tree = tree_of({"extra": HEAD + BRANCHES})
    assert tree.unreadable == ()
    first, second, third = tree.steps.values()
    assert (first.needs, first.takes, first.is_offered) == (frozenset(), {"about", "tries"}, True)
    gone, asked = first.outcomes
    assert [[one.key for one in slot.sentences] for slot in gone.says] == [
        ["status.filed", "goodbye"],
        ["goodbye"],
    ]
    assert [slot.optional for slot in asked.says] == [False, True]
    assert [(key.key, key.topic) for key in asked.options] == [("1", "menu.topic"), ("2", "leave.topic")]
    assert {target.step for target in list(asked.options)[1].targets} == {"extra.second", "person.reach"}
    assert [outcome.kind for outcome in second.outcomes] == ["missed", "dial"]
    assert [one.key for one in third.outcomes[0].says[0].sentences] == ["goodbye", "status.unknown"]


def test_the_tree_can_be_drawn():
    """Each step once, with what it says, and the keys that lead on."""
    drawn = draw(shipped())
    lines = drawn.splitlines()
    assert lines[0] == "welcome.greet"
    assert "asks: (language.offer), menu.many | menu.few" in drawn
    assert any(line.strip() == "0 person.topic → person.reach" for line in lines)
    assert any(line.strip() == "? status.topic → status.number" for line in lines)
    entered = [below for here, below in pairwise(lines) if here.endswith(" → status.number")]
    assert [below.strip() for below in entered].count("asks: status.number") == 1


CHOOSE = """
@offered
@step
def first(call):
    more = choice("menu.topic", to("menu.main"))
    leave = choice("leave.topic", to("leave.goodbye"))
    return listen(say("status.unknown"), options=numbered(more, leave), then=to({then}))


@step
def told(call, typed):
    known = call.line.domains.values()
    return menu(say("status.unknown"), options=numbered(
        *(choice("menu.called", to(first), called=call.text(one.name)) for one in known),
        choice("extra.lost", to({then})),
    ))
"""


def test_a_question_for_a_sentence_and_a_menu_of_the_routing_file_are_read_like_any_other():
    """What they lead to must exist and be given what it takes; their choices need words."""
    good = CHOOSE.replace("extra.lost", "back.topic")
    assert "extra" not in new(told(tree_with(good.replace("{then}", "told", 1).replace("{then}", "first"))))
    lost = new(told(tree_with(CHOOSE.replace("{then}", '"extra.gone"'))))
    assert "E voice-rule 16  extra.first: leads to extra.gone, which does not exist" in lost
    assert "E words  ro extra.lost: is said but not in the catalogue" in lost
    assert "does not give extra.told its typed" in new(told(tree_with(good.replace("{then}", "told"))))
