"""What a host may choose, read once from the environment. A wrong value stops the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEMO_PASSWORD = "une phrase pour la demo"
DEMO_ACCOUNTS = (
    ("member", "amina@demo.example"),
    ("facilitator", "nadia@demo.example"),
    ("administrator", "karim@demo.example"),
)
"""Role and address of the three people that the demo shows at the door."""


class BadConfiguration(Exception):
    """A sentence that names the variable and says what it takes."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Where things lie and how the house is reached."""

    data: Path
    """Folder of the embedded database, round keys, attachments and the secret key."""
    database_url: str
    secret_key: str
    base_url: str = "http://localhost:8000"
    """The public address, used in mails and never taken from a request's Host header."""
    mail_url: str = ""
    """``smtp://user:password@host:587`` (STARTTLS), ``smtps://`` or ``smtp+plain://``;
    empty: mail stays in the outbox."""
    mail_from: str = "civic@localhost"
    mail_per_hour: int = 300
    demo: bool = False
    """Mail is read at /demo/mail and the demo accounts are shown at the door."""
    proxies: int = 0
    """How many reverse proxies stand in front and may be believed."""
    testing: bool = False
    database_settings: Mapping[str, Any] = field(default_factory=dict)
    """For ``new_engine``; tests trade durability for speed."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Flask settings that only tests change."""

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def key_folder(self) -> Path:
        return self.data / "keys"

    @property
    def attachment_folder(self) -> Path:
        return self.data / "attachments"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Raises BadConfiguration."""
        data = Path(environment.get("CIVIC_DATA", "var")).resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(
            data=data,
            database_url=_database(environment.get("DATABASE_URL"), data),
            secret_key=_secret(environment.get("SECRET_KEY"), data),
            base_url=_address(environment.get("BASE_URL", "http://localhost:8000")),
            mail_url=_mail(environment.get("MAIL_URL", "")),
            mail_from=environment.get("MAIL_FROM", "civic@localhost"),
            mail_per_hour=_number(environment, "MAIL_PER_HOUR", "300"),
            demo=environment.get("CIVIC_DEMO", "") == "1",
            proxies=_number(environment, "PROXIES", "0"),
        )

    @classmethod
    def for_tests(cls, data: Path, **changes: object) -> "Config":
        """A house in a temporary folder, with nothing outside it."""
        data.mkdir(parents=True, exist_ok=True)
        known: dict[str, object] = {
            "data": data,
            "database_url": f"sqlite:///{data / 'civic.sqlite'}",
            "secret_key": "a secret for tests only, long enough to start",
            "base_url": "http://localhost",
            "testing": True,
            "database_settings": {"synchronous": "OFF", "patience_ms": 5_000},
            "extra": {"WTF_CSRF_ENABLED": False},
        }
        return cls(**(known | changes))  # type: ignore[arg-type]


def _database(url: str | None, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'civic.sqlite'}"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.partition("://")[2]
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise BadConfiguration(
        "DATABASE_URL must begin with sqlite:/// or postgresql://. "
        "Leave it out for the embedded database."
    )


def _secret(given: str | None, data: Path) -> str:
    if given is not None:
        if len(given) < 32:
            raise BadConfiguration(
                "SECRET_KEY must have at least 32 characters. "
                "Leave it out, and one is made and kept in the data folder."
            )
        return given
    place = data / "secret.key"
    try:
        descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return place.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return place.read_text().strip()


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise BadConfiguration("BASE_URL must look like https://civic.example.org, without a path.")
    return url.rstrip("/")


def _mail(url: str) -> str:
    if url and urlsplit(url).scheme not in ("smtp", "smtps", "smtp+plain"):
        raise BadConfiguration("MAIL_URL must look like smtp://user:password@mail.example.org:587.")
    return url


def _number(environment: Mapping[str, str], name: str, default: str) -> int:
    text = environment.get(name, default)
    if not (text.isascii() and text.isdigit()):
        raise BadConfiguration(f"{name} must be a whole number, not {text!r}.")
    return int(text)
