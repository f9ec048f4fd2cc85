"""What this package adds to the platform, on one page."""

from flask import Flask

from civic.core.clock import now
from civic.core.words import N_
from civic.feature import Erasure, Feature, Panel, PersonalData
from proposals.deliberation import facts, policies, queries, queue, standing
from proposals.deliberation.forms import LONGEST_ARGUMENT
from proposals.deliberation.news import news
from proposals.deliberation.notices import NOTICES
from proposals.deliberation.policies import TIME_TO_EDIT
from proposals.deliberation.views import bp
from proposals.deliberation.views.reading import panel


def set_up(app: Flask) -> None:
    app.jinja_env.globals.update(
        may_edit=lambda post: now() - post.created_at <= TIME_TO_EDIT,
        LONGEST_ARGUMENT=LONGEST_ARGUMENT,
        STALE_AFTER=standing.STALE_AFTER,
    )


feature = Feature(
    name="deliberation",
    blueprint=bp,
    permissions=policies.ALL,
    acts={policies.DEBATE: N_("debate")},
    facts=facts.ALL,
    notices=NOTICES,
    waiting=[queue.waiting],
    news=[news],
    panels=[
        Panel(place="proposals.page", load=panel, template="proposals/deliberation/_debate.html")
    ],
    searchables={"comment": queries.links},
    setup=set_up,
    personal_data=[
        PersonalData("comment.author_id", Erasure.UNNAME, "Others have answered it."),
        PersonalData("argument_weight.member_id", Erasure.DELETE, "It counted for them."),
        PersonalData("thread_seen.member_id", Erasure.DELETE, "Nobody reads on."),
        PersonalData("follow.member_id", Erasure.DELETE, "Nobody is to be told."),
        PersonalData("mention.member_id", Erasure.DELETE, "Nobody is to be told."),
        PersonalData("summary.author_id", Erasure.UNNAME, "The summary was the facilitation's."),
        PersonalData("summary_omission.member_id", Erasure.DELETE, "The sentence was theirs."),
        PersonalData("flag.member_id", Erasure.DELETE, "The decision, if any, stays."),
        PersonalData("removal.by_id", Erasure.UNNAME, "The decision was the facilitation's."),
        PersonalData("removal.answered_by_id", Erasure.UNNAME, "So was the answer to the appeal."),
        PersonalData("suspension.member_id", Erasure.DELETE, "It ends with the membership."),
        PersonalData("suspension.by_id", Erasure.UNNAME, "The decision was the facilitation's."),
        PersonalData("suspension.answered_by_id", Erasure.UNNAME, "So was the answer."),
    ],
)
