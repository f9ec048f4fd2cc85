"""What two people decide on: who may come in, and with which rights."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from civic.core.words import N_
from civic.feature import JointKind
from civic.partners import queries
from civic.partners.connecting import (
    CONFIRM,
    REVOKE,
    SWITCH_ON,
    put_into_force,
    revoke,
    switch_on,
)
from civic.partners.models import Connection


def _coming_in(session: Session, details: Mapping[str, Any]) -> str:
    return _said(
        session,
        details,
        _("Sign-in through %(organisation)s (%(issuer)s) begins or changes"),
    )


def _coming_in_again(session: Session, details: Mapping[str, Any]) -> str:
    return _said(
        session, details, _("Sign-in through %(organisation)s (%(issuer)s) is switched on again")
    )


def _no_longer(session: Session, details: Mapping[str, Any]) -> str:
    said = _(
        "Nobody will ever sign in through %(organisation)s (%(issuer)s) again. Its people are "
        "told: %(farewell)s"
    )
    return _said(session, details, said)


def _page(details: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "connections.show", {"connection_id": details["connection_id"]}


def _said(session: Session, details: Mapping[str, Any], sentence: str) -> str:
    connection = session.get(Connection, details["connection_id"])
    if connection is None:
        return _("A connection to an organisation that was dropped")
    name = queries.organisation_of(session, connection).name
    named = {"organisation": name, "issuer": connection.issuer}
    return str(sentence) % (named | {"farewell": details.get("farewell", "")})


JOINT_KINDS = (
    JointKind(
        name=CONFIRM,
        what=N_("Letting people in through an organisation's own sign-in, or changing how"),
        describe=_coming_in,
        perform=put_into_force,
        about=_page,
    ),
    JointKind(
        name=SWITCH_ON,
        what=N_("Switching a connection to an organisation on again"),
        describe=_coming_in_again,
        perform=switch_on,
        about=_page,
    ),
    JointKind(
        name=REVOKE,
        what=N_("Shutting a connection to an organisation for good"),
        describe=_no_longer,
        perform=revoke,
        about=_page,
    ),
)
