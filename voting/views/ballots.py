"""Choose, check, cast: three pages. The choice travels only in the posted form; of a secret
round nothing is kept before it is cast but that a ballot was begun."""

from hashlib import sha256
from typing import Any

from flask import g, make_response, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.permissions import Forbidden
from civic.core.web import load, page_or_fragment
from civic.refusals import page as refusal_page
from voting import actions, agenda, papers, policies, queries, voters, wording
from voting.actions.casting import TooLate
from voting.ballots import all_forms
from voting.models import Disclosure, OpenBallot, Round, State
from voting.rules import all_rules
from voting.urn import keys
from voting.views import bp
from voting.views.electors import Electors, acting_for, asked_for, electors
from voting.views.passing_on import passed_on


@bp.get("/<slugged:key>/ballot", to=policies.CAST)
def ballot(key: Key) -> Response:
    """The paper; who holds several ballots says first which of them."""
    round = load(db.session, Round, key, to=policies.VIEW)
    mine = electors(round)
    if len(mine) > 1 and not request.args.get("for"):
        policies.CAST.check(g.actor, voters.Voter(round, mine[0][2]))
        return _private(
            render(
                "voting/for_whom.html",
                round=round,
                electors=mine,
                voted=_voted(round, mine),
                **passed_on(round, mine),
            )
        )
    elector = acting_for(round, mine, to=policies.CAST)
    return _paper(round, elector, mine, _kept(round, elector))


@bp.post("/<slugged:key>/ballot/arrange", to=policies.CAST, keeps_text=False)
def arrange(key: Key) -> Response:
    """An arrow of a ranking, or a grade taken away: the paper comes back so. Writes nothing."""
    round = load(db.session, Round, key, to=policies.VIEW)
    mine = electors(round)
    elector = acting_for(round, mine, to=policies.CAST)
    fields = MultiDict(request.form)
    _move(fields, fields.get("move", ""))
    return _paper(round, elector, mine, fields, said=_moved(round, fields))


@bp.post("/<slugged:key>/ballot", to=policies.CAST, keeps_text=False)
def check(key: Key) -> Response:
    """The check page answers the posted choice; a faulty one comes back as it was typed."""
    round = load(db.session, Round, key, to=policies.VIEW)
    mine = electors(round)
    elector = acting_for(round, mine, to=policies.CAST)
    questions = papers.questions_of(round)
    paper = papers.parse(questions, request.form.to_dict(flat=False))
    problems = papers.problems_of(questions, paper)
    if problems:
        answer = _paper(round, elector, mine, MultiDict(request.form), problems=problems)
        answer.status_code = 422
        return answer
    with db.writing() as session:
        if round.disclosure == Disclosure.SECRET:
            actions.begin_ballot(session, round_id=key.id, actor=g.actor, elector_id=elector)
        else:
            actions.keep_draft(
                session, round_id=key.id, actor=g.actor, elector_id=elector, paper=paper
            )
    return _private(
        render(
            "voting/check.html",
            round=round,
            elector=elector,
            electors=mine,
            questions=questions,
            paper=paper,
            hidden=papers.hidden_fields(questions, paper),
            **passed_on(round, [one for one in mine if one[0] == elector]),
        ),
        step=_step(questions),
    )


@bp.post("/<slugged:key>/cast", to=policies.CAST, keeps_text=False)
def cast(key: Key) -> Response:
    """One transaction; success is answered after its commit only. Sent twice, it is one vote."""
    if g.actor is None:
        raise Forbidden(policies.CAST)
    elector = asked_for()
    fields = request.form.to_dict(flat=False)

    def sent(poll: voters.Poll) -> dict[str, Any]:
        if not policies.VIEW.allows(g.actor, poll):
            raise Forbidden(policies.CAST)
        return papers.parse(poll.questions, fields)

    with db.writing() as session:
        problems = actions.cast(
            session,
            round_id=key.id,
            actor=g.actor,
            elector_id=elector,
            paper=sent,
            now=now(),
        )
    if problems:
        round = load(db.session, Round, key, to=policies.VIEW)
        answer = _paper(round, elector, electors(round), MultiDict(request.form), problems=problems)
        answer.status_code = 422
        return answer
    return redirect(url_for(".thanks", key=key), code=303)


@bp.get("/<slugged:key>/cast", to=policies.VIEW)
def thanks(key: Key) -> Response:
    """Says that the ballot is cast; never what, when, or how many came before. Whoever has cast
    none is not told so."""
    round = load(db.session, Round, key, to=policies.VIEW)
    mine = electors(round)
    voted = _voted(round, mine)
    if not voted:
        return redirect(url_for("voting.show", key=round))
    passed = passed_on(round, mine)
    done = {*voted, *passed["represented"]}
    return _private(
        render(
            "voting/thanks.html",
            round=round,
            electors=mine,
            voted=voted,
            held=passed["held"],
            missing=[one for one in mine if one[0] not in done and round.state == State.OPEN],
            others=agenda.other_votes(db.session, g.actor, now=now(), limit=3),
        )
    )


@bp.errorhandler(TooLate)
def too_late(late: TooLate) -> Response:
    key = (request.view_args or {})["key"]
    answer = _private(render("voting/too_late.html", key=key, closed_at=late.closed_at))
    answer.status_code = 409
    return answer


@bp.errorhandler(keys.KeyMissing)
def no_key(_error: keys.KeyMissing) -> Response:
    body, _status = refusal_page(
        503,
        what=_(
            "This vote has lost its key, so ballots can neither be taken nor read. "
            "Nothing was recorded."
        ),
        cure=_("Tell the facilitators: they have to cancel this vote and open it again."),
    )
    return make_response(body, 503)


def _voted(round: Round, mine: Electors) -> set[int]:
    return queries.has_voted(db.session, round_id=round.id, member_ids=[one[0] for one in mine])


def _kept(round: Round, elector: int) -> MultiDict[str, str]:
    """What an open vote kept; a secret one starts empty, whatever was cast before."""
    if round.disclosure == Disclosure.SECRET:
        return MultiDict()
    row = db.session.get(OpenBallot, (round.id, elector))
    paper = (row.draft or row.ballot) if row else None
    if paper is None:
        return MultiDict()
    return MultiDict(papers.hidden_fields(papers.questions_of(round), paper))


def _paper(
    round: Round,
    elector: int,
    mine: Electors,
    sent: MultiDict[str, str],
    *,
    problems: papers.Problems | None = None,
    said: str = "",
) -> Response:
    """The whole page, or the paper alone when htmx moved something on it."""
    answer = page_or_fragment(
        "voting/ballot.html",
        "voting/_paper_alone.html",
        round=round,
        elector=elector,
        electors=mine,
        voted=elector in _voted(round, mine),
        questions=[_shuffled(round, question, elector) for question in papers.questions_of(round)],
        rules=all_rules(),
        sent=sent,
        problems=problems or {},
        said=said,
        **passed_on(round, [one for one in mine if one[0] == elector]),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shuffled(round: Round, question: dict[str, Any], elector: int) -> dict[str, Any]:
    """An order of the options that is the voter's own and stays: nobody stands first for all.
    A motion's answers and stances keep theirs, lists the one in which they were put, and so do
    projects, which are compared by cost."""
    if question["form"] in ("basket", "stance", "list") or all_rules()[question["rule"]].options:
        return question
    return question | {
        "options": sorted(
            question["options"],
            key=lambda o: sha256(f"{round.public_id}:{elector}:{o['id']}".encode()).digest(),
        )
    }


def _move(fields: MultiDict[str, str], move: str) -> None:
    """``q1:up:o2``, ``down``, ``add``, ``out``: what an arrow of a ranking asks for; ``clear``
    takes a grade away."""
    question, _colon, rest = move.partition(":")
    deed, _colon, option = rest.partition(":")
    if deed == "clear":
        for kind in ("grade", "score"):
            fields.poplist(f"{question}-{kind}-{option}")
    name = f"{question}-rank"
    ranked = [one for one in fields.getlist(name) if one != option]
    place = fields.getlist(name).index(option) if option in fields.getlist(name) else len(ranked)
    steps = {"up": -1, "down": 1, "add": 0}
    if deed in steps:
        ranked.insert(max(place + steps[deed], 0), option)
        fields.poplist(f"{question}-blank")
    fields.setlist(name, ranked)
    fields["moved"] = move


def _moved(round: Round, fields: MultiDict[str, str]) -> str:
    """What was done, for those who hear the page."""
    question, deed, option = (*fields.get("moved", "").split(":"), "", "", "")[:3]
    asked = next((one for one in papers.questions_of(round) if one["id"] == question), None)
    texts = wording.option_texts(asked) if asked else {}
    if option not in texts:
        return ""
    ranked = fields.getlist(f"{question}-rank")
    if option in ranked:
        said = _(
            "%(option)s is choice %(place)s of %(all)s.",
            option=texts[option],
            place=ranked.index(option) + 1,
            all=len(ranked),
        )
    elif deed == "clear":
        said = _("%(option)s has nothing now.", option=texts[option])
    else:
        said = _("%(option)s is not ranked now.", option=texts[option])
    return str(said)


def _step(questions: list[dict[str, Any]]) -> int:
    """Bytes that hold whatever a voter may have written, as often as the check page repeats it."""
    words = sum(all_forms()[question["form"]].longest_text for question in questions)
    return 8192 + 3 * len("&#34;") * words


def _private(body: str, *, step: int = 1) -> Response:
    """Kept by no cache. ``step``: the size is a multiple of it, so that pages are of one size for
    whatever was chosen, as near as can be."""
    body += " " * (-len(body.encode()) % step)
    answer = make_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
