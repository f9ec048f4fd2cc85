from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Fact):
    """Which settings; never their values."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    names: tuple[str, ...]
