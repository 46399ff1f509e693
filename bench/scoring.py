"""Scores answers to planning problems, sharing no code with any solver: what docs/solving.md says, again."""

from collections import Counter
from collections.abc import Mapping
from typing import Any


def score_booths(instance: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, int]:
    """`broken` counts hard rules that do not hold: above 0 the answer is void. `cost` is what is minimised."""
    booth = answer["booth"]
    broken = abs(len(booth) - instance["teams"]) + len(booth) - len(set(booth))
    broken += sum(not instance["allowed"][team][place] for team, place in enumerate(booth))
    broken += sum(booth[int(team)] != place for team, place in instance["pinned"].items())
    cost = sum(instance["wish_cost"][team][place] for team, place in enumerate(booth))
    stands = {place: team for team, place in enumerate(booth)}
    for one, other, weight in instance["edges"]:
        if one in stands and other in stands:
            a, b = stands[one], stands[other]
            cost += weight * instance["same_state_cost"] * (instance["state"][a] == instance["state"][b])
            cost -= weight * instance["same_focus_reward"] * (instance["focus"][a] == instance["focus"][b])
    return {"broken": broken, "cost": cost}


def random_booths(instance: Mapping[str, Any], shuffled: list[int]) -> int:
    """The cost of teams put anywhere, hard rules aside: what a floor without a thought costs."""
    return score_booths(instance, {"booth": shuffled[: instance["teams"]]})["cost"]


def score_seats(instance: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, int]:
    """As above: everybody sits in every slot, no session over its seats, no topic twice where that is a rule."""
    seat, cost = answer["seat"], 0
    broken = abs(len(seat) - instance["attendees"])
    for slot in range(instance["slots"]):
        taken = Counter(row[slot] for row in seat)
        broken += sum(max(0, people - instance["capacity"][slot][session]) for session, people in taken.items())
        for together in Counter((instance["team"][person], row[slot]) for person, row in enumerate(seat)).values():
            cost += instance["team_pair_cost"] * together * (together - 1) // 2
    for person, row in enumerate(seat):
        heard = {instance["topic"][slot][session] for slot, session in enumerate(row)}
        broken += instance["no_topic_twice"] and len(row) - len(heard)
        for slot, session in enumerate(row):
            costs = dict(zip(instance["ranked"][person][slot], instance["rank_cost"], strict=False))
            cost += costs.get(session, instance["no_ranked_seat_cost"])
    return {"broken": broken, "cost": cost}


def score_timetable(instance: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, int]:
    """As above: one session a place, where it fits and its presenters are there, apart and pinned as asked."""
    slot, room = answer["slot"], answer["room"]
    broken = abs(len(slot) - instance["sessions"]) + len(slot) - len(set(zip(slot, room, strict=True)))
    cost = 0
    for session, (where, when) in enumerate(zip(room, slot, strict=True)):
        broken += not instance["fits"][session][where] or not instance["available"][session][when]
        cost += instance["overflow_cost"] * instance["overflow"][session][where]
    broken += sum(slot[one] == slot[other] for one, other in instance["apart"])
    broken += sum((room[int(one)], slot[int(one)]) != tuple(at) for one, at in instance["pinned"].items())
    for wishes in instance["wishes"]:
        cost += instance["missed_wish_cost"] * (len(wishes) - len({slot[session] for session in wishes}))
    for pairs in Counter(zip(slot, instance["track"], strict=True)).values():
        cost += instance["same_track_pair_cost"] * pairs * (pairs - 1) // 2
    return {"broken": broken, "cost": cost}
