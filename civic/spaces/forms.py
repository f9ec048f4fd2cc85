from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.core.audience import Audience
from civic.core.forms import Form, languages
from civic.organisations.models import Organisation
from civic.spaces.models import Joining, SpaceKind


class SpaceForm(Form):
    title = StringField(
        _l("Name of the space"),
        [
            InputRequired(_l("Give the space a name.")),
            Length(3, 140, _l("Between 3 and 140 characters.")),
        ],
    )
    kind = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice(SpaceKind.PROCESS, _l("Process: a matter with a beginning and an end")),
            SelectChoice(SpaceKind.ASSEMBLY, _l("Assembly: a body that meets again and again")),
            SelectChoice(SpaceKind.WORKING_GROUP, _l("Working group")),
        ],
        default=SpaceKind.PROCESS,
    )
    purpose = TextAreaField(
        _l("What is it for?"),
        [Length(max=5_000, message=_l("5,000 characters at most. Shorten the text."))],
        description=_l("You may write **bold**, *italic*, - lists, > quotes, [link](https://…)."),
        render_kw={"rows": 6},
    )
    language = SelectField(_l("Language of these texts"), choices=languages())
    audience = RadioField(
        _l("Who sees it?"),
        choices=[
            SelectChoice(Audience.COMMUNITY, _l("All members of the community")),
            SelectChoice(Audience.SPACE, _l("Its own members only")),
            SelectChoice(
                Audience.INTERNET, _l("Everybody on the Internet, if the settings allow it")
            ),
        ],
        default=Audience.COMMUNITY,
        description=_l(
            "Once somebody belongs or wrote here, a wider audience takes a second person and a "
            "week, and the members of the space are told: they were promised another one."
        ),
    )
    joining = RadioField(
        _l("Who joins?"),
        choices=[
            SelectChoice(Joining.OPEN, _l("Whoever sees it")),
            SelectChoice(Joining.ON_REQUEST, _l("Whoever sees it, after a facilitator has agreed")),
            SelectChoice(Joining.INVITATION, _l("Those whom a facilitator adds or invites")),
        ],
        default=Joining.OPEN,
    )
    organisation_id = SelectField(
        _l("Partner organisation"),
        coerce=lambda text: int(text) if text else None,
        choices=[],
        description=_l("Of a partner's space, only its own people join by themselves."),
    )
    support_threshold = IntegerField(
        _l("Supports that move a proposal to deliberation (0: a facilitator does)"),
        [Optional(), NumberRange(0, 1_000_000, _l("A whole number from 0 up."))],
        default=0,
    )

    def __init__(self, *, partners: Sequence[Organisation], **arguments: Any) -> None:
        """``partners``: the organisations that may be chosen; none for a facilitator."""
        super().__init__(**arguments)
        if partners:
            named = [SelectChoice(str(one.id), one.name) for one in partners]
            self.organisation_id.choices = [SelectChoice("", _l("None: the community's")), *named]
        else:
            del self.organisation_id

    def values(self) -> dict[str, Any]:
        kept = dict(self.data)
        kept["support_threshold"] = kept["support_threshold"] or 0
        kept["kind"], kept["audience"] = SpaceKind(kept["kind"]), Audience(kept["audience"])
        kept["joining"] = Joining(kept["joining"])
        return kept
