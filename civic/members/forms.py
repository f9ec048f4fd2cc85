from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.core.forms import Address, Form
from civic.members.models import CommunityRole, MemberKind


class MemberForm(Form):
    name = StringField(_l("Name"), [InputRequired(_l("Write the name.")), Length(max=120)])
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
    represented_by_id = IntegerField(
        _l("Number of the member who represents the entity"), [Optional()]
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

    def values(self) -> dict[str, object]:
        kept = dict(self.data)
        kept["weight"] = kept["weight"] or 1
        kept["kind"], kept["role"] = MemberKind(kept["kind"]), CommunityRole(kept["role"])
        if kept["kind"] == MemberKind.PERSON:
            kept["represented_by_id"] = None
        return kept
