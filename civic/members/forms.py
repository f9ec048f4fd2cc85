from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlmodel import Session
from wtforms import DateField, EmailField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from civic.core import db
from civic.core.clock import now
from civic.core.forms import Address, Form, end_of
from civic.core.words import time_zone
from civic.members import queries
from civic.members.models import CommunityRole, Member, MemberKind


class MandateForm(Form):
    until = DateField(
        _l("Last day of the mandate"),
        [Optional()],
        description=_l("Empty: until somebody ends it. Otherwise it ends by itself on that day."),
    )

    @classmethod
    def showing(cls, member: Member) -> "MandateForm":
        end = member.role_until
        return cls(data={"until": end and end.astimezone(ZoneInfo(time_zone())).date()})

    def validate_until(self, _field: DateField) -> None:
        if (end := self.end()) and end <= now():
            raise ValidationError(_l("This day is over. Take a later one."))

    def end(self) -> datetime | None:
        """The end of the last day, where the reader is."""
        if self.until.data is None:
            return None
        return end_of(self.until.data)


class MemberForm(Form):
    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [Optional(), Length(max=254), Address(_l("Write an e-mail address, or leave it empty."))],
        description=_l("May be empty, or shared with somebody else."),
        filters=[lambda text: text.casefold() if text else None],
    )
    kind = RadioField(
        _l("Kind"),
        choices=[(MemberKind.PERSON, _l("Person")), (MemberKind.ENTITY, _l("Legal entity"))],
        default=MemberKind.PERSON,
    )
    represented_by = StringField(
        _l("Represented by"),
        [Length(max=254)],
        description=_l(
            "For a legal entity: exact name, address or number of the member who acts and votes "
            "for it. That person stays a member, too."
        ),
    )
    category = StringField(_l("Category"), [Length(max=80)], filters=[lambda t: t or None])
    college = StringField(_l("College"), [Length(max=80)], filters=[lambda t: t or None])
    weight = IntegerField(
        _l("Weight of the vote"),
        [Optional(), NumberRange(1, 1_000_000, _l("A whole number from 1 up."))],
        default=1,
    )
    paid_up_until = DateField(_l("Subscription paid until"), [Optional()])
    role = SelectField(
        _l("Role in the community"),
        choices=[
            (CommunityRole.MEMBER, _l("Member")),
            (CommunityRole.AUDITOR, _l("Auditor: sees the ballots that are not published")),
            (CommunityRole.ADMINISTRATOR, _l("Administrator")),
        ],
        default=CommunityRole.MEMBER,
    )

    representative_id: int | None = None

    @classmethod
    def showing(cls, session: Session, member: Member) -> "MemberForm":
        found = member.represented_by_id and session.get(Member, member.represented_by_id)
        return cls(obj=member, data={"represented_by": found.name if found else ""}, known=member)

    def __init__(self, *, known: Member | None = None, **arguments: object) -> None:
        super().__init__(**arguments)
        self.known = known

    def validate_represented_by(self, field: StringField) -> None:
        if not field.data or self.kind.data != MemberKind.ENTITY:
            return
        found = self._representative(field.data)
        if found is None or found.kind != MemberKind.PERSON:
            raise ValidationError(
                _l(
                    "Nobody here has that name, or more than one person does. Use the member "
                    "number."
                )
            )
        self.representative_id = found.id

    def _representative(self, text: str) -> Member | None:
        """Who was there already may stay, also where two members have the same name."""
        present = self.known and self.known.represented_by_id
        there = db.session.get(Member, present) if present else None
        return there if there and there.name == text else queries.named(db.session, text)

    def values(self) -> dict[str, object]:
        kept = {name: value for name, value in self.data.items() if name != "represented_by"}
        kept["weight"] = kept["weight"] or 1
        kept["kind"], kept["role"] = MemberKind(kept["kind"]), CommunityRole(kept["role"])
        return kept | {"represented_by_id": self.representative_id}
