"""What an installation can decide, read from the environment; a wrong value stops the start with one sentence."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from office.callers import caller

ROOT = Path(__file__).parent
SAMPLE_NUMBER = "+40800000000"
A_FILE = "sqlite:////srv/telverde/telverde.db"
A_SERVER = "postgresql://user:password@host:5432/telverde"
# name, password, host (an IPv6 one in brackets) and port as SQLAlchemy tells them apart
_SERVER = re.compile(
    r"postgres(ql)?(\+psycopg)?://([^:/]*(:[^@]*)?@)?(\[[^/?]+\]|[^/:?]+)?(:\d{0,5})?(/[^?]*)?(\?.*)?"
)


class WrongSettings(Exception):
    """The hotline cannot start with these settings."""


class Settings(BaseModel):
    """One field for each environment variable; README.md has the same table (a test compares them)."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    database_url: str = Field(f"sqlite:///{ROOT}/var/telverde.db", alias="DATABASE_URL")
    public_base_url: str = Field("", alias="PUBLIC_BASE_URL")
    twilio_account_sid: str = Field("", alias="TWILIO_ACCOUNT_SID")
    twilio_auth_token: str = Field("", alias="TWILIO_AUTH_TOKEN")
    twilio_auth_token_secondary: str = Field("", alias="TWILIO_AUTH_TOKEN_SECONDARY")
    twilio_number: str = Field("", alias="TWILIO_NUMBER")
    smtp_url: str = Field("", alias="SMTP_URL")
    mail_from: str = Field("", alias="MAIL_FROM")
    post_folder: Path = Field(ROOT / "var" / "post", alias="POST_FOLDER")
    video_link: str = Field("", alias="VIDEO_LINK")
    routing_file: Path = Field(ROOT / "data" / "institutions.yaml", alias="ROUTING_FILE")
    secret_key: str = Field("", alias="SECRET_KEY")
    oidc_issuer: str = Field("", alias="OIDC_ISSUER")
    oidc_client_id: str = Field("", alias="OIDC_CLIENT_ID")
    oidc_client_secret: str = Field("", alias="OIDC_CLIENT_SECRET")
    oidc_roles_claim: str = Field("roles", alias="OIDC_ROLES_CLAIM")
    oidc_inspector_claim: str = Field("", alias="OIDC_INSPECTOR_CLAIM")
    port: int = Field(8000, alias="PORT", ge=1, le=65535)
    timezone: ZoneInfo = Field(ZoneInfo("Europe/Bucharest"), alias="TIMEZONE")
    telverde_clock: datetime | None = Field(None, alias="TELVERDE_CLOCK")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Reads the environment (empty means not set). Raises WrongSettings with one clear sentence."""
        names = {field.alias for field in cls.model_fields.values()}
        given = {name: value.strip() for name, value in environ.items() if name in names and value.strip()}
        given.setdefault("SECRET_KEY", _own_secret())
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise WrongSettings(_sentence(error)) from None

    @property
    def has_real_carrier(self) -> bool:
        """Whether a telephone company is configured; without one the line lives on this machine only."""
        return bool(self.twilio_account_sid)

    @property
    def base_url(self) -> str:
        """The address under which callers' carrier reaches us, without a slash at the end."""
        return (self.public_base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @field_validator("timezone", mode="before")
    @classmethod
    def _known_zone(cls, value: Any) -> Any:
        try:
            return ZoneInfo(value) if isinstance(value, str) else value
        except (KeyError, ValueError, OSError):
            raise ValueError("is not a time zone; write for example Europe/Bucharest") from None

    @field_validator("database_url")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value.startswith("sqlite:///"):
            if value.split("?")[0] == "sqlite:///" or re.search(":memory:|mode=memory", value):
                raise ValueError(f"must name a file, which the processes of the line share: {A_FILE}")
            return value
        if not value.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        if not _SERVER.fullmatch(value):
            raise ValueError(f"is not the address of a database; write for example {A_SERVER}")
        return value.replace("postgres://", "postgresql://", 1)

    @field_validator("public_base_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            is_whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:  # a port or a host that is none
            is_whole = False
        if not is_whole or parts.query or parts.fragment:
            raise ValueError("must be the whole address of the line, for example https://line.example.ro")
        if "@" in parts.netloc:
            raise ValueError("must be without a name and password, for example https://line.example.ro")
        return value

    @field_validator("twilio_account_sid")
    @classmethod
    def _account(cls, value: str) -> str:
        if not (value.startswith("AC") and len(value) == 34):
            raise ValueError("must be AC and 32 letters or digits, as the carrier's console shows it")
        return value

    @field_validator("twilio_number")
    @classmethod
    def _number(cls, value: str) -> str:
        number = caller(value).e164
        if number is None:
            raise ValueError("must be a number in E.164 form, for example +40212345678")
        return number

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            is_whole = (
                parts.scheme in ("smtp", "smtps", "smtp+starttls") and parts.hostname and parts.port != 0
            )
        except ValueError:
            is_whole = False
        if not is_whole:
            raise ValueError("must begin with smtp://, smtp+starttls:// or smtps:// and name a server")
        return value

    @field_validator("mail_from")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value):
            raise ValueError("must be one e-mail address, for example linia@example.ro")
        return value

    @field_validator("video_link")
    @classmethod
    def _link(cls, value: str) -> str:
        if not re.fullmatch(r"https://[^\s]+", value):
            raise ValueError("must begin with https://, for example https://video.example.ro/{ticket}")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _provider(cls, value: str) -> str:
        if not re.fullmatch(r"(https://[^\s/?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^\s?#]*)?", value):
            raise ValueError("must begin with https://, for example https://sso.example.ro/realms/institutie")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if len(value) < 16:
            raise ValueError("must have at least 16 characters")
        return value

    @field_validator("telverde_clock", mode="before")
    @classmethod
    def _moment(cls, value: Any) -> Any:
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError("must be a date and an hour, for example 2026-03-02T09:15") from None
        if (
            isinstance(moment, datetime) and moment.year // 100 != 20
        ):  # at the ends of time no day can be added
            raise ValueError("must be in this century, for example 2026-03-02T09:15")
        return moment

    @model_validator(mode="after")
    def _carrier_is_whole(self) -> Self:
        parts = {
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token,
            "TWILIO_NUMBER": self.twilio_number,
            "PUBLIC_BASE_URL": self.public_base_url,
        }
        missing = [name for name, value in parts.items() if not value]
        begun = self.twilio_account_sid or self.twilio_auth_token or self.twilio_auth_token_secondary
        if begun and missing:
            raise ValueError(f"A carrier is half configured: {' and '.join(missing)} must be set too.")
        if self.smtp_url and not self.mail_from:
            raise ValueError("SMTP_URL is set, so MAIL_FROM must be set too.")
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("OIDC_ISSUER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set too.")
        if self.twilio_account_sid and self.telverde_clock:
            raise ValueError("TELVERDE_CLOCK is for the local carrier only; unset it, or TWILIO_ACCOUNT_SID.")
        return self

    @property
    def book_folder(self) -> Path:
        """Where the processes of this machine share what takes long to make."""
        return ROOT / "var" / "books"

    def clock_offset(self, now: datetime) -> float:
        """Seconds between TELVERDE_CLOCK (local time) and `now` when the process started; 0 without it."""
        if self.telverde_clock is None:
            return 0.0
        start = self.telverde_clock
        start = start if start.tzinfo else start.replace(tzinfo=self.timezone)
        return (start.astimezone(UTC) - now).total_seconds()

    def clock(self) -> Callable[[], datetime]:
        """UTC, moved to where TELVERDE_CLOCK wants it to begin."""
        offset = timedelta(seconds=self.clock_offset(datetime.now(UTC)))
        return lambda: datetime.now(UTC) + offset


def _own_secret() -> str:
    """The secret of an installation that was given none, made once and kept beside its data.

    Empty where none can be kept: such an installation must be given one, and the validator says so.
    """
    kept = ROOT / "var" / "secret_key"
    try:
        kept.parent.mkdir(exist_ok=True)
        if not kept.exists():
            _keep_first(secrets.token_hex(32), kept)
        return kept.read_text()
    except OSError:
        return ""


def _keep_first(secret: str, kept: Path) -> None:
    """Workers start at the same moment: the first one's secret is kept, and nobody reads half of it."""
    new = kept.with_name(f"{kept.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
    with suppress(FileExistsError):
        os.link(new, kept)
    new.unlink()


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    said = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return said
    if first["type"] != "value_error":
        said = f"is not right: {said[0].lower()}{said[1:]}"
    return f"{first['loc'][0]} {said.rstrip('.')}."
