"""A debate in English, with two messages in French, about a barrel in a garden."""

from civic.seeds.debating import Debate
from proposals.deliberation.models import Alignment, FlagReason

FOR, AGAINST = Alignment.FOR, Alignment.AGAINST


def begin(here: Debate) -> None:
    here.argues(
        "Emma", -13, FOR,
        "The tap is at the far end: in July a barrel by the shed would save each of us ten "
        "walks a week.",
        counts_for=["Tom", "Jonas", "Awa", "Lina", "Maya", "Amina"],
    )  # fmt: skip
    here.argues(
        "Jonas", -12.4, FOR,
        "Last summer watering was forbidden for three weeks. What we have collected, nobody can "
        "forbid.",
        counts_for=["Tom", "Emma", "Paul"],
    )  # fmt: skip
    here.argues(
        "Rose", -12.8, AGAINST,
        "The roof is old bitumen felt. What runs off it should not go on what we eat.",
        counts_for=["Sophie", "Marc", "Fatou", "Maya"],
    )  # fmt: skip
    here.argues(
        "Marc", -12.1, AGAINST,
        "An open barrel breeds mosquitoes, and the nursery school is next door.",
        counts_for=["Rose", "Alice"],
    )  # fmt: skip
    measured = here.says(
        "Tom", -12,
        "I measured the roof: eighteen square metres. At 600 mm of rain a year that is more than "
        "ten thousand litres, so a 500-litre barrel would fill some twenty times.",
    )  # fmt: skip
    half = here.says(
        "Rose", -11.7,
        "Does that count the half that leans towards the neighbour? Her gutter takes that side.",
        to=measured,
    )  # fmt: skip
    here.says(
        "Tom", -11.5,
        "It did. Without it: nine square metres, five thousand litres. Still ten barrels a year.",
        to=half,
    )  # fmt: skip
    felt = here.says(
        "Maya", -10,
        "I rang the water company about the felt. Their answer: fine for flowers and fruit trees, "
        "not for leaves that are eaten raw.",
    )  # fmt: skip
    here.says(
        "Emma", -9.6,
        "Then the barrel waters the trees, and the tap keeps the salads. We could paint the "
        "barrel’s can red, so that nobody mixes them up.",
        to=felt,
    )  # fmt: skip
    barrels = here.says(
        "Awa", -9,
        "J’ai deux tonneaux de 220 litres dans ma cave, propres, avec leur couvercle. Qui a une "
        "camionnette ?",
        language="fr",
    )  # fmt: skip
    here.says("Paul", -8.8, "Moi. Samedi matin ?", to=barrels, language="fr")
    offer = here.says(
        "Denis", -8,
        "My cousin’s shop sells 1,000-litre tanks, delivered in two days. Say my name and get "
        "15% off.",
    )  # fmt: skip
    here.reports("Alice", -7.9, offer, FlagReason.SPAM, "")
    here.reports("Rose", -7.8, offer, FlagReason.SPAM, "There is the notice board for that.")
    here.removes(-7.5, offer, "Advertising. Offers go on the notice board by the gate.")
    here.sums_up(
        -6,
        "Water for the fruit trees and the flowers; lids on every barrel.",
        "One large tank, or Awa’s two barrels to begin with.",
        "What the gutter costs, and who climbs the ladder.",
    )
    here.finds_left_out("Rose", -5, "That salads are never watered from it: we agreed on that too.")


def news(here: Debate) -> None:
    gutter = here.says(
        "Lina", -2.5,
        "Found ten metres of zinc gutter, second-hand: €25, brackets included. Shall I take it?",
    )  # fmt: skip
    here.says("Tom", -2.3, "Yes, please. I bring the ladder.", to=gutter)
    pointed = here.says(
        "Olivier", -1.4, "Tom only wants this because his plot is the one beside the shed."
    )
    here.reports("Emma", -1.2, pointed, FlagReason.HURTFUL, "This is about a person.")
    here.says(
        "Sophie", -0.8,
        "@Amina, your compost people have a spare lid, haven’t they? It would fit Awa’s barrel.",
    )  # fmt: skip
