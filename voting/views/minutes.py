"""The minutes of a vote: what a secretary prints, has signed and files."""

from flask import g
from flask import render_template as render

from civic.audit import queries as record
from civic.audit.sentences import particulars, sentence
from civic.core import db
from civic.core.addresses import Key
from civic.core.web import load
from voting import policies
from voting.models import Round
from voting.views import bp
from voting.views.rounds import page_of

ACTS = 50
NAMES = 2_000


@bp.get("/<slugged:key>/minutes", to=policies.RESULT)
def minutes(key: Key) -> str:
    """All that the result page says, in the order and with the words of minutes."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.RESULT.check(g.actor, round)
    acts = record.acts(db.session, viewer=g.actor, size=ACTS, about=("round", round.id))
    return render(
        "voting/minutes.html",
        **page_of(round, names=NAMES),
        acts=list(acts)[::-1],
        sentence=sentence,
        particulars=particulars,
    )
