from typing import Any

from rest_framework import serializers

from expo.states import TICKED, Numbering, Use

FARTHEST, WIDEST, HIGHEST = 2_000, 200, 99_999


class BoothChangeSerializer(serializers.Serializer[Any]):
    """What shall change of a booth; what is left out stays. `version`: the booth's when it was read."""

    version = serializers.IntegerField(min_value=0)
    number = serializers.IntegerField(min_value=1, max_value=HIGHEST, required=False)
    x = serializers.IntegerField(min_value=0, max_value=FARTHEST, required=False)
    y = serializers.IntegerField(min_value=0, max_value=FARTHEST, required=False)
    width = serializers.IntegerField(min_value=1, max_value=WIDEST, required=False)
    depth = serializers.IntegerField(min_value=1, max_value=WIDEST, required=False)
    features = serializers.ListField(child=serializers.ChoiceField(choices=TICKED), required=False)
    zone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    use = serializers.ChoiceField(choices=Use.choices, required=False)


class BoothRemovalSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=0, help_text="The booth's when it was read.")


class GridSerializer(serializers.Serializer[Any]):
    """New booths in a grid; measures in feet."""

    rows = serializers.IntegerField(min_value=1, max_value=60)
    columns = serializers.IntegerField(min_value=1, max_value=60)
    first_number = serializers.IntegerField(min_value=1, max_value=HIGHEST, default=101)
    numbering = serializers.ChoiceField(choices=Numbering.choices, default=Numbering.ROWS)
    row_step = serializers.IntegerField(min_value=0, max_value=1_000, default=0)
    x = serializers.IntegerField(min_value=0, max_value=FARTHEST, default=0)
    y = serializers.IntegerField(min_value=0, max_value=FARTHEST, default=0)
    width = serializers.IntegerField(min_value=1, max_value=WIDEST, default=10)
    depth = serializers.IntegerField(min_value=1, max_value=WIDEST, default=10)
    gap = serializers.IntegerField(min_value=0, max_value=WIDEST, default=0)
    aisle = serializers.IntegerField(min_value=0, max_value=WIDEST, default=10)
    rows_back_to_back = serializers.IntegerField(min_value=1, max_value=60, default=1)
    features = serializers.ListField(child=serializers.ChoiceField(choices=TICKED), default=list)
    zone = serializers.CharField(max_length=40, allow_blank=True, default="")
    use = serializers.ChoiceField(choices=Use.choices, default=Use.TEAMS)
