"""The wizard's questions. Dates are typed in the time zone that the page names."""

from voting.forms.questions import Options, QuestionForm, RuleForm
from voting.forms.rounds import (
    ScheduleForm,
    SecrecyForm,
    SubjectForm,
    VotersForm,
    in_a_week,
    next_week,
    to_local,
    to_utc,
)
from voting.forms.settings import Settings

__all__ = [
    "Options",
    "QuestionForm",
    "RuleForm",
    "ScheduleForm",
    "SecrecyForm",
    "Settings",
    "SubjectForm",
    "VotersForm",
    "in_a_week",
    "next_week",
    "to_local",
    "to_utc",
]
