"""The main menu: the services of the routing file, in its order."""

from ivr.call import Call
from ivr.script import Option, Outcome, Say, menu, say, step, to

LANGUAGE_KEYS = "89"  # services take 1 to 7


@step
def main(call: Call, entering: bool = False) -> Outcome:
    """Other languages are offered in their own words when the call begins; their keys work later too."""
    services = call.services()
    others = [code for code in call.languages if code != call.language]
    keys = list(zip(LANGUAGE_KEYS, others, strict=False))
    offers = [Say("language.offer", {"key": key}, language=code) for key, code in keys if entering]
    languages = [
        Option(key, f"language.{code}", to("language.choose", code=code), silent=True)
        for key, code in (*keys, (call.language, call.language))  # that of the call has no key, only its name
    ]
    intro = say("menu.many", count=len(services)) if len(services) >= 4 else say("menu.few")
    return menu(*offers, intro, options=(*services, PERSON, *languages), back=to(main))


PERSON = Option("0", "person.topic", to("person.reach"))
