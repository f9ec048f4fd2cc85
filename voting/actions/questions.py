"""The questions of a ballot paper while it is prepared: their shape, their order, their faults.

Beside what will be frozen, a draft's question keeps ``draft``: the options as they were written,
which a rule with fixed options does not use, and whether its rule was chosen.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.words import N_
from voting import policies, settings
from voting.ballots import all_forms
from voting.models import Disclosure, Publication, Round, State
from voting.picking import tell_sources
from voting.rules import BadParameter, VotingRule, all_rules
from voting.trial import trial

MOST_QUESTIONS, MOST_OPTIONS = 30, 200
FEW_VOTERS = 20
"""Among fewer, a secret vote publishes sums unless something else is chosen."""
SINGLE = ("choice", "stance")
"""Ballot forms of one answer: their sums tell as much as their ballots."""
TAKES_TWO = N_("This takes two people: ask for it, and let somebody else confirm it.")


class BadRound(ValueError):
    """A sentence (marked for translation) that says what to mend, and what goes into it; and
    where: a step of the wizard, and the number of a question."""

    def __init__(
        self, sentence: str, *, step: str = "questions", place: int | None = None, **numbers: Any
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.step, self.place, self.numbers = sentence, step, place, numbers


def new_question(
    *,
    title: Mapping[str, str],
    rule: str,
    options: Sequence[Mapping[str, Any]] = (),
    text: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    form_parameters: Mapping[str, Any] | None = None,
    requirements: Mapping[str, Any] | None = None,
    tie: str = "nobody",
    chosen: bool = True,
) -> dict[str, Any]:
    """A question as a draft keeps it, but for its id. An option has a ``title`` by language, at
    will a ``text``, and under rules of budgets a ``cost``. ``chosen``: whether somebody decided
    on the rule; until then a missing parameter is no fault. Raises BadRound."""
    if rule not in all_rules():
        raise BadRound(N_("There is no rule of that name."))
    found = all_rules()[rule]
    try:
        settled = found.settle(parameters or {})
    except BadParameter as wrong:
        if chosen:
            raise BadRound(
                N_("The setting “%(name)s” is missing or too large."), name=_named(found, wrong)
            ) from None
        settled = {parameter.name: parameter.default for parameter in found.parameters}
    limits = dict(all_forms()[found.form].settings) | dict(form_parameters or {})
    if found.form_settings:
        limits |= found.form_settings(settled)
    written = _with_ids(options)
    fixed = [{"id": id, "title": {"en": words}} for id, words in found.options or ()]
    return {
        "title": dict(title),
        "text": dict(text or {}),
        "rule": rule,
        "parameters": settled,
        "form": found.form,
        "form_parameters": limits,
        "options": [_option(option, found) for option in fixed or written],
        "requirements": {"quorum": None, "majority": None, "threshold": None}
        | dict(requirements or {}),
        "tie": {"procedure": found.tie or tie},
        "draft": {"options": written, "chosen": chosen},
    }


def frozen_question(question: Mapping[str, Any]) -> dict[str, Any]:
    """Without what only the draft needed."""
    return {name: value for name, value in question.items() if name != "draft"}


def written_options(question: Mapping[str, Any]) -> list[dict[str, Any]]:
    """As they were written, whether the rule uses them or not."""
    kept = question.get("draft", {}).get("options")
    return list(question["options"] if kept is None else kept)


def _with_ids(options: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """An option keeps its id when others come before it; a new one gets a number never used."""
    taken = {option["id"] for option in options if option.get("id")}
    free = (f"o{n}" for n in range(1, 10**6) if f"o{n}" not in taken)
    return [
        {
            "id": option.get("id") or next(free),
            "title": dict(option["title"]),
            "text": dict(option.get("text") or {}),
            "cost": option.get("cost"),
        }
        for option in options
    ]


def _option(option: Mapping[str, Any], rule: VotingRule) -> dict[str, Any]:
    cost = option.get("cost") if rule.has_costs else None
    shown = {"id": option["id"], "title": dict(option["title"]), "cost": cost}
    return shown | ({"text": dict(option["text"])} if option.get("text") else {})


def put_question(
    session: Session,
    *,
    round: Round,
    actor: Actor,
    question: Mapping[str, Any],
    place: int | None = None,
) -> int:
    """In its place (from 1), or as the last one. Returns its place. Raises BadRound."""
    questions = list(round.questions)
    if place is None:
        if len(questions) >= MOST_QUESTIONS:
            raise BadRound(
                N_("A ballot paper has %(most)s questions at most."), most=MOST_QUESTIONS
            )
        questions.append(dict(question))
        place = len(questions)
    else:
        questions[place - 1] = dict(question)
    _keep(session, round, actor, questions)
    return place


def move_question(session: Session, *, round: Round, actor: Actor, place: int, by: int) -> None:
    questions = list(round.questions)
    moved = questions.pop(place - 1)
    questions.insert(max(place - 1 + by, 0), moved)
    _keep(session, round, actor, questions)


def take_out_question(session: Session, *, round: Round, actor: Actor, place: int) -> None:
    """It can be put back until the next one is taken out."""
    questions = list(round.questions)
    round.removed_question = questions.pop(place - 1) | {"place": place}
    _keep(session, round, actor, questions)


def put_question_back(session: Session, *, round: Round, actor: Actor) -> None:
    if round.removed_question is not None:
        question = dict(round.removed_question)
        questions = list(round.questions)
        questions.insert(question.pop("place") - 1, question)
        round.removed_question = None
        _keep(session, round, actor, questions)


def _keep(
    session: Session, round: Round, actor: Actor, questions: Sequence[Mapping[str, Any]]
) -> None:
    policies.EDIT.check(actor, round)
    round.questions = numbered(questions)
    if not round.publication_chosen:
        round.publication = usual_publication(
            questions, round.disclosure, passed_on=round.mandates is not None
        )
    session.add(round)
    if round.state == State.ANNOUNCED:
        tell_sources(session, round)


def numbered(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(question) | {"id": f"q{place}"} for place, question in enumerate(questions, 1)]


def has_fingerprints(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a ballot could be so rare that it gives its voter away (rankings)."""
    rules = all_rules()
    return any(rules[q["rule"]].fingerprints for q in questions if q["rule"] in rules)


def has_copies(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether equal ballots could be told from others: where a choice is more than one answer."""
    rules = all_rules()
    return any(rules[q["rule"]].form not in SINGLE for q in questions if q["rule"] in rules)


def usual_publication(
    questions: Sequence[Mapping[str, Any]],
    disclosure: Disclosure,
    voters: int | None = None,
    *,
    passed_on: bool = False,
) -> Publication:
    """Sums where a secret ballot could give its voter away: rankings, few voters, and where votes
    are passed on: several equal ballots are one person's."""
    few = voters is not None and voters < FEW_VOTERS
    telling = has_fingerprints(questions) or few or passed_on
    secret = disclosure == Disclosure.SECRET
    return Publication.SUMS if secret and telling else Publication.BALLOTS


def question_problems(place: int, question: Mapping[str, Any]) -> list[BadRound]:
    rule, options = all_rules()[question["rule"]], question["options"]
    name = next(iter(question["title"].values()), "")
    found = []
    if not question.get("draft", {}).get("chosen", True):
        found.append(BadRound(N_("“%(name)s” has no rule yet. Choose one."), name=name))
    if not 2 <= len(options) <= MOST_OPTIONS:
        found.append(BadRound(N_("“%(name)s” needs two options at least."), name=name))
    titles = [looks(title) for option in options for title in set(option["title"].values())]
    if len(set(titles)) < len(titles):
        found.append(BadRound(N_("Two options of “%(name)s” have the same words."), name=name))
    if rule.most_options is not None and len(options) > rule.most_options:
        found.append(
            BadRound(
                N_(
                    "The rule of “%(name)s” compares everything that can come out, and does so for "
                    "%(most)s options at most. There are %(size)s: leave some out, or choose "
                    "another rule."
                ),
                name=name,
                most=rule.most_options,
                size=len(options),
            )
        )
    if rule.has_costs and not all(o["cost"] is not None and o["cost"] > 0 for o in options):
        found.append(BadRound(N_("Each project of “%(name)s” needs a cost."), name=name))
    if not found and (name_of_setting := unfit(question)):
        found.append(
            BadRound(
                N_("The setting “%(setting)s” of “%(name)s” does not fit its options."),
                name=name,
                setting=name_of_setting,
            )
        )
    for problem in found:
        problem.place = place
    return found


def unfit(question: Mapping[str, Any]) -> str | None:
    """The label of a setting that only a count can judge, such as a default that is no option."""
    rule = all_rules()[question["rule"]]
    try:
        if any(p.kind in ("numbers", "amounts", "names", "option") for p in rule.parameters):
            trial({"id": "q1", **question})
    except BadParameter as wrong:
        return _named(rule, wrong)
    return None


def _named(rule: VotingRule, wrong: BadParameter) -> str:
    """The label of a parameter, in the reader's words; the name of one that the rule has not."""
    labels = {p.name: settings.label(p) for p in rule.parameters}
    return labels.get(wrong.name, wrong.name)


def looks(title: str) -> str:
    """Titles that a reader would take for one another are one: letters in another form, case,
    white space, and signs that have no width or turn the direction of writing."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc", "Mn"))
    return " ".join(seen.split())
