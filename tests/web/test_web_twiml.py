"""Everything the hotline answers is TwiML by Twilio's own schema, small enough, and in a language."""

import http.client
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import transcript
from lxml import etree

from phone.exchange import Answer
from phone.line import Line

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT.parent / "shared" / "contracts"
SCHEMA = "twiml_v20100401_twilioRealtimeCallSchema.xsd"
CALLS = sorted((ROOT / "tests" / "calls").glob("*.call"))
FALLBACK = ROOT / "web" / "static" / "fallback.xml"

MOST_BYTES = 64 * 1024  # error 11750
MOST_LETTERS = 1000  # of one Say; facts/twilio.md, 4.5
XS = "{http://www.w3.org/2001/XMLSchema}"
# what the published schema is too old to know (README.md beside it)
NEWER_VOICES = r"Polly\.[A-Za-z]+(-Neural|-Generative)?|Google\.[a-z]{2}-[A-Z]{2}-[A-Za-z0-9-]+"
NEWER_VERBS = ("Connect", "Pay", "Refer", "Leave", "Stop")
NEWER_GATHER = ("enhanced", "debug")
BY_REFERENCE = ("synthesis-nonamespace.xsd", "twilio-extensions.xsd")


@pytest.fixture(scope="session")
def twilios_schema() -> etree.XMLSchema:
    """The published schema, widened by what it is too old to know."""
    if not (CONTRACTS / SCHEMA).exists():
        pytest.skip(f"NO SCHEMA: {CONTRACTS} holds Twilio's files and is not there")
    parser = etree.XMLParser(no_network=True)
    document = etree.parse(CONTRACTS / SCHEMA, parser)
    root = document.getroot()
    _widen_voices(root)
    _widen_gather(root)
    _widen_verbs(root)
    for include in root.iter(f"{XS}include"):
        include.set("schemaLocation", (CONTRACTS / include.get("schemaLocation", "")).as_uri())
    parser.resolvers.add(_Offline())
    # read again, so that everything it includes comes through the same parser
    return etree.XMLSchema(
        etree.fromstring(etree.tostring(document), parser, base_url=(CONTRACTS / SCHEMA).as_uri())
    )


class _Offline(etree.Resolver):  # type: ignore[misc]
    """xml.xsd of the W3C, as far as a synthesis schema needs it; nothing is fetched."""

    XML = f"""<xs:schema xmlns:xs="{XS[1:-1]}" targetNamespace="http://www.w3.org/XML/1998/namespace">
        <xs:attribute name="lang" type="xs:language"/><xs:attribute name="base" type="xs:anyURI"/>
        <xs:attribute name="space" type="xs:NCName"/><xs:attribute name="id" type="xs:ID"/></xs:schema>"""

    def resolve(self, url: str, _id: str, context: Any) -> Any:
        return self.resolve_string(self.XML, context) if url.endswith("/xml.xsd") else None


def _widen_voices(root: etree._Element) -> None:
    pattern = root.find(f".//{XS}simpleType[@name='voiceType']//{XS}pattern")
    pattern.set("value", f"{pattern.get('value')}|{NEWER_VOICES}")


def _widen_gather(root: etree._Element) -> None:
    gather = root.find(f".//{XS}complexType[@name='GatherType']")
    timeout = gather.find(f".//{XS}attribute[@name='timeout']")
    timeout.set("type", "xs:string")
    for name in NEWER_GATHER:
        etree.SubElement(gather, f"{XS}attribute", name=name, type="xs:string")


def _widen_verbs(root: etree._Element) -> None:
    choice = root.find(f".//{XS}complexType[@name='responseType']//{XS}choice")
    for name in NEWER_VERBS:
        etree.SubElement(choice, f"{XS}element", name=name, type="xs:anyType")


@pytest.fixture(scope="module")
def played() -> dict[Path, list[Answer]]:
    """Each transcript is played once; both tests read what was answered."""
    return {}


@pytest.fixture(params=CALLS, ids=lambda path: path.stem)
def answers(
    request: pytest.FixtureRequest,
    played: dict[Path, list[Answer]],
    build_house: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> list[Answer]:
    """Everything that is answered in one transcript."""
    path: Path = request.param
    if path not in played:
        kept: list[Answer] = []

        class Keeper(transcript.Recorder):
            def post(self, url: str, *rest: Any, **more: Any) -> Answer:
                answer: Answer = super().post(url, *rest, **more)
                kept.extend([answer] if "/voice/status" not in url else [])
                return answer

        monkeypatch.setattr(transcript, "Recorder", Keeper)
        transcript.played(transcript.read(path), build_house)
        played[path] = kept
    assert played[path]
    return played[path]


@pytest.fixture
def store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of store is enough: tests/test_calls.py plays the same calls on both and hears the same."""
    path = tmp_path / "store.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


def test_every_document_of_a_call_is_twilios_twiml(
    answers: list[Answer], twilios_schema: etree.XMLSchema
) -> None:
    """Each answer of the transcript is valid by the schema."""
    for answer in answers:
        twilios_schema.assertValid(etree.fromstring(answer.body))


def test_every_document_of_a_call_can_be_spoken(answers: list[Answer]) -> None:
    """text/xml, under 64 kB, each Say short and not empty, each Say and Gather in a language."""
    for answer in answers:
        speakable(answer.content_type, answer.body)


def speakable(content_type: str, body: bytes) -> None:
    assert content_type.split(";")[0] == "text/xml"
    assert len(body) < MOST_BYTES
    root = etree.fromstring(body)
    for verb in root.iter("Say", "Gather"):
        # a Gather for keys alone listens to no language
        assert verb.get("language") or verb.get("input") == "dtmf", etree.tostring(verb, encoding="unicode")
    for say in root.iter("Say"):
        words = "".join(say.itertext())
        assert 0 < len(words.strip()) < MOST_LETTERS
        assert len(etree.tostring(say, encoding="unicode", with_tail=False)) < 3000  # Polly counts tags too


def test_the_schema_still_refuses_what_is_no_twiml(twilios_schema: etree.XMLSchema) -> None:
    """Widened is not wide open: an unknown verb, attribute, voice or nesting is invalid."""
    for wrong in (
        "<Speak>Bună ziua</Speak>",
        '<Say tone="kind">Bună ziua</Say>',
        '<Say voice="Carmen">Bună ziua</Say>',
        "<Gather><Dial>+40210000000</Dial></Gather>",
        '<Dial timeout="long">+40210000000</Dial>',
    ):
        assert not twilios_schema.validate(etree.fromstring(f"<Response>{wrong}</Response>")), wrong


def test_the_fallback_is_twiml_and_can_be_spoken(house: Any, twilios_schema: etree.XMLSchema) -> None:
    """The fixed document for the worst case obeys the same rules."""
    answer = house.exchange().post("/voice/fallback", {"CallSid": "CA1", "ErrorCode": "11200"})
    twilios_schema.assertValid(etree.fromstring(answer.body))
    speakable(answer.content_type, answer.body)
    assert {verb.get("language") for verb in etree.fromstring(answer.body).iter("Say")} == {"ro-RO"}


def test_the_served_fallback_is_the_file_in_static(house: Any) -> None:
    """What a supervisor puts on another server is what the hotline answers itself, byte for byte."""
    told = house.exchange().post("/voice/fallback", {"CallSid": "CA1"})
    connection = http.client.HTTPConnection(house.address.removeprefix("http://"), timeout=15)
    connection.request("GET", "/static/fallback.xml")
    got = connection.getresponse()
    assert got.status == 200
    assert got.read() == told.body == FALLBACK.read_bytes()
    assert (got.getheader("Content-Type") or "").split(";")[0] in ("text/xml", "application/xml")
    connection.close()


def test_the_fallback_leads_back_into_the_call(house: Any) -> None:
    """A call whose first document could not be had: the phone plays the fallback, 1 tries again and is welcomed."""
    line = Line(house.exchange(), "+40722000111", house.hotline.number, voice_path="/voice/nothing-here")
    told = " ".join(event.text for event in line.dial())
    assert "problemă tehnică" in told
    assert "Bună ziua" in " ".join(event.text for event in line.press("1"))
