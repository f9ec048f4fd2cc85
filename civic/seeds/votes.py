"""Open rounds, one for each rule."""

from collections.abc import Sequence
from typing import Any

from civic.core import clock
from civic.seeds.ideas import on_the_paper
from civic.seeds.village import Village, at
from civic.spaces.models import Space
from voting import actions as voting
from voting.models import Disclosure

DOUBT = (
    "Le point 4 suppose que tout le monde lit ses courriels. Prévoir un affichage dans les halls."
)


def _round(
    village: Village,
    space: Space,
    titles: dict[str, str],
    questions: list[dict[str, Any]],
    *,
    opened: float,
    closes: float,
    disclosure: Disclosure = Disclosure.SECRET,
    voters: int,
    passed_on_to_amina: Sequence[str] = (),
) -> None:
    nadia = village.acting("Nadia")
    with at(village.days(opened)):
        round = voting.draft_round(
            village.session,
            space=space,
            actor=nadia,
            titles=titles,
            questions=questions,
            closes_at=village.days(closes),
            disclosure=disclosure,
            mandates={"onward": False, "most": 3} if passed_on_to_amina else None,
            by_two=bool(passed_on_to_amina),
        )
        voting.open_round(village.session, round_id=round.id, actor=nadia, now=clock.now())
        for name in passed_on_to_amina:
            pass_on(village, round.id, name, "Amina")
    others = [name for name in village.people if name not in ("Amina", *passed_on_to_amina)]
    for name in village.chance.sample(others, voters):
        with at(village.days(opened + 0.5)):
            voting.cast(
                village.session,
                round_id=round.id,
                actor=village.acting(name),
                elector_id=village.people[name].id,
                paper={question["id"]: _choice(village, question) for question in round.questions},
                now=clock.now(),
            )


def pass_on(village: Village, round_id: int, giver: str, holder: str) -> None:
    voting.pass_on(
        village.session,
        round_id=round_id,
        actor=village.acting(giver),
        elector_id=village.people[giver].id,
        holder_id=village.people[holder].id,
        now=clock.now(),
    )


def _choice(village: Village, question: dict[str, Any]) -> Any:
    """Somebody's opinion: earlier options please a little more; one in twelve votes blank."""
    if village.chance.random() < 1 / 12:
        return None
    ids = [option["id"] for option in question["options"]]
    liking = {id: village.chance.random() + 0.35 / (place + 1) for place, id in enumerate(ids)}
    ranked = sorted(ids, key=lambda id: -liking[id])
    form = question["form"]
    if form == "stance":
        stance = village.chance.choices(ids, weights=[6, 3, 0, 1])[0]
        return {"stance": stance, "reason": DOUBT if stance == "concerns" else ""}
    if form == "choice":
        return village.chance.choices(ids, weights=[6, 3, 1])[0]
    if form == "grades":
        return {id: min(int(liking[id] * 5), 5) for id in ids}
    if form == "ranking":
        return [[id] for id in ranked[: village.chance.randint(2, len(ids))]]
    if form == "basket":
        return _basket(question, ranked[:4])
    return sorted(id for id in ids if liking[id] > 0.55) or [ranked[0]]


def _basket(question: dict[str, Any], wanted: list[str]) -> list[str]:
    costs = {option["id"]: option["cost"] for option in question["options"]}
    picked, left = [], question["form_parameters"]["budget"]
    for id in wanted:
        if costs[id] <= left:
            picked.append(id)
            left -= costs[id]
    return sorted(picked)


def question(
    rule: str, fr: str, en: str, options: Sequence[tuple[str, str, int]] = (), **more: Any
) -> dict[str, Any]:
    return voting.new_question(
        title={"fr": fr, "en": en},
        rule=rule,
        options=[{"title": {"fr": f, "en": e}, "cost": cost or None} for f, e, cost in options],
        **more,
    )


def open_rounds(village: Village) -> None:
    compost = [
        ("Trois composteurs collectifs", "Three shared composters", 0),
        ("Collecte en porte-à-porte", "Door-to-door collection", 0),
        ("Bornes de la métropole", "The city’s own bins", 0),
        ("Ne rien changer cette année", "Change nothing this year", 0),
    ]
    dates = [
        ("Samedi 20 juin", "Saturday 20 June", 0),
        ("Dimanche 21 juin", "Sunday 21 June", 0),
        ("Samedi 27 juin", "Saturday 27 June", 0),
    ]
    projects = [
        ("Serre partagée", "A shared greenhouse", 2_400),
        ("Ruches", "Beehives", 900),
        ("Outils pour enfants", "Tools for children", 300),
        ("Récupérateur d’eau", "Rainwater tank", 700),
    ]
    for place, (space, fr, en, rule, options, more) in enumerate(
        [
            (village.quarter, "Quel dispositif pour les biodéchets ?", "What shall we do with food waste?", "majority-judgment", compost, {}),
            (village.quarter, "Quand faire la fête de quartier ?", "When shall we hold the street party?", "approval", dates, {}),
            (village.quarter, "Qui nous représente au conseil ?", "Who speaks for us at the council?", "schulze", [("Inès Haddad", "Inès Haddad", 0), ("Marc Petit", "Marc Petit", 0), ("Rose Whitaker", "Rose Whitaker", 0)], {}),
            (village.quarter, "Quel nom pour le square ?", "What shall the square be called?", "irv", [("Square des Lilas", "Lilac Square", 0), ("Square Rosa Parks", "Rosa Parks Square", 0), ("Square du Moulin", "Mill Square", 0)], {}),
            (village.garden, "Budget du jardin", "The garden’s budget", "budget-greedy", projects, {"parameters": {"budget": 3_000}}),
            (village.garden, "Partager autrement le budget ?", "Share the budget another way?", "budget-equal-shares", projects, {"parameters": {"budget": 3_000}}),
        ]
    ):  # fmt: skip
        _round(
            village,
            space,
            {"fr": fr, "en": en},
            [question(rule, fr, en, options, **more)],
            opened=-3 + place / 10,
            closes=4 + place,
            voters=9 + place,
        )
    _round(village, 
        village.garden,
        {"fr": "Interdire les pesticides au jardin", "en": "Ban pesticides from the garden"},
        [question("motion", "Interdire tout pesticide au jardin ?", "Ban all pesticides from the garden?", [])],
        opened=-2, closes=6, voters=8, disclosure=Disclosure.OPEN,
        passed_on_to_amina=("Rose", "Marc"),
    )  # fmt: skip
    _round(village,
        village.quarter,
        {"fr": "La charte d’accueil", "en": "The welcome charter"},
        [question("consent", "Adoptons-nous la charte d’accueil des nouveaux habitants ?", "Do we adopt the welcome charter for new neighbours?", [])],
        opened=-1, closes=9, voters=7, disclosure=Disclosure.OPEN,
    )  # fmt: skip
    tools = on_the_paper(village, "Une banque d’outils au centre social")
    _round(village,
        village.quarter,
        {"fr": "Une banque d’outils ?", "en": "A library of tools?"},
        [voting.new_question(title={"fr": "Créer une banque d’outils au centre social ?", "en": "Start a library of tools at the community centre?"}, rule="motion", options=[tools])],
        opened=-1, closes=10, voters=6, disclosure=Disclosure.OPEN,
    )  # fmt: skip


def a_draft(village: Village) -> None:
    """A paper of two questions, which Nadia can go on with."""
    half = {"majority": {"share": [1, 2], "strict": True, "base": "expressed"}}
    benches = [
        ("Deux bancs place du Marché", "Two benches on the market square", 0),
        ("Une fontaine à eau", "A water fountain", 0),
        ("Un abri à vélos", "A bicycle shelter", 0),
    ]
    voting.draft_round(
        village.session,
        space=village.quarter,
        actor=village.acting("Nadia"),
        titles={"fr": "La place du Marché", "en": "The market square"},
        questions=[
            question("motion", "Fermer la place aux voitures le dimanche ?", "Close the square to cars on Sundays?", [], requirements=half),
            question("majority-judgment", "Qu’y installer en premier ?", "What shall stand there first?", benches),
        ],
        closes_at=village.days(12),
    )  # fmt: skip
