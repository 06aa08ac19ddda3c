"""A document becomes verbs to play, or the sentence that tells a developer why no caller will hear it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree
from xml.parsers import expat

from phone.exchange import MOST_BYTES, Answer
from phone.faults import (
    NothingToSay,
    NotTwiml,
    NotXml,
    SayTooLong,
    SpeechTimeoutNeeded,
    TooLarge,
    WrongContentType,
)
from phone.twiml_rules import SHAPES, VERBS, Shape

Element = ElementTree.Element

# Longest text of a Say, tags and blanks included, by the maker of its voice; and longest once URL-encoded.
LONGEST_SAY = {"Polly": 3000, "Google": 5000, "": 4096}
LONGEST_ENCODED_SAY = 4500


# Twilio takes text/xml, application/xml and text/html for TwiML, up to 64 kB (error 11750). It reads
# text/plain aloud, so an error page would be spoken to the caller; here that is an error like any other type.
def verbs_in(answer: Answer) -> tuple[Element, ...]:
    """The checked verbs of an answer, in order. Raises the TwimlError that Twilio would report."""
    _check_content_type(answer)
    if len(answer.body) > MOST_BYTES:
        raise TooLarge("the document is over 64 kB", url=answer.url)
    root = _root(answer.body, answer.url)
    _check_response(root, answer.url)
    for verb in root:
        verb.tail = None
    return tuple(root)


def _check_content_type(answer: Answer) -> None:
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        raise WrongContentType("text/plain would be read aloud to the caller", url=answer.url)
    if kind not in ("text/xml", "application/xml", "text/html"):
        raise WrongContentType(f"the content type is {kind or 'missing'}, not text/xml", url=answer.url)


def _root(body: bytes, url: str) -> Element:
    if not body.strip():
        raise NotXml("the document is empty", url=url)
    try:
        _refuse_doctype(body, url)
        root = ElementTree.fromstring(body)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise NotXml(f"the document is not XML: {wrong}", url=url) from wrong
    if root.tag != "Response":
        raise NotXml(f"the root is {root.tag}, not Response", url=url)
    return root


# TwiML needs no document type, and one could name entities that eat all memory.
def _refuse_doctype(body: bytes, url: str) -> None:
    def refuse(*_: object) -> None:
        raise NotXml("the document declares a document type", url=url)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(body, True)


# Reject does not answer the call, so it can only come first: any other verb has answered it.
def _check_response(root: Element, url: str) -> None:
    if unknown := set(root.attrib) - {"version"}:
        raise NotTwiml(f"unknown attribute {_first(unknown)}", url=url, verb="Response")
    _check_no_stray_text(root, url)
    for place, verb in enumerate(root):
        if verb.tag not in VERBS:
            raise NotTwiml("unknown verb, or one that stands in the wrong place", url=url, verb=verb.tag)
        if verb.tag == "Reject" and place > 0:
            raise NotTwiml("Reject must be the first verb", url=url, verb="Reject")
        _check(verb, url)


def _first(names: set[str] | frozenset[str]) -> str:
    return min(names)


def _check(element: Element, url: str) -> None:
    shape = SHAPES[element.tag]
    _check_attributes(element, shape, url)
    _check_content(element, shape, url)
    for child in element:
        _check(child, url)
    if element.tag in _FURTHER:
        _FURTHER[element.tag](element, url)


def _check_attributes(element: Element, shape: Shape, url: str) -> None:
    verb = element.tag
    for name, value in element.attrib.items():
        rule = shape.attributes.get(name)
        if rule is None:
            raise NotTwiml(f"unknown attribute {name}", url=url, verb=verb)
        if not rule.allows(value):
            raise NotTwiml(f'{name}="{value}" must be {rule.wants}', url=url, verb=verb, code=rule.code)
    if missing := shape.needs - set(element.attrib):
        raise NotTwiml(f"attribute {_first(missing)} is missing", url=url, verb=verb)


def _check_content(element: Element, shape: Shape, url: str) -> None:
    for child in element:
        if child.tag not in shape.children:
            message = f"{child.tag} cannot stand inside it"
            raise NotTwiml(message, url=url, verb=element.tag, code=shape.wrong_child)
    if shape.text == "none":
        _check_no_stray_text(element, url)
    elif shape.text == "needed" and not (element.text or "").strip():
        raise NotTwiml("it has no text", url=url, verb=element.tag)


def _check_no_stray_text(element: Element, url: str) -> None:
    pieces = [element.text, *(child.tail for child in element)]
    if any((piece or "").strip() for piece in pieces):
        raise NotTwiml("text stands where only verbs may", url=url, verb=element.tag)


# Polly voices take 3,000 characters, Google 5,000, the basic ones 4,096, counting tags and blanks; and no
# text may be over 4,500 once URL-encoded (13521). A Say without words is silence (13520).
def _check_say(say: Element, url: str) -> None:
    if not spoken(say) and not any(child.tag == "break" for child in say.iter()):
        raise NothingToSay("there is nothing to say", url=url, verb="Say")
    text = written(say)
    maker = say.get("voice", "").partition(".")[0]
    most = LONGEST_SAY.get(maker, LONGEST_SAY[""])
    if len(text) > most:
        raise SayTooLong(f"{len(text)} characters, its voice takes {most}", url=url, verb="Say")
    if (encoded := len(quote(text, safe=""))) > LONGEST_ENCODED_SAY:
        message = f"{encoded} characters once URL-encoded, Twilio takes {LONGEST_ENCODED_SAY}"
        raise SayTooLong(message, url=url, verb="Say")


# Play needs either the address of a sound or the keys to send.
def _check_play(play: Element, url: str) -> None:
    address = (play.text or "").strip()
    if not address and "digits" not in play.attrib:
        raise NotTwiml("it names neither a sound nor digits", url=url, verb="Play")
    _check_address(address, url, "Play")


def _check_redirect(redirect: Element, url: str) -> None:
    _check_address((redirect.text or "").strip(), url, "Redirect")


def _check_address(address: str, url: str, verb: str) -> None:
    if any(not "!" <= character <= "~" for character in address):
        raise NotTwiml("its text is not an address", url=url, verb=verb)


# With any speechModel, speechTimeout must be a whole number of seconds (13327); "auto" is not one.
def _check_gather(gather: Element, url: str) -> None:
    if "speechModel" in gather.attrib and not gather.get("speechTimeout", "auto").isdecimal():
        message = "speechModel needs a speechTimeout in whole seconds"
        raise SpeechTimeoutNeeded(message, url=url, verb="Gather")


# Recordings that are to be written out last 2 to 120 seconds (13617).
def _check_record(record: Element, url: str) -> None:
    wanted = record.get("transcribe") == "true" or "transcribeCallback" in record.attrib
    if wanted and not 2 <= int(record.get("maxLength", "120")) <= 120:
        raise NotTwiml("transcription takes a maxLength of 2 to 120", url=url, verb="Record", code=13617)


# Dial holds either a number as its text or nouns; at most ten numbers; a conference or queue stands alone.
def _check_dial(dial: Element, url: str) -> None:
    text = (dial.text or "").strip()
    nouns = [child.tag for child in dial]
    if bool(text) == bool(nouns) or any((child.tail or "").strip() for child in dial):
        raise NotTwiml("it needs either one number as text or nested nouns", url=url, verb="Dial")
    if len(nouns) > 10 or (len(nouns) > 1 and {"Conference", "Queue"} & set(nouns)):
        raise NotTwiml("too many parties to call at once", url=url, verb="Dial", code=13215)
    if text:
        _check_number(dial, url)


def _check_number(element: Element, url: str) -> None:
    number = (element.text or "").strip()
    digits = [character for character in number if character.isdecimal()]
    if set(number) - set("+0123456789 ().-") or not 3 <= len(digits) <= 15:
        raise NotTwiml("its text is not a telephone number", url=url, verb=element.tag, code=13223)


# A queue has a name of at most 64 characters, unless a workflow chooses it.
def _check_enqueue(enqueue: Element, url: str) -> None:
    name = (enqueue.text or "").strip()
    if len(name) > 64 or not (name or "workflowSid" in enqueue.attrib):
        raise NotTwiml("it needs a queue name of 1 to 64 characters, or a workflow", url=url, verb="Enqueue")


_FURTHER = {
    "Say": _check_say,
    "Play": _check_play,
    "Redirect": _check_redirect,
    "Gather": _check_gather,
    "Record": _check_record,
    "Dial": _check_dial,
    "Number": _check_number,
    "Enqueue": _check_enqueue,
}


def spoken(say: Element) -> str:
    """The words of a Say as one line; what SSML does to them is not heard here."""
    return " ".join("".join(_pieces(say)).split())


def written(say: Element) -> str:
    """The inside of a Say as it was written: this is what Twilio counts."""
    inside = [say.text or ""]
    inside += [ElementTree.tostring(child, encoding="unicode") for child in say]
    return "".join(inside)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        apart = " " if child.tag in ("break", "p", "s") else ""
        yield apart
        yield from _pieces(child)
        yield apart + (child.tail or "")


def as_text(element: Element) -> str:
    """The element as XML, to be kept and read again with `from_text`."""
    return ElementTree.tostring(element, encoding="unicode")


def from_text(text: str) -> Element:
    """The element that `as_text` wrote; it was checked before it was kept."""
    return ElementTree.fromstring(text)


def breaks_in(say: Element) -> tuple[Element, ...]:
    """The pauses that SSML puts inside a Say."""
    return tuple(child for child in say.iter() if child.tag == "break")
