"""What this process knows of providers: their metadata and keys for a while, and who is silent now.

One for each app. A provider that hangs takes a few threads for a few seconds, and then rests: its
people are told at once, and every other door stays open.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from civic.partners.protocol import tokens
from civic.partners.protocol.discovery import Provider, discover
from civic.partners.protocol.refusals import Reason, Refused

if TYPE_CHECKING:
    from civic.partners.protocol.network import Line

IN_ALL = 8.0
"""Seconds for everything said in one conversation."""
METADATA_FOR = 3600.0
KEYS_FOR = 3600.0
NEW_KEYS_EVERY = 60.0
"""Seconds between two looks for a key that we do not know, whoever asks for it."""
RESTS = 20.0
AT_ONCE = 3
"""Conversations of one process, which has four threads."""
SILENT = (Reason.UNREACHABLE, Reason.TOO_LARGE)


@dataclass
class _Known:
    provider: Provider | None = None
    read_at: float = 0.0
    keys: tuple[tokens.Key, ...] = ()
    keys_at: float | None = None
    rests_until: float = 0.0
    lock: Any = field(default_factory=Lock)


class Providers:
    def __init__(
        self, *, private: bool, seconds: float = IN_ALL, ticks: Callable[[], float] = monotonic
    ) -> None:
        """``private``: see ``Line``. ``ticks``: seconds since whenever."""
        self.private, self.seconds, self.ticks = private, seconds, ticks
        self._known: dict[str, _Known] = {}
        self._room = BoundedSemaphore(AT_ONCE)

    @contextmanager
    def talk(self, issuer: str, **client: Any) -> Iterator["Line"]:
        """A line to the provider. Raises Refused at once while the provider rests."""
        # With it come Authlib and requests, which a house without partners never needs.
        from civic.partners.protocol.network import Line

        known = self._of(issuer)
        if self.ticks() < known.rests_until:
            raise Refused(Reason.UNREACHABLE)
        if not self._room.acquire(timeout=1):
            raise Refused(Reason.BUSY)
        try:
            with Line(private=self.private, seconds=self.seconds, **client) as line:
                yield line
        except Refused as refused:
            if refused.reason in SILENT:
                known.rests_until = self.ticks() + RESTS
            raise
        finally:
            self._room.release()

    def provider(self, line: "Line", issuer: str, *, anew: bool = False) -> Provider:
        """Its metadata, read at most once an hour, or ``anew``. Raises Refused."""
        known = self._of(issuer)
        if anew or not known.provider or self.ticks() - known.read_at > METADATA_FOR:
            known.provider, known.read_at = discover(line, issuer), self.ticks()
        return known.provider

    def statement(self, line: "Line", provider: Provider, token: object) -> dict[str, Any]:
        """What a token says, once one of the provider's keys has been found to have signed it.
        Raises Refused."""
        assert provider.jwks_uri
        try:
            key = tokens.signer(token, self.keys(line, provider), provider.algorithms)
        except Refused as refused:
            if refused.reason is not Reason.UNKNOWN_KEY:
                raise
            key = tokens.signer(token, self.keys(line, provider, anew=True), provider.algorithms)
        return tokens.statement(str(token), key)

    def keys(
        self, line: "Line", provider: Provider, *, anew: bool = False
    ) -> tuple[tokens.Key, ...]:
        """Read when they are old. For a key that is not among them, at most once a minute: else
        invented key names would have us storm the provider."""
        known = self._of(provider.issuer)
        with known.lock:
            age = None if known.keys_at is None else self.ticks() - known.keys_at
            if age is None or age > (NEW_KEYS_EVERY if anew else KEYS_FOR):
                known.keys_at = self.ticks()  # a failed look counts, too
                known.keys = tokens.keys_of(line.read(provider.jwks_uri))
            return known.keys

    def forget(self, issuer: str) -> None:
        self._known.pop(issuer, None)

    def _of(self, issuer: str) -> _Known:
        return self._known.setdefault(issuer, _Known())
