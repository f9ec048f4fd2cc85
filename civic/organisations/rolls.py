"""An organisation's people as a table, written so that no spreadsheet runs it."""

import csv
import io

from sqlalchemy import select as pick
from sqlmodel import Session, col

from civic.core.cells import AT_A_TIME, safe
from civic.core.tables import columns
from civic.members.models import Member
from civic.organisations.models import OrganisationMembership


def as_csv(session: Session, organisation_id: int) -> tuple[str, int]:
    """The table, UTF-8 with a mark, which spreadsheets need to read accents; and how many names."""
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
    number, out = 0, io.StringIO()
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
    return "\ufeff" + out.getvalue(), number
