"""The terminal: what a person reads, what they may type, and what a script gets back."""

import io

import pytest

from phone.exchange import Exchange
from phone.line import Line
from phone.terminal import run


def held(line, script):
    """The transcript and exit code of one call held from a script."""
    write = io.StringIO()
    code = run(line, io.StringIO(script), write)
    return write.getvalue().splitlines(), code


def test_a_call_is_written_down_as_a_conversation(hotline, capsys):
    """What the hotline says and what the caller does, one line each; all valid is 0."""
    hotline.says("/voice", '<Gather numDigits="2" action="/next"><Say>Bună ziua.</Say></Gather>')
    hotline.says("/next", '<Gather input="speech" action="/end"><Say>Ce s-a întâmplat?</Say></Gather>')
    hotline.says("/end", '<Pause length="2"/><Say>Mulțumim.</Say><Hangup/>')
    transcript, code = held(hotline.line(), '1 2\n„am pierdut pașaportul”\n"nu se mai citește"\n')
    assert transcript == [
        "hotline  Bună ziua.",
        "caller   1 2",
        "hotline  Ce s-a întâmplat?",
        "caller   „am pierdut pașaportul”",
        "hotline  (pauză, 2 s)",
        "hotline  Mulțumim.",
        "hotline  (a închis)",
    ]
    assert code == 0
    assert capsys.readouterr().err == ""
    assert hotline.to("/next")[0].form["Digits"] == "12"
    assert hotline.to("/end")[0].form["SpeechResult"] == "am pierdut pașaportul"


@pytest.mark.parametrize(
    ("typed", "shown", "heard"),
    [
        ("\n", "caller   (tace)", "hotline  Nimic."),
        ("", "caller   (închide)", None),
        ("12#\n", "caller   12#", "hotline  Bine."),
    ],
)
def test_silence_keys_and_the_end_of_the_script(hotline, typed, shown, heard):
    """An empty line is silence; the end of what is read hangs up."""
    hotline.says("/voice", '<Gather action="/next"/><Say>Nimic.</Say>')
    hotline.says("/next", "<Say>Bine.</Say>")
    transcript, code = held(hotline.line(), typed)
    assert transcript[0] == shown
    assert code == 0
    assert (heard in transcript) if heard else len(transcript) == 1


@pytest.mark.parametrize("typed", ["alo", '"', "answer", "busy", "12a", "answer 3"])
def test_what_is_not_understood_is_answered_and_asked_again(hotline, typed):
    """In Romanian, politely, and the call goes on."""
    hotline.says("/voice", "<Gather/>")
    line = hotline.line()
    transcript, code = held(line, f"{typed}\n")
    assert transcript[1].startswith("telefon  Nu am înțeles.")
    assert transcript[2] == "caller   (închide)"
    assert code == 0


@pytest.mark.parametrize(
    ("verb", "word"),
    [
        ("<Gather/>", "Taste"),
        ("<Record/>", "mesajul"),
        ("<Dial>+40211234567</Dial>", "busy"),
        ("<Enqueue>a</Enqueue>", "rând"),
    ],
)
def test_help_says_what_can_be_done_now(hotline, verb, word):
    """It depends on what the line waits for."""
    hotline.says("/voice", verb)
    transcript, _ = held(hotline.line(), "?\n")
    assert any(row.startswith("telefon  ") and word in row for row in transcript)


@pytest.mark.parametrize(
    ("typed", "status", "duration"),
    [
        ("answer 42\n", "completed", "42"),
        ("answer\n", "completed", "0"),
        ("busy\n", "busy", None),
        ("\n", "no-answer", None),
    ],
)
def test_the_person_plays_the_other_party_too(hotline, typed, status, duration):
    """While a Dial rings they decide what comes of it."""
    hotline.says("/voice", '<Dial action="/next">+40211234567</Dial>')
    hotline.says("/next", "")
    transcript, code = held(hotline.line(), typed)
    assert transcript[0] == "hotline  (sună la +40211234567)"
    form = hotline.to("/next")[0].form
    assert (form["DialCallStatus"], form.get("DialCallDuration")) == (status, duration)
    assert code == 0


def test_a_message_is_left_by_speaking(hotline):
    """And the action hears how long it was."""
    hotline.says("/voice", '<Record action="/next"/>')
    hotline.says("/next", "<Say>Mulțumim.</Say>")
    transcript, _ = held(hotline.line(), '"sunați-mă înapoi"\n')
    assert transcript[0] == "hotline  (se înregistrează)"
    assert "hotline  Mulțumim." in transcript
    assert hotline.to("/next")[0].form["RecordingDuration"] == "2"


def test_somebody_takes_the_caller_out_of_the_queue(hotline):
    """answer does, in a queue."""
    hotline.says("/voice", '<Enqueue action="/next">relații</Enqueue>')
    hotline.says("/next", "")
    held(hotline.line(), "\nanswer\n")
    assert hotline.to("/next")[0].form["QueueResult"] == "bridged"


def test_keys_that_nobody_heard_are_named(hotline):
    """So that the person knows why they had no effect."""
    hotline.says("/voice", '<Gather numDigits="1" action="/next"/>')
    hotline.says("/next", "<Say>Ați ales unu.</Say>")
    transcript, _ = held(hotline.line(), "123\n")
    assert "telefon  Tastele 23 nu au fost auzite." in transcript


def test_other_verbs_are_shown(hotline):
    """Sounds, tones and messages in plain words."""
    hotline.says("/voice", '<Play>/a.wav</Play><Play digits="1"/><Sms>Nr. 1</Sms><Redirect>/next</Redirect>')
    hotline.says("/next", "")
    transcript, _ = held(hotline.line(), "")
    assert transcript == [
        "hotline  (se aude /a.wav)",
        "hotline  (se aude tonuri 1)",
        "hotline  (trimite SMS: Nr. 1)",
        "hotline  (a închis)",
    ]


@pytest.mark.parametrize(
    ("attribute", "heard"), [("", "(numărul nu este alocat)"), ('reason="busy"', "(sună ocupat)")]
)
def test_a_rejected_call_is_heard_as_such(hotline, attribute, heard):
    """Not in service, or busy."""
    hotline.says("/voice", f"<Reject {attribute}/>")
    assert held(hotline.line(), "") == ([f"hotline  {heard}"], 0)


def test_anything_but_twiml_is_1_with_one_line_on_stderr(hotline, capsys):
    """What was heard before is shown."""
    hotline.says("/voice", "<Say>Un moment.</Say><Redirect>/next</Redirect>")
    hotline.says("/next", "<Shout/>")
    transcript, code = held(hotline.line(), "")
    assert (transcript, code) == (["hotline  Un moment."], 1)
    complaint = capsys.readouterr().err.splitlines()
    assert len(complaint) == 1
    assert "12200" in complaint[0]
    assert "/next" in complaint[0]


def test_a_call_saved_by_the_fallback_is_still_1(hotline, capsys):
    """The script must not miss it."""
    hotline.says("/voice", "<Shout/>")
    hotline.says("/voice/fallback", "<Say>Ne cerem scuze.</Say>")
    transcript, code = held(hotline.line(fallback_path="/voice/fallback"), "")
    assert transcript[0] == "hotline  Ne cerem scuze."
    assert code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_line_out_of_reach_is_2(capsys):
    """One line says so."""
    line = Line(Exchange("http://127.0.0.1:1", None, lambda url, form: ""), None, "+40800123456")
    assert held(line, "") == ([], 2)
    complaint = capsys.readouterr().err.splitlines()
    assert len(complaint) == 1
    assert complaint[0].startswith("Linia nu poate fi sunată")


def test_a_text_message_is_shown_when_it_has_arrived(hotline):
    """After each act, and once more at the end of the call, when there may be some to wait for."""
    hotline.says("/voice", '<Gather numDigits="1" action="/next"/>')
    hotline.says("/next", "<Say>Trimitem un SMS.</Say>")
    asked = []

    def inbox(is_over):
        asked.append(is_over)
        return ["Linia 0800 000 000"] if is_over else []

    write = io.StringIO()
    assert run(hotline.line(), io.StringIO("?\n1\n"), write, inbox) == 0
    assert write.getvalue().splitlines()[-1] == "SMS      Linia 0800 000 000"
    assert asked == [False, True]


class Watched(io.StringIO):
    """A reader that a person types into."""

    def isatty(self):
        return True


class Impatient(io.StringIO):
    """A reader whose person presses Ctrl-C."""

    def readline(self, size=-1):
        raise KeyboardInterrupt


def test_ctrl_c_hangs_up(hotline):
    """The call ends as with Ctrl-D, and the line is told."""
    hotline.says("/voice", "<Gather/>")
    assert run(hotline.line(), Impatient(), io.StringIO()) == 0
    assert hotline.to("/voice/status")[0].form["CallStatus"] == "completed"


def test_a_person_is_prompted_and_not_echoed(hotline):
    """On a terminal the person sees what they type already."""
    hotline.says("/voice", '<Gather numDigits="1" action="/next"><Say>Bună.</Say></Gather>')
    hotline.says("/next", "<Gather/>")
    write = io.StringIO()
    run(hotline.line(), Watched("1\n"), write)
    assert write.getvalue() == "hotline  Bună.\ncaller   caller   (închide)\n"
