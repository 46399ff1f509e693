"""The text that is promised, its versions, and every answer to it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from agreements.domain.differences import Difference, Passage
from agreements.models import Commitment, StatementVersion
from agreements.states import Side

DRAFT = {
    "opening": "We hold the offices on which change in our schools depends.",
    "promises": [{"title": "To attend together", "text": "We come as one team."}],
    "closing": "This is a pledge, and no contract.",
    "material": True,
}


class PromiseSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=300)
    text = serializers.CharField(max_length=20_000)


class StatementVersionSerializer(serializers.ModelSerializer[StatementVersion]):
    """One version. `sha256` is over `text`, which is all of it as a signatory reads it, in UTF-8.

    `material`: whoever had promised an earlier text was asked again; of `asked_sides` alone, if it names any.
    """

    promises = PromiseSerializer(many=True)
    material = serializers.SerializerMethodField()
    asked_sides: "serializers.ListField" = serializers.ListField(child=serializers.ChoiceField(choices=Side.choices))

    def get_material(self, version: StatementVersion) -> bool:
        return version.is_material

    class Meta:
        model = StatementVersion
        fields = (
            "id", "number", "opening", "promises", "closing", "text", "sha256", "material", "asked_sides", "note",
            "published_at",
        )


@extend_schema_serializer(examples=[OpenApiExample("A material change", DRAFT, request_only=True)])
class DraftSerializer(serializers.Serializer[Any]):
    """A text that is not published yet. `sides`: whom a material change touches, by default all."""

    opening = serializers.CharField(max_length=20_000)
    promises = PromiseSerializer(many=True, max_length=12, allow_empty=False)  # type: ignore[call-arg]
    closing = serializers.CharField(max_length=20_000)
    material = serializers.BooleanField()
    sides = serializers.ListField(
        child=serializers.ChoiceField(choices=Side.choices), required=False, allow_null=True, default=None
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A material change", {**DRAFT, "based_on": 3, "note": "The plan is due a month later."}, request_only=True
        )
    ]
)
class PublishSerializer(DraftSerializer):
    """`based_on`: the id of the version that you read; another's publishing meanwhile refuses yours. `note`: why."""

    based_on = serializers.IntegerField(min_value=1, allow_null=True)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class PieceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["same", "added", "removed"])
    text = serializers.CharField(trim_whitespace=False)


class PassageSerializer(serializers.Serializer[Any]):
    """One part of the text; `title` is empty but for promises."""

    part = serializers.CharField()
    changed = serializers.BooleanField()
    title = PieceSerializer(many=True)
    pieces = PieceSerializer(many=True)


class SideTouchedSerializer(serializers.Serializer[Any]):
    """How many promises of one side count now, and whether they are asked again."""

    side = serializers.ChoiceField(choices=Side.choices)
    promises = serializers.IntegerField()
    asked = serializers.BooleanField()


class PreviewSerializer(serializers.Serializer[Any]):
    """Whom publishing would touch if it is material, until when their places are kept, and what changed, word by word.

    `kept_until_at` null: until the convening begins.
    """

    material = serializers.BooleanField()
    promises = serializers.IntegerField(source="touched.promises")
    teams = serializers.IntegerField(source="touched.teams")
    sides = SideTouchedSerializer(source="touched.sides", many=True)
    complete_teams = serializers.IntegerField(source="touched.complete")
    kept_until_at = serializers.DateTimeField(allow_null=True)
    words_changed = serializers.IntegerField(
        help_text="Since somebody was last asked. More than ten are no editorial change, but an owner’s to publish."
    )
    difference = serializers.SerializerMethodField()

    @extend_schema_field(PassageSerializer(many=True))
    def get_difference(self, preview: Any) -> Any:
        return PassageSerializer(list(_passages(preview.difference)), many=True).data


def _passages(difference: Difference) -> list[dict[str, Any]]:
    named: list[tuple[str, Passage]] = [("opening", difference.opening)]
    named += [(f"promises.{number}", passage) for number, passage in enumerate(difference.promises)]
    named.append(("closing", difference.closing))
    return [{"part": part, "changed": p.changed, "title": p.title, "pieces": p.pieces} for part, p in named]


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """One answer of one office: rows are only added, and the one with the greatest `number` is the newest.

    Of a promise with its evidence: the name as typed, the text's SHA-256, the promises that were ticked, the network
    address, the browser, and the mail address that the private link went to.
    """

    team = serializers.IntegerField(source="party.agreement.team.pk")
    office = serializers.CharField(source="party.office")
    side = serializers.CharField(source="party.side")
    signatory = serializers.CharField(source="signatory.name")
    statement_version = serializers.IntegerField(source="version.number")
    promises: "serializers.ListField" = serializers.ListField(child=serializers.IntegerField())
    is_confirmed = serializers.BooleanField(help_text="Of one on paper or by phone: by the signatory’s own link.")

    class Meta:
        model = Commitment
        fields = (
            "id", "team", "office", "side", "number", "state", "at", "signatory", "statement_version", "reason",
            "deferred_until_on", "channel", "is_confirmed", "typed_name", "office_label", "organization", "text_sha256",
            "promises", "address", "user_agent", "link_sent_to",
        )
