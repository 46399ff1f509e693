"""Planning problems from files: read, answered by the organizers' solver, scored by code of its own."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bench.choices import made_up_choices
from bench.floors import made_up_floor
from bench.programme_wishes import made_up_programme
from bench.scoring import score_booths, score_seats, score_timetable


def written(folder: Path, instance: Any) -> Path:
    path = folder / "instance.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump(instance, file)
    return path


def solved(folder: Path, instance: Any, capsys: pytest.CaptureFixture[str], **options: Any) -> tuple[Any, Any]:
    out = folder / "answer.json"
    call_command("solve", written(folder, instance), out=out, **{"seed": 1, "seconds": 60, **options})
    return json.loads(out.read_text()), json.loads(capsys.readouterr().out)


def test_a_floor_is_answered_and_the_scorer_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = made_up_floor(booths=60, seed=3)
    answer, figures = solved(tmp_path, instance, capsys, iterations=30_000)
    assert score_booths(instance, answer) == {"broken": 0, "cost": figures["cost"]}
    assert figures["ended_early"] is False


@pytest.mark.parametrize("topics", [False, True])
def test_choices_are_answered_and_the_scorer_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], topics: bool
) -> None:
    instance = made_up_choices(people=60, slots=4, sessions=6, seed=3, topics=topics)
    answer, figures = solved(tmp_path, instance, capsys)
    assert score_seats(instance, answer) == {"broken": 0, "cost": figures["cost"]}
    assert (figures["bound"], figures["is_proven"]) == (figures["cost"], True)


def test_a_programme_is_answered_and_the_scorer_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = made_up_programme(sessions=30, rooms=6, slots=6, people=100, seed=3)
    answer, figures = solved(tmp_path, instance, capsys, iterations=5_000)
    assert score_timetable(instance, answer) == {"broken": 0, "cost": figures["cost"]}
    assert figures["ended_early"] is False


def test_rules_of_a_programme_that_contradict_each_other_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = made_up_programme(sessions=30, rooms=6, slots=6, people=10, seed=3)
    instance["presenters"], instance["apart"] = [[4, 9]], []
    for session in (4, 9):
        instance["available"][session] = [True, False, False, False, False, False]
    names = "available of session 4, available of session 9, presenter 0 of session 4 and session 9"
    with pytest.raises(CommandError, match=names):
        solved(tmp_path, instance, capsys, iterations=10)


def test_more_sessions_than_places_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = made_up_programme(sessions=30, rooms=6, slots=6, people=10, seed=3)
    instance["shut"] = [[room, slot] for room in range(6) for slot in (1, 2)]
    with pytest.raises(CommandError, match="30 sessions have 24 places between them"):
        solved(tmp_path, instance, capsys, iterations=10)


def test_choices_with_seats_that_stand_are_changed_as_little_as_can_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = made_up_choices(people=60, slots=2, sessions=6, seed=3)
    answer, _ = solved(tmp_path, instance, capsys)
    again, figures = solved(tmp_path, {**instance, "standing": answer["seat"]}, capsys)
    assert (again, figures["moved"]) == (answer, 0)


def test_too_few_seats_are_said_with_whom_they_lack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = made_up_choices(people=12, slots=2, sessions=3, seed=3)
    instance["capacity"][1] = [2, 2, 2]
    with pytest.raises(CommandError, match=r"in slot 1: people \[0, 1, .*\] have sessions \[0, 1, 2\]"):
        solved(tmp_path, instance, capsys)


def test_the_same_seed_and_budget_give_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = made_up_floor(booths=60, seed=3)
    twice = []
    for _ in range(2):
        solved(tmp_path, instance, capsys, iterations=30_000)
        twice.append((tmp_path / "answer.json").read_bytes())
    assert twice[0] == twice[1]


def test_a_plain_file_is_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(made_up_floor(booths=40, seed=1)))
    call_command("solve", path, out=tmp_path / "answer.json", iterations=2_000)
    assert len(json.loads((tmp_path / "answer.json").read_text())["booth"]) == 39


def test_rules_that_contradict_each_other_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = made_up_floor(booths=40, seed=1)
    instance["pinned"] = {"4": 7, "9": 7}
    for team in (4, 9):
        instance["allowed"][team] = [True] * 40
    with pytest.raises(CommandError, match=r"pinned of team 4, pinned of team 9"):
        solved(tmp_path, instance, capsys, iterations=10)
    assert not (tmp_path / "answer.json").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"\x1f\x8b broken", "cannot be read"),
        (b"[]", "names no kind"),
        (b'{"kind": "tables"}', "names no kind"),
        (b'{"kind": "booths"}', "not whole"),
        (b'{"kind": "booths", "teams": "many"}', "not whole"),
        (b'{"kind": "seats", "capacity": 7}', "not whole"),
        (b'{"kind": "timetable", "wishes": [[-1]]}', "not whole"),
    ],
)
def test_what_is_no_instance_gets_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "instance.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("solve", path, out=tmp_path / "answer.json")


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("solve", tmp_path / "none.json.gz", out=tmp_path / "answer.json")
