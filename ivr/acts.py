"""What a caller did, to be done again: words and keys that lead where the masked ones led."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ivr.petitions_told import SEGMENT
from ivr.script import Option, Question, Reply
from ivr.stand_ins import UNKNOWN_TICKET, StandIns, keyed
from ivr.tickets_told import said
from ivr.transcript import MASK, line
from ivr.wishes_told import Wishes
from routing.competence import competent
from routing.places import spelt
from routing.revision import Revision
from words.catalogue import Catalogue

NAME_ON_KEYS, ANOTHER_NAME = "882", "999"
NO_NUMBER = "*9"  # whatever was asked for
NONSENSE = "floare albastră"
REFUSED = {  # numbers that cannot be rung, by what the caller hears of them
    "callback.refused.costly": "0906000000#",
    "callback.refused.line": "0800000000#",
    "callback.refused.foreign": "004915112345678#",
}
IN_FIGURES = (
    "registration",
    "phone",
    "ticket",
    "filing_date",
    "name",
    "year_or_date",
    "digits",
)  # shapes that are keyed where they were said
NEVER = "1999-01-01"  # a day of which there is no petition
LAST_TRY = ("identify.unknown", "identify.too_many", "my_ticket.unknown")  # then a person is rung
LOST = ("competence.once_more", "competence.try_keys")


@dataclass(frozen=True)
class Acts:
    """Finds out from what was asked before and after. `revision` is the routing file the call began with."""

    words: Mapping[str, Catalogue]
    revision: Revision
    stand_ins: StandIns
    wishes: Wishes
    lost: list[str] = field(default_factory=list)  # what could not be found out, in words

    def act(self, before: Reply, heard: Mapping[str, str], later: Sequence[Reply], language: str) -> str:
        """What the caller, or the person who was rung, did in one turn; `later` is what was said from then on."""
        after = later[0]
        question, keys, speech = before.question, heard.get("keys", ""), heard.get("speech", "")
        if outcome := heard.get("outcome"):
            did = {"completed": "answers and talks for 60 s", "busy": "is busy"}
            return line("operator", did.get(outcome, "does not answer"))
        if question is None or not (keys or speech):
            is_again = question is not None and after.question == question and not after.lead
            return line("caller", "#" if is_again else "(says nothing)")
        if not speech:
            return line("caller", self._pressed(question, keys, after))
        failed = any(one.key.startswith("misheard.") for one in after.lead)
        if question.shape in ("wish", "day") and speech == MASK and not failed:
            return line("caller", self._wished(question, later, language))
        words = self._words(question, after, language) if speech == MASK else speech
        if words:
            return line("caller", f'says "{words}"{" unclearly" if failed else ""}')
        return line("caller", self._keys(1, after, question.shape))

    def _pressed(self, question: Question, keys: str, after: Reply) -> str:
        if len(keys) > 1:
            return self._keys(len(keys), after, question.shape)
        if question.options:
            return keys
        if not after.lead and after.question == question:
            self.lost.append("something went wrong on our side, and the question was asked again")
        return f"{keys}#"

    def _wished(self, question: Question, later: Sequence[Reply], language: str) -> str:
        """An hour, other hours, another day or way, or a wish: keys where keys do as well."""
        after = later[0]
        if after.question and after.question.at == "hours.offer":
            if key := self.wishes.other_hours(question, after):
                return key
            if words := self.wishes.said(after, self.words[language]):
                return f'says "{words}"'
            self.lost.append("the hours were asked for in words that nobody can tell any more")
        is_taken = after.question is not None and after.question.at.startswith(("agreed.", "callback."))
        if is_taken and (key := self.wishes.taken(question, later)):
            return key
        chosen = self._words(question, after, language)
        return f'says "{chosen or NONSENSE}"'

    def _words(self, question: Question, after: Reply, language: str) -> str:
        """What may have been said; empty where keys do as well."""
        catalogue = self.words[language]
        if any(one.key.startswith("misheard.") for one in after.lead) and question.shape != "menu":
            return NONSENSE
        if question.shape in IN_FIGURES and after.lead and after.lead[0].key in LAST_TRY:
            return ""
        if after.ring is None and after.question is None:
            return catalogue.phrases("leave.topic")[0]
        if after.ring or (after.question and after.question.at == "person.closed"):
            return catalogue.phrases("person.topic")[0]
        if after.question and after.question.at.startswith("danger."):
            return next(iter(self.revision.directory.special.danger.get(language, ())), "")
        if question.shape == "sentence" and (sentence := self._sentence(question, after, language)):
            return sentence
        if question.shape == "county" and (county := self._county(after)):
            return self.revision.directory.counties[county].name["ro"]
        chosen = _chosen(question, after)
        if chosen is None or question.shape in IN_FIGURES:
            return "" if question.then else "hm"
        return chosen.called or catalogue.phrases(chosen.topic)[0]

    def _sentence(self, question: Question, after: Reply, language: str) -> str:
        """A phrase of the routing file that leads where the caller's words led, with the county if they named one."""
        if any(one.key in LOST for one in after.lead):
            return NONSENSE
        if after.question and after.question.at == "competence.found":
            self.lost.append("the words were close to several matters, and nobody can tell them any more")
            return ""
        about = _given(after, "about")
        owner, _, name = about.partition(".")
        directory = self.revision.directory
        known = directory.institutions.get(owner)
        part = known.competences.get(name) if known else directory.external.get(owner)
        phrases = part.phrases.get(language, ()) if part else ()
        county = self._county(after)
        is_asked = after.question and after.question.at.startswith("county.")
        if county and not is_asked and county != (question.then.given.get("county") if question.then else ""):
            phrases = tuple(f"{one}, {directory.counties[county].name['ro']}" for one in phrases)
        sure = (
            one
            for one in phrases
            if (found := competent(self.revision.book, one)).verdict == "sure"
            and ".".join(filter(None, (found.candidates[0].id, found.candidates[0].topic))) == about
        )
        if not (phrase := next(sure, "")):
            self.lost.append("no phrase of the routing file leads where the caller's own words led")
        return phrase

    def _county(self, after: Reply) -> str:
        code = _given(after, "county")
        return code if code in self.revision.directory.counties else ""

    def _keys(self, count: int, after: Reply, shape: str = "") -> str:
        """Keys that lead where the masked ones led."""
        for one in after.lead:
            if one.key in REFUSED:
                return REFUSED[one.key]
            if one.key == "digits.cleared":
                return "9*#"
            if one.key.startswith("miss."):
                return f"{NO_NUMBER}#"
        if shape == "day":
            return f"{self.wishes.keyed(count, after)}#"
        if shape in ("year_or_date", "digits"):
            return f"{_which(shape, count, after)}#"
        if shape == "name":
            failed = any(one.key == "identify.unknown" for one in after.lead)
            return f"{ANOTHER_NAME if failed else NAME_ON_KEYS}#"
        for one in said(after):
            if one.key == "status.is_it":
                return keyed(self.stand_ins.number(one.values["number"])) + "#"
            if one.key == "callback.is_it":
                return f"0{self.stand_ins.instead('phone', one.values['phone'])[3:]}#"
            if one.key == "identify.is_it":
                day = self.stand_ins.instead("date", one.values["day"])
                return f"{day[8:]}{day[5:7]}{day[:4]}#"
            if one.key in ("my_ticket.unknown", "my_ticket.when"):
                is_known = one.key == "my_ticket.when"
                ticket = (
                    self.stand_ins.instead("digits", one.values["number"]) if is_known else UNKNOWN_TICKET
                )
                return f"{ticket}#"
        if shape == "county" and (county := self._county(after)):
            return spelt(county) + "#"
        return "9" * count + "#"


def _which(shape: str, count: int, after: Reply) -> str:
    """The year, the day or the part after the slash by which a petition was told from others of its number."""
    if shape == "digits":
        return SEGMENT if any(one.key == "status.filed" for one in said(after)) else "99"
    told = (one.values["day"][0] for one in said(after) if one.key == "status.filed")
    day = date.fromisoformat(next(told, NEVER))
    if count in (1, 4):  # said, or four keys
        return f"{day:%Y}"
    return f"{day:%y}" if count == 2 else f"{day:%d%m%Y}"


def _chosen(question: Question, after: Reply) -> Option | None:
    """The option that most likely led to what was asked next; None where none did."""
    at = after.question.at if after.question else ""
    there = [one for one in question.options if one.to.step == at]
    if there:
        ways = [one for one in there if one.to.given.get("channel") == _given(after, "channel")]
        return (ways or there)[0]
    files = [one for one in question.options if one.to.step.split(".")[0] == at.split(".")[0]]
    return files[0] if files else next(iter(question.options), None)


def _given(reply: Reply, name: str) -> str:
    """A value that the open question hands on."""
    options = reply.question.options if reply.question else ()
    found = (option.to.given.get(name) for option in options)
    if reply.question and reply.question.then and reply.question.then.given.get(name):
        return str(reply.question.then.given[name])
    return next((str(one) for one in found if one), "")
