"""What a caller did, to be done again: words and keys that lead where the masked ones led."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.script import Option, Question, Reply
from ivr.stand_ins import FILED, StandIns, keyed
from ivr.transcript import MASK, line
from routing.competence import competent
from routing.places import spelt
from routing.revision import Revision
from words.catalogue import Catalogue

NAME_ON_KEYS = "882"
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
)  # shapes that are keyed where they were said
LOST = ("competence.once_more", "competence.try_keys")


@dataclass(frozen=True)
class Acts:
    """Finds out from what was asked before and after. `revision` is the routing file the call began with."""

    words: Mapping[str, Catalogue]
    revision: Revision
    stand_ins: StandIns

    def act(self, before: Reply, heard: Mapping[str, str], after: Reply, language: str) -> str:
        """What the caller, or the person who was rung, did in one turn."""
        question, keys, speech = before.question, heard.get("keys", ""), heard.get("speech", "")
        if outcome := heard.get("outcome"):
            did = {"completed": "answers and talks for 60 s", "busy": "is busy"}
            return line("operator", did.get(outcome, "does not answer"))
        if question is None or not (keys or speech):
            return line("caller", "(says nothing)")
        if speech:
            words = self._words(question, after, language) if speech == MASK else speech
            failed = any(one.key.startswith("misheard.") for one in after.lead)
            return line(
                "caller", f'says "{words}"{" unclearly" if failed else ""}' if words else self._keys(1, after)
            )
        if len(keys) == 1:
            return line("caller", keys if question.options else f"{keys}#")
        return line("caller", self._keys(len(keys), after, question.shape))

    def _words(self, question: Question, after: Reply, language: str) -> str:
        """What may have been said; empty where keys do as well."""
        catalogue = self.words[language]
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
        return next(sure, "")

    def _county(self, after: Reply) -> str:
        code = _given(after, "county")
        return code if code in self.revision.directory.counties else ""

    def _keys(self, count: int, after: Reply, shape: str = "") -> str:
        """Keys that lead where the masked ones led."""
        for one in after.lead:
            if one.key in REFUSED:
                return REFUSED[one.key]
        for one in (*after.lead, *(after.question.says if after.question else ())):
            if one.key == "status.is_it":
                return keyed(self.stand_ins.number(one.values["number"])) + "#"
            if one.key == "callback.is_it":
                return f"0{self.stand_ins.instead('phone', one.values['phone'])[3:]}#"
            if one.key == "identify.is_it":
                return f"{FILED[8:]}{FILED[5:7]}{FILED[:4]}#"
        if shape == "county" and (county := self._county(after)):
            return spelt(county) + "#"
        return (NAME_ON_KEYS if shape == "name" else "9" * count) + "#"


def _chosen(question: Question, after: Reply) -> Option | None:
    """The option that most likely led to what was asked next; None where none did."""
    at = after.question.at if after.question else ""
    for option in question.options:
        if option.to.step == at:
            return option
    files = [one for one in question.options if one.to.step.split(".")[0] == at.split(".")[0]]
    return files[0] if files else next(iter(question.options), None)


def _given(reply: Reply, name: str) -> str:
    """A value that the open question hands on."""
    options = reply.question.options if reply.question else ()
    found = (option.to.given.get(name) for option in options)
    if reply.question and reply.question.then and reply.question.then.given.get(name):
        return str(reply.question.then.given[name])
    return next((str(one) for one in found if one), "")
