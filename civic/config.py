"""What a host may choose, read once from the environment. A wrong value stops the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from civic.core.files import write_once

DEMO_PASSWORD = "une phrase pour la demo"
DEMO_ACCOUNTS = (
    ("member", "amina@demo.example"),
    ("facilitator", "nadia@demo.example"),
    ("administrator", "karim@demo.example"),
    ("second administrator", "claire@demo.example"),
)
"""Role and address of the people that the demo shows at the door."""

GUESSED = ("secret", "password", "change", "default", "example", "development", "123456", "qwerty")
"""Words of keys that were copied from somebody's instructions."""


class BadConfiguration(Exception):
    """A sentence that names the variable and says what it takes."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Where things lie and how the house is reached."""

    data: Path
    """Folder of the embedded database, round keys and the secret key."""
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
    private_partners: bool = False
    """Partners' sign-in may lie in the host's own network, and speak plain HTTP there."""
    testing: bool = False
    database_settings: Mapping[str, Any] = field(default_factory=dict)
    """For ``new_engine``; tests trade durability for speed."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Flask settings that only tests change."""

    @property
    def mail_is_read(self) -> bool:
        """Whether a mail ever reaches anybody: it leaves, or the demo shows it."""
        return self.demo or bool(self.mail_url)

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def key_folder(self) -> Path:
        return self.data / "keys"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Raises BadConfiguration."""
        data = Path(environment.get("CIVIC_DATA", "var")).resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(
            data=data,
            database_url=database_address(environment.get("DATABASE_URL"), data),
            secret_key=_secret(environment.get("SECRET_KEY"), data),
            base_url=_address(environment.get("BASE_URL", "http://localhost:8000")),
            mail_url=_mail(environment.get("MAIL_URL", "")),
            mail_from=_sender(environment.get("MAIL_FROM", "civic@localhost")),
            mail_per_hour=_number(environment, "MAIL_PER_HOUR", "300", least=1, most=1_000_000),
            demo=_number(environment, "CIVIC_DEMO", "0", least=0, most=1) == 1,
            proxies=_number(environment, "PROXIES", "0", least=0, most=5),
            private_partners=_number(environment, "PRIVATE_PARTNERS", "0", least=0, most=1) == 1,
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
            "private_partners": True,
            "database_settings": {"synchronous": "OFF", "patience_ms": 5_000},
            "extra": {"WTF_CSRF_ENABLED": False},
        }
        return cls(**(known | changes))  # type: ignore[arg-type]


def database_address(url: str | None, data: Path) -> str:
    """As SQLAlchemy wants it. Raises BadConfiguration."""
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
        if len(set(given)) < 12 or any(word in given.lower() for word in GUESSED):
            raise BadConfiguration(
                "SECRET_KEY can be guessed: whoever knows it can be anybody. "
                "Leave it out, and a good one is made and kept in the data folder."
            )
        return given
    place = data / "secret.key"
    if not place.exists():
        write_once(place, secrets.token_urlsafe(48).encode())
    kept = place.read_text().strip()
    if len(kept) < 32:
        raise BadConfiguration(
            f"{place} is damaged. Put it back from your password safe; or remove it, and "
            "everybody signs in again."
        )
    return kept


def _address(url: str) -> str:
    parts = _split(url)
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path.strip("/")
        or any(sign in url for sign in "@?# ")
    ):
        raise BadConfiguration("BASE_URL must look like https://civic.example.org, without a path.")
    return url.rstrip("/")


def _mail(url: str) -> str:
    parts = _split(url)
    known = parts is not None and parts.scheme in ("smtp", "smtps", "smtp+plain")
    if url and not (known and parts and parts.hostname):
        raise BadConfiguration(
            "MAIL_URL must look like smtp://user:password@mail.example.org:587. "
            "Signs such as @, / and # in the password are written %40, %2F and %23."
        )
    return url


def _sender(sender: str) -> str:
    address = parseaddr(sender)[1]
    if not all(address.partition("@")) or any(sign in sender for sign in "\r\n"):
        raise BadConfiguration("MAIL_FROM must look like Civic <civic@example.org>.")
    return sender


def _split(url: str) -> SplitResult | None:
    """None where a part of it is impossible, such as a port that is no number."""
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _number(
    environment: Mapping[str, str], name: str, default: str, *, least: int, most: int
) -> int:
    text = environment.get(name) or default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadConfiguration(
            f"{name} must be a whole number from {least} to {most}, not {text[:40]!r}."
        )
    return int(text)
