"""What an installation can decide: a wrong value stops the start with one clear sentence, the right ones hold."""

import json
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from carrier.twilio import twilio_carrier
from settings import ROOT, Settings, WrongSettings

SECRET = {"SECRET_KEY": "a secret for the tests only"}
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_NUMBER": "+40212345678",
    "PUBLIC_BASE_URL": "https://line.example.ro",
}
ADDRESS = "PUBLIC_BASE_URL must be the whole address of the line, for example https://line.example.ro."
DATABASE = "DATABASE_URL must begin with sqlite:/// or postgresql://."
SERVER = "SMTP_URL must begin with smtp://, smtp+starttls:// or smtps:// and name a server."
SENDER = "MAIL_FROM must be one e-mail address, for example linia@example.ro."
ACCOUNT = "TWILIO_ACCOUNT_SID must be AC and 32 letters or digits, as the carrier's console shows it."
NUMBER = "TWILIO_NUMBER must be a number in E.164 form, for example +40212345678."
ISSUER = "OIDC_ISSUER must begin with https://, for example https://sso.example.ro/realms/institutie."
ZONE = "TIMEZONE is not a time zone; write for example Europe/Bucharest."
SHARED = "DATABASE_URL must name a file, which the processes of the line share: sqlite:////srv/telverde/telverde.db."
POSTGRES = (
    "DATABASE_URL is not the address of a database; write for example"
    " postgresql://user:password@host:5432/telverde."
)
NAMELESS = "PUBLIC_BASE_URL must be without a name and password, for example https://line.example.ro."
CENTURY = "TELVERDE_CLOCK must be in this century, for example 2026-03-02T09:15."
MOMENT = "TELVERDE_CLOCK must be a date and an hour, for example 2026-03-02T09:15."


def read(**environment: str) -> Settings:
    return Settings.from_env({**SECRET, **environment})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://localhost/telverde", DATABASE),
        ("DATABASE_URL", "telverde.db", DATABASE),
        ("DATABASE_URL", "sqlite://", DATABASE),
        ("DATABASE_URL", "sqlite:///", SHARED),
        ("DATABASE_URL", "sqlite:///?timeout=5", SHARED),
        ("DATABASE_URL", "sqlite:///:memory:", SHARED),
        ("DATABASE_URL", "sqlite:///file:a?mode=memory&uri=true", SHARED),
        ("DATABASE_URL", "postgresql://h:abc/x", POSTGRES),
        ("DATABASE_URL", "postgres://u:p@h:54321a/x", POSTGRES),
        ("DATABASE_URL", "postgresql://[::1", POSTGRES),
        ("PUBLIC_BASE_URL", "line.example.ro", ADDRESS),
        ("PUBLIC_BASE_URL", "ftp://line.example.ro", ADDRESS),
        ("PUBLIC_BASE_URL", "https://", ADDRESS),
        ("PUBLIC_BASE_URL", "https://line.example.ro/?a=b", ADDRESS),
        ("PUBLIC_BASE_URL", "https://line.example.ro/#rc=2", ADDRESS),
        ("PUBLIC_BASE_URL", "https://line.example.ro:99999", ADDRESS),
        ("PUBLIC_BASE_URL", "https://line.example.ro:https", ADDRESS),
        ("PUBLIC_BASE_URL", "https://[::1", ADDRESS),
        ("PUBLIC_BASE_URL", "https://a:b@c/d", NAMELESS),
        ("PUBLIC_BASE_URL", "https://a@c", NAMELESS),
        ("SMTP_URL", "mail.example.ro", SERVER),
        ("SMTP_URL", "http://mail.example.ro", SERVER),
        ("SMTP_URL", "smtp://", SERVER),
        ("SMTP_URL", "smtp://mail.example.ro:99999", SERVER),
        ("SMTP_URL", "smtps://user:secret@mail.example.ro", "SMTP_URL is set, so MAIL_FROM must be set too."),
        ("MAIL_FROM", "linia", SENDER),
        ("MAIL_FROM", "Linia <linia@example.ro>", SENDER),
        ("TWILIO_ACCOUNT_SID", "AC123", ACCOUNT),
        ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32, ACCOUNT),
        ("TWILIO_NUMBER", "112", NUMBER),
        ("TWILIO_NUMBER", "linia verde", NUMBER),
        ("OIDC_ISSUER", "sso.example.ro", ISSUER),
        ("OIDC_ISSUER", "http://sso.example.ro", ISSUER),
        ("OIDC_ISSUER", "https://sso.example.ro/?a=b", ISSUER),
        (
            "OIDC_ISSUER",
            "https://sso.example.ro/realms/town",
            "OIDC_ISSUER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set too.",
        ),
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 16 characters."),
        ("PORT", "0", "PORT is not right: input should be greater than or equal to 1."),
        ("PORT", "65536", "PORT is not right: input should be less than or equal to 65535."),
        ("TIMEZONE", "Europe/Bucuresti", ZONE),
        ("TIMEZONE", "../../etc/passwd", ZONE),
        ("TELVERDE_CLOCK", "tomorrow", MOMENT),
        ("TELVERDE_CLOCK", "2026-02-30T10:00", MOMENT),
        ("TELVERDE_CLOCK", "0001-01-01", CENTURY),
        ("TELVERDE_CLOCK", "9999-12-31T23:59", CENTURY),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(name: str, value: str, sentence: str) -> None:
    """The sentence names the variable and says what to write."""
    with pytest.raises(WrongSettings) as wrong:
        read(**{name: value})
    assert str(wrong.value) == sentence
    assert value == "short" or "\n" not in str(wrong.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://localhost/telverde",
        "postgresql://u:p/a:s#s?@db.example.ro:5432/telverde?sslmode=require",
        "postgresql+psycopg://u@[::1]:5432/x",
        "postgresql:///telverde?host=/run/postgresql",
        "sqlite:////srv/telverde/telverde.db",
        "sqlite:///var/telverde.db?timeout=5",
    ],
)
def test_every_address_a_database_has_is_taken(address: str) -> None:
    """Also with signs in the password that other addresses do not have; SQLAlchemy reads them all."""
    assert make_url(read(DATABASE_URL=address).database_url).database


def test_a_port_that_is_no_number_is_told_in_one_sentence() -> None:
    """pydantic's own words, in our form."""
    with pytest.raises(WrongSettings, match=r"^PORT is not right: input should be a valid integer.*\.$"):
        read(PORT="http")


@pytest.mark.parametrize("missing", sorted(TWILIO))
def test_half_a_carrier_is_none(missing: str) -> None:
    """With an account or a token everything else must be there; a line that refuses its carrier never starts."""
    with pytest.raises(WrongSettings) as wrong:
        read(**{name: value for name, value in TWILIO.items() if name != missing})
    assert str(wrong.value) == f"A carrier is half configured: {missing} must be set too."


def test_everything_that_is_missing_is_named_at_once() -> None:
    """Nobody wants to mend one thing to hear of the next."""
    with pytest.raises(WrongSettings) as wrong:
        read(TWILIO_ACCOUNT_SID=TWILIO["TWILIO_ACCOUNT_SID"])
    expected = "TWILIO_AUTH_TOKEN and TWILIO_NUMBER and PUBLIC_BASE_URL must be set too."
    assert str(wrong.value) == f"A carrier is half configured: {expected}"


def test_a_real_carrier_refuses_a_clock_of_ones_own() -> None:
    """With real callers the clock is real; without a carrier it may stand where one likes."""
    with pytest.raises(WrongSettings) as wrong:
        read(**TWILIO, TELVERDE_CLOCK="2026-03-02T09:15")
    expected = "TELVERDE_CLOCK is for the local carrier only; unset it, or TWILIO_ACCOUNT_SID."
    assert str(wrong.value) == expected
    assert read(TELVERDE_CLOCK="2026-03-02T09:15").telverde_clock == datetime(2026, 3, 2, 9, 15)


def test_the_clock_is_local_time_unless_it_says_otherwise() -> None:
    """A quarter past nine in Bucharest is a quarter past seven in winter, and an offset is believed."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    local, aware = read(TELVERDE_CLOCK="2026-03-02T09:15"), read(TELVERDE_CLOCK="2026-03-02T07:15+00:00")
    expected = (datetime(2026, 3, 2, 7, 15, tzinfo=UTC) - now).total_seconds()
    assert local.clock_offset(now) == aware.clock_offset(now) == expected
    assert read().clock_offset(now) == 0


def test_without_anything_the_line_lives_on_this_machine() -> None:
    """Every value has a default that works; empty and blank mean not set."""
    plain = read(PUBLIC_BASE_URL="", TWILIO_ACCOUNT_SID="  ", PORT="")
    assert (plain.base_url, plain.has_real_carrier, plain.port) == ("http://127.0.0.1:8000", False, 8000)
    assert plain.routing_file == ROOT / "data" / "institutions.yaml"
    assert str(plain.timezone) == "Europe/Bucharest"
    assert plain.database_url == f"sqlite:///{ROOT}/var/telverde.db"


def test_what_is_written_a_little_differently_is_understood() -> None:
    """White space around a value, a slash at the end of the address, spaces in a number, an old name of PostgreSQL."""
    written = read(
        **{
            **TWILIO,
            "PUBLIC_BASE_URL": " https://line.example.ro/telverde/ ",
            "TWILIO_NUMBER": "+40 21 234 5678",
        },
        DATABASE_URL="postgres://localhost/telverde",
    )
    assert written.base_url == "https://line.example.ro/telverde"
    assert written.twilio_number == "+40212345678"
    assert written.database_url == "postgresql://localhost/telverde"
    assert written.has_real_carrier
    assert read(TWILIO_NUMBER="0212345678").twilio_number == "+40212345678"


def test_a_secondary_token_is_believed_beside_the_first() -> None:
    """While tokens are being changed both are read from the environment."""
    both = read(**TWILIO, TWILIO_AUTH_TOKEN_SECONDARY="next")
    carrier = twilio_carrier(both.twilio_auth_token, both.twilio_auth_token_secondary)
    others = [
        twilio_carrier(token).sign("https://line.example.ro/voice", {})
        for token in ("token", "next", "third")
    ]
    assert [carrier.verify("https://line.example.ro/voice", {}, each, "") for each in others] == [
        True,
        True,
        False,
    ]


def test_a_wrong_value_is_not_repeated_in_the_sentence() -> None:
    """A secret written into the wrong place does not end up in a log."""
    for name in (
        "DATABASE_URL",
        "PUBLIC_BASE_URL",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_NUMBER",
        "PORT",
        "TIMEZONE",
        "SMTP_URL",
        "MAIL_FROM",
        "OIDC_ISSUER",
    ):
        with pytest.raises(WrongSettings) as wrong:
            read(**{name: "s3cret"})
        assert "s3cret" not in str(wrong.value)


ASK = (
    "import sys, json; sys.stdin.readline(); from settings import Settings, WrongSettings\n"
    "try: print(json.dumps(Settings.from_env({%s}).secret_key))\n"
    "except WrongSettings as wrong: print(json.dumps('WRONG ' + str(wrong)))"
)


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A copy of settings.py in a folder of its own: it makes its own secret there."""
    shutil.copy(ROOT / "settings.py", tmp_path)
    return tmp_path


def start(installation: Path, environment: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ASK % environment],
        cwd=installation,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def secret_of(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate("go\n", timeout=60)
    secret: str = json.loads(said)
    return secret


def test_an_installation_without_a_secret_makes_one_once(installation: Path) -> None:
    """64 letters, readable by its owner alone, and the same at the next start."""
    first, again = secret_of(start(installation)), secret_of(start(installation))
    kept = installation / "var" / "secret_key"
    assert first == again == kept.read_text()
    assert len(first) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_secret_that_is_given_counts(installation: Path) -> None:
    """SECRET_KEY is taken as it is, whatever lies beside the data."""
    (installation / "var").mkdir()
    (installation / "var" / "secret_key").write_text("another one that was made before")
    assert (
        secret_of(start(installation, "'SECRET_KEY': 'a secret for the tests only'")) == SECRET["SECRET_KEY"]
    )


def test_workers_that_start_at_once_agree_on_the_secret(installation: Path) -> None:
    """Eight processes of a new installation start in one moment: one secret, and nobody reads half of it."""
    started = [start(installation) for _ in range(8)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    secrets = {json.loads(process.communicate(timeout=60)[0]) for process in started}
    assert len(secrets) == 1
    assert len(secrets.pop()) == 64


def test_a_folder_that_cannot_be_written_asks_for_a_secret(installation: Path) -> None:
    """Where none can be kept, one must be given; the sentence says so."""
    (installation / "var").write_text("a file in the place of the folder")
    assert secret_of(start(installation)) == "WRONG SECRET_KEY must have at least 16 characters."
    assert (
        secret_of(start(installation, "'SECRET_KEY': 'a secret for the tests only'")) == SECRET["SECRET_KEY"]
    )


def test_a_secret_of_somebody_else_does_not_stop_a_line_that_was_given_one(installation: Path) -> None:
    """A kept secret that cannot be read is no trouble where SECRET_KEY is set."""
    (installation / "var" / "secret_key").mkdir(parents=True)  # unreadable even for root
    assert (
        secret_of(start(installation, "'SECRET_KEY': 'a secret for the tests only'")) == SECRET["SECRET_KEY"]
    )


def test_only_settings_read_the_environment() -> None:
    """What an installation decides is decided in one place (gunicorn's own file apart)."""
    folders = ["ivr", "routing", "words", "office", "store", "carrier", "phone", "jobs", "web", "commands"]
    sources = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    sources += [ROOT / name for name in ("app.py", "cli.py", "logs.py")]
    readers = [
        path.name for path in sources if "os.environ" in path.read_text() or "getenv" in path.read_text()
    ]
    assert readers == []
