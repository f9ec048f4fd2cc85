"""What followed from the village's decisions: kept, kept late, late, not kept, and going on."""

from dataclasses import dataclass

from sqlmodel import select

from civic.seeds.village import Village, at
from proposals.commitments import actions as commitments
from proposals.commitments.models import Kind
from proposals.models import Proposal, Stage
from voting.models import Round, State


@dataclass(frozen=True)
class Promise:
    """Days are counted from today, as everywhere in the village."""

    decision: str
    """A vote's title in English, or a proposal's."""
    title: str
    language: str
    made: float
    due: float
    keeper: str = ""
    keeper_words: str = ""
    said: tuple[float, str, Kind, str] | None = None
    """When, by whom, how it stood, and in which words."""


PROMISES = (
    Promise(
        "Adopt the welcome charter",
        "Glisser la charte dans chaque boîte aux lettres",
        "fr",
        made=-37,
        due=-20,
        keeper="Karim",
        said=(-22, "Karim", Kind.KEPT, "Les 340 boîtes du quartier l’ont reçue."),
    ),
    Promise(
        "The garden’s budget 2025",
        "Buy two beehives and set them up",
        "en",
        made=-42,
        due=-20,
        keeper="Rose",
        said=(-15, "Rose", Kind.KEPT, "The second hive came with two weeks’ delay."),
    ),
    Promise(
        "Which day for the market?",
        "Tracer les emplacements du marché",
        "fr",
        made=-30,
        due=-9,
        keeper_words="Mairie, service voirie",
        said=(-7, "Nadia", Kind.NEWS, "La peinture attend des jours secs. La voirie vise la mi-mois."),
    ),
    Promise(
        "What to do with the empty shop?",
        "Rencontrer le propriétaire du local",
        "fr",
        made=-26,
        due=-12,
        keeper_words="Le bureau",
        said=(-4, "Nadia", Kind.NOT_KEPT, "Deux demandes sans réponse. Nous passerons par la conciliatrice."),
    ),
    Promise(
        "Participatory budget 2026",
        "Demander trois devis pour les arbres",
        "fr",
        made=-15,
        due=4,
        keeper="Amina",
    ),
    Promise(
        "Participatory budget 2026",
        "Set up the book boxes at both bus stops",
        "en",
        made=-15,
        due=30,
        keeper="Emma",
    ),
    Promise(
        "Trois bancs à l’ombre rue du Moulin",
        "Poser deux bancs rue du Moulin",
        "fr",
        made=-9,
        due=120,
        keeper_words="Mairie, service voirie",
    ),
)  # fmt: skip


def keep_some(village: Village) -> None:
    votes = select(Round).where(Round.state == State.PUBLISHED)
    adopted = select(Proposal).where(Proposal.stage == Stage.DECIDED)
    decisions: dict[str, Round | Proposal] = {
        **{round.titles["en"]: round for round in village.session.exec(votes).unique()},
        **{proposal.title: proposal for proposal in village.session.exec(adopted)},
    }
    nadia = village.acting("Nadia")
    for promise in PROMISES:
        with at(village.days(promise.made)):
            made = commitments.make(
                village.session,
                source=decisions[promise.decision],
                actor=nadia,
                title=promise.title,
                language=promise.language,
                due=village.days(promise.due),
                keeper=promise.keeper and village.people[promise.keeper].name,
                keeper_words=promise.keeper_words,
            )
        if promise.said:
            when, who, kind, words = promise.said
            with at(village.days(when)):
                commitments.report(
                    village.session,
                    commitment=made,
                    actor=village.acting(who),
                    kind=kind,
                    body=words,
                    language=promise.language,
                )
