"""Everything about somebody, as a zip: pages for people, JSON and CSV for machines."""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import render_template
from flask_babel import gettext
from sqlmodel import Session, SQLModel

from civic.community.models import Community
from civic.community.queries import settings
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail, post
from civic.core.tables import Moment
from civic.core.web import base_url
from civic.core.words import N_, moment, speaking
from civic.feature import Registry
from civic.members.models import Member
from civic.privacy import walking
from civic.privacy.labels import LABELS
from civic.privacy.models import DataCopy

LOOK = Path(__file__).parents[2] / "templates/privacy/copy.css"
Section = tuple[str, str, list[dict[str, Any]]]
"""Name of a file, its heading (marked for translation), and its rows."""
ENTRY = N_("Your line in the list of members")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def make(registry: Registry, member_id: int) -> None:
    """Gather, pack and keep. Started again after a crash; whoever has asked again since gets the
    newer one. Opens its own transactions, none of them while packing."""
    kinds = walking.copied(registry.personal_data)
    _advance(member_id, done=0, of=len(kinds) + 1)
    with db.reading() as session:
        sections: list[Section] = [("member", ENTRY, [walking.own_entry(session, member_id)])]
    for done, entry in enumerate(kinds, start=1):
        with db.reading() as session:
            found = list(walking.rows(session, entry, member_id))
        if found:
            sections.append((entry.column, entry.what, found))
        _advance(member_id, done=done, of=len(kinds) + 1)
    with db.reading() as session:
        member = session.get_one(Member, member_id)
        community = settings(session)
        titles = _titles(session, registry, sections)
        uploads = list(walking.files(session, member_id))
    language = member.locale if member.locale in community.languages else community.languages[0]
    with speaking(str(language), member.time_zone or community.time_zone):
        packed = pack(sections, uploads, titles=titles, member=member, community=community)
        told = _told(member, community)
    with db.writing() as session:
        copy = session.get(DataCopy, member_id, with_for_update=True)
        if copy is None or copy.made_at:
            return
        copy.content, copy.made_at, copy.done = packed, now(), copy.of
        session.add(copy)
        if told and member.email_bounced_at is None:
            post(session, told)


def pack(
    sections: list[Section],
    uploads: list[tuple[str, bytes]],
    *,
    titles: dict[tuple[str, int], str],
    member: Member,
    community: Community,
) -> bytes:
    room = io.BytesIO()
    shown = [(gettext(what), [list(_said(name, row, titles)) for row in rows])
             for name, what, rows in sections]  # fmt: skip
    page = render_template(
        "privacy/copy.html", sections=shown, files=[name for name, _content in uploads],
        member=member, community=community, at=now(),
    )  # fmt: skip
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("index.html", page)
        whole.write(LOOK, "look.css")
        everything = {name: rows for name, _what, rows in sections}
        whole.writestr("data.json", json.dumps(everything, ensure_ascii=False, indent=1))
        for name, _what, rows in sections:
            whole.writestr(f"tables/{name}.csv", _csv(rows))
        for name, content in uploads:
            whole.writestr(f"files/{name}", content)
    return room.getvalue()


def _csv(rows: list[dict[str, Any]]) -> str:
    """Cells that a spreadsheet would take for formulas are told as text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows[0])
    for row in rows:
        cells = [
            json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
            for value in row.values()
        ]
        writer.writerow(
            f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
            for cell in cells
        )
    return text.getvalue()


def _said(
    name: str, row: dict[str, Any], titles: dict[tuple[str, int], str]
) -> Iterator[tuple[str, str]]:
    """Label and words; what says nothing to people is left out."""
    table = SQLModel.metadata.tables[name.partition(".")[0]]
    for key, value in row.items():
        column = table.columns[key]
        if value in (None, "", {}, []) or column.name not in LABELS:
            continue
        kind = next((key.column.table.name for key in column.foreign_keys), "")
        said = titles.get((kind, value)) if kind else None
        if said is None and isinstance(column.type, Moment):
            said = moment(datetime.fromisoformat(value))
        yield gettext(LABELS[column.name]), said or _in_words(value)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_in_words(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "\n".join(_in_words(one) for one in value)
    return str(value)


def _titles(
    session: Session, registry: Registry, sections: list[Section]
) -> dict[tuple[str, int], str]:
    """What the rows point at, by table and number."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, _what, rows in sections:
        table = SQLModel.metadata.tables[name.partition(".")[0]]
        for column in table.columns:
            for key in column.foreign_keys:
                wanted[key.column.table.name] |= {
                    row[column.name] for row in rows if row.get(column.name)
                }
    return {
        (kind, link.row_id or link.id): link.title
        for kind, ids in wanted.items()
        if kind in registry.links and ids
        for link in registry.links[kind](session, sorted(ids))
    }


def _told(member: Member, community: Community) -> OutboxMail | None:
    if member.email is None:
        return None
    text = render_template(
        "privacy/notices/ready.txt", member=member, community=community, address=base_url()
    )
    subject, _blank, body = text.strip().partition("\n\n")
    return OutboxMail(
        key=f"copy:{member.pseudonym}:{now().isoformat()}", member_id=member.id,
        address=member.email, subject=subject[:200], body=body.strip() + "\n",
    )  # fmt: skip


def _advance(member_id: int, *, done: int, of: int) -> None:
    with db.writing() as session:
        copy = session.get(DataCopy, member_id)
        if copy and copy.made_at is None:
            copy.done, copy.of = done, of
            session.add(copy)
