"""What two people decide on: who may come in, and with which rights."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from sqlmodel import Session

from civic.core.words import N_
from civic.feature import JointKind
from civic.partners import queries
from civic.partners.connecting import CONFIRM, put_into_force
from civic.partners.models import Connection


def _describe(session: Session, details: Mapping[str, Any]) -> str:
    connection = session.get(Connection, details["connection_id"])
    if connection is None:
        return str(gettext("A connection to an organisation that was dropped"))
    said = gettext(
        "People come in through %(organisation)s (%(issuer)s), or come in otherwise than before",
        organisation=queries.organisation_of(session, connection).name,
        issuer=connection.issuer,
    )
    return str(said)


CONFIRMING = JointKind(
    name=CONFIRM,
    what=N_("Letting people in through an organisation's own sign-in, and changing how"),
    describe=_describe,
    perform=put_into_force,
)
