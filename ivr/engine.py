"""One turn of a call, pure: the open question, what was heard, and the reply that follows."""

from dataclasses import dataclass, replace

from ivr.call import Call
from ivr.codec import asked as asked_again
from ivr.codec import held
from ivr.hearing import Chosen, Failed, Heard, Repeat, Typed, is_plain_answer, understood
from ivr.script import STEPS, Failure, Given, Go, Missed, Question, Reply, Resumed, Ring, Say, To, say
from routing.danger import has_word_of_danger
from routing.likeness import words_of
from words.catalogue import Catalogue

HOPS = 20
FAILURES_TO_A_PERSON = 3
DANGER = "danger.now"
WORDS_OF_A_COUNTY = 3  # "județul Satu Mare"
WORDS_OF_A_NAME = 3  # "Lupu Ana Maria"
MANNERS = {
    "sentence": "sentence",
    "county": "county",
    "name": "name",
}  # shapes with words of their own for failures


class LostInTheTree(Exception):
    """Steps went on to one another without ever asking the caller anything."""


@dataclass(frozen=True)
class Turn:
    """What one turn leaves behind: the reply, and what the call carries on to the next."""

    reply: Reply
    language: str
    failures: int


def pick_up(call: Call) -> Turn:
    """The first turn. Its first words are in the first language of the line, whoever may be on the telephone."""
    turn = _go(call, To("welcome.greet"))
    firm = tuple(replace(one, language=call.language) for one in turn.reply.firm)
    return replace(turn, reply=replace(turn.reply, firm=firm))


def advance(before: Reply, heard: Heard, call: Call, words: Catalogue) -> Turn:
    """The turn that answers `before`. Raises what a step raises: the edge makes an apology of it."""
    if before.ring:
        return _go(call, before.ring.then, outcome=heard.outcome)
    if before.question is None:
        return Turn(Reply(), call.language, call.failures)
    if _tells_of_danger(before.question, heard, call, words):
        return _go(call, _interrupted(before.question))
    if call.is_too_long:
        return _go(call, To("person.limit"))
    return _answered(before.question, heard, call, words)


def again(before: Reply, call: Call) -> Turn:
    """The open question once more, after something on our side went wrong; the caller is not blamed."""
    if before.question is None:
        return _go(call, To("menu.main"))
    return Turn(Reply(question=before.question), call.language, call.failures)


def _tells_of_danger(question: Question, heard: Heard, call: Call, words: Catalogue) -> bool:
    """Whatever was asked, and however badly it was heard; but a plain answer to the question is only that."""
    if heard.keys or not heard.speech or is_plain_answer(question, heard.speech, words):
        return False
    if question.shape == "county" and _is_county(heard.speech, call):
        return False
    if question.shape == "name" and _is_name(heard.speech):
        return False
    return call.finding(heard.speech).verdict == "danger"


def _is_county(speech: str, call: Call) -> bool:
    return len(speech.split()) <= WORDS_OF_A_COUNTY and bool(call.county_in(speech))


def _is_name(speech: str) -> bool:
    """As long as no word of danger is in it: Ursu and Lupu are names."""
    said = words_of(speech)
    return len(said) <= WORDS_OF_A_NAME and not has_word_of_danger(said, said)


def _interrupted(question: Question) -> To:
    """To the words about danger, from where the call can go on with its question."""
    if question.at.startswith("danger."):
        return To(DANGER, question.options[0].to.given)
    return To(DANGER, {"held": held(question)})


def _answered(question: Question, heard: Heard, call: Call, words: Catalogue) -> Turn:
    match understood(question, heard, words, call.today):
        case Chosen(to):
            return _go(call, to, asked=question)
        case Typed(value) if question.then:
            return _go(call, question.then, asked=question, typed=value)
        case Repeat(says):
            return Turn(Reply(lead=says, question=question), call.language, call.failures)
        case Failed(kind):
            return _failed(question, kind, call)
    raise LostInTheTree(question.at)


def _failed(question: Question, kind: Failure, call: Call) -> Turn:
    """Silence, a wrong key and misheard speech each have words of their own; the third time a person helps."""
    call = replace(call, failures=call.failures + 1)
    count = getattr(question, kind) + 1
    if count >= FAILURES_TO_A_PERSON or call.failures % call.line.limits.failures == 0:
        return _go(call, To("person.reach"), lead=(say(f"{kind}.person"),))
    lead = (say(f"{kind}.{_manner(question)}.{count}"),)
    reply = Reply(lead=lead, question=replace(question, **{kind: count}), brief=True)
    return Turn(reply, call.language, call.failures)


def _manner(question: Question) -> str:
    return MANNERS.get(question.shape) or ("keys" if question.options else "digits")


def _go(
    call: Call, to: To, *, asked: Question | None = None, lead: tuple[Say, ...] = (), **heard: object
) -> Turn:
    """Runs steps until one asks, dials or takes leave."""
    firm: tuple[Say, ...] = ()
    given: Given = {**to.given, **heard}
    for _ in range(HOPS):
        outcome = STEPS[to.step](call, **given)
        match outcome:
            case Go():
                firm, lead, to = firm + outcome.firm, lead + outcome.says, outcome.to
                given = to.given
                call = replace(call, language=outcome.language or call.language)
            case Missed(kind):
                if asked is None:
                    raise LostInTheTree(to.step)
                return _failed(asked, kind, call)
            case Resumed(open_):
                return Turn(Reply(firm, lead, asked_again(open_)), call.language, call.failures)
            case Question():
                question = replace(outcome, at=to.step)
                return Turn(Reply(firm, lead, question), call.language, call.failures)
            case Ring():
                return Turn(Reply(firm, lead, ring=outcome), call.language, call.failures)
            case Reply():
                reply = replace(outcome, firm=firm + outcome.firm, lead=lead + outcome.lead)
                return Turn(reply, call.language, call.failures)
    raise LostInTheTree(to.step)
