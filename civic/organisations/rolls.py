"""An organisation's people as a table, written so that no spreadsheet runs it."""

import csv
from typing import TextIO

from sqlalchemy import select as pick
from sqlmodel import Session, col

from civic.core.cells import AT_A_TIME, safe
from civic.core.tables import columns
from civic.members.models import Member
from civic.organisations.models import OrganisationMembership


def write(session: Session, organisation_id: int, out: TextIO) -> int:
    """The table, with the mark that spreadsheets need to read accents; how many names it has."""
    belongs = OrganisationMembership
    found = (
        pick(
            *columns(
                Member.id, Member.name, Member.email, belongs.role, belongs.is_listed,
                belongs.joined_at, belongs.ended_at,
            )
        )
        .join(belongs, col(belongs.member_id) == Member.id)
        .where(col(belongs.organisation_id) == organisation_id, col(Member.erased_at).is_(None))
        .order_by(col(Member.sort_name), col(Member.id))
    )  # fmt: skip
    number = 0
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("number", "name", "email", "role", "listed", "since", "until"))
    for row in session.execute(found.execution_options(yield_per=AT_A_TIME)):
        number += 1
        writer.writerow(
            (
                row.id,
                safe(row.name),
                safe(row.email),
                row.role.value,
                "yes" if row.is_listed else "no",
                row.joined_at.date(),
                row.ended_at.date() if row.ended_at else "",
            )
        )
    return number
