"""The map of rooms holds where the import linter does not look: foreign keys named by strings, and their tables."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def storeys() -> dict[str, int]:
    """How high each room lies; rooms on a line lie equally high."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract for contract in linter["contracts"] if contract["id"] == "rooms")["layers"]
    return {room.strip(): len(layers) - height for height, layer in enumerate(layers) for room in layer.split("|")}


def test_no_foreign_key_points_upwards_or_to_a_neighbour() -> None:
    height = storeys()
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in height
        and field.is_relation
        and field.concrete
        and field.related_model
        and (there := field.related_model._meta.app_label) in height
        and there != model._meta.app_label
        and height[there] >= height[model._meta.app_label]
    ]
    assert wrong == []


def test_every_room_that_is_installed_is_on_the_map() -> None:
    rooms = {app for app in settings.INSTALLED_APPS if (ROOT / app / "apps.py").is_file()}
    assert rooms == set(storeys())


def test_below_the_convenings_nothing_knows_them() -> None:
    """Rows there carry the convening as a number and the actor as words."""
    height = storeys()
    for model in apps.get_models():
        if height.get(model._meta.app_label, 99) < height["convenings"]:
            tied = [field for field in model._meta.get_fields() if field.is_relation and field.concrete]
            there = {field.related_model._meta.app_label for field in tied if field.related_model}
            assert "convenings" not in there, model


def test_the_map_names_each_room_and_only_files_that_are_there() -> None:
    words = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    assert [room for room in storeys() if f"`{room}/`" not in words] == []
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)+\.[a-z]+)`", words)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []
