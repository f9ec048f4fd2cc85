from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from civic.core.tables import Moment, one_of


class SignUp(StrEnum):
    CLOSED = "closed"
    """By invitation or by hand only."""
    ON_REQUEST = "on_request"
    """Somebody of the administration says yes."""
    OPEN = "open"
    """Whoever confirms an address is a member."""


class Community(SQLModel, table=True):
    """The one row of settings."""

    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("hue BETWEEN 0 AND 9", name="one_of_ten_hues"),
    )

    id: int = Field(default=1, primary_key=True)
    name: str = Field(default="Civic", max_length=80)
    tagline: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    member_noun: dict[str, str] = Field(
        default_factory=lambda: {"en": "members", "fr": "membres"}, sa_type=JSON
    )
    """In the plural, by language: adhérents, habitants, sociétaires…"""
    facilitator_noun: dict[str, str] = Field(
        default_factory=lambda: {"en": "facilitators", "fr": "animation"}, sa_type=JSON
    )
    hue: int = 0
    languages: list[str] = Field(default_factory=lambda: ["en", "fr"], sa_type=JSON)
    """The first is the default."""
    time_zone: str = Field(default="Europe/Paris", max_length=60)
    currency: str = Field(default="EUR", max_length=3)
    contact: str = Field(default="", max_length=254)
    open_to_read: bool = False
    """Whether spaces may be read on the Internet. Otherwise search engines are turned away."""
    sign_up: SignUp = Field(default=SignUp.CLOSED, sa_type=one_of(SignUp, name="known_sign_up"))
    second_proof_for: list[str] = Field(default_factory=list, sa_type=JSON)
    """Whose sign-in takes two proofs: ``administrators``, ``facilitators``, ``members``."""
    second_proof_since: datetime | None = Field(default=None, sa_type=Moment)
    """When that was last asked of more people: until then and some days they may set it up."""
    legal: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Edited legal pages: ``{"terms": {"fr": …, "en": …}}``; what is missing is generated."""

    def day_of(self, at: datetime) -> date:
        """Which day it is here then: subscriptions end, and lists of voters are made, by it."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()
