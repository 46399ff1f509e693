"""The call for sessions, materials, feedback, and sessions by file."""

from typing import Any

from rest_framework import serializers

from breakouts.models import Call, Material, Remark, Submission
from breakouts.states import MaterialPhase, SubmissionState


class CallSerializer(serializers.ModelSerializer[Call]):
    """Proposals are taken from `opens_at` until `closes_at`."""

    class Meta:
        model = Call
        fields = ("text", "opens_at", "closes_at")
        extra_kwargs = {"text": {"max_length": 3000}}


class CallShownSerializer(serializers.Serializer[Any]):
    """As it is set; both days are null where there never was one."""

    text = serializers.CharField(allow_blank=True)
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)


class RemarkSerializer(serializers.ModelSerializer[Remark]):
    """A `comment` is for organizers alone; a `question` went to whoever proposes, who gave the `answer`."""

    class Meta:
        model = Remark
        fields = ("kind", "text", "said_by", "said_at")


class SpeakerSerializer(serializers.Serializer[Any]):
    """`attendee` is null before somebody who is on no team was added to those who come."""

    name = serializers.CharField(source="spoken")
    attendee = serializers.IntegerField(source="attendee_id", allow_null=True)


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """A session that was proposed, by a team or by `whence`. Nobody but organizers knows of a decision before
    `told_at`. `session` is what accepting made."""

    state = serializers.ChoiceField(choices=SubmissionState.choices)  # type: ignore[assignment]
    team = serializers.IntegerField(source="team_id", allow_null=True)
    whence = serializers.CharField()
    session = serializers.IntegerField(source="session_id", allow_null=True)
    speakers = SpeakerSerializer(many=True)
    remarks = RemarkSerializer(many=True)
    elements: "serializers.ManyRelatedField" = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="name", many=True, read_only=True
    )
    features = serializers.ListField(child=serializers.CharField())
    audience = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Submission
        fields = (
            "id", "state", "title", "abstract", "team", "whence", "speakers", "elements", "minutes", "features",
            "needs", "audience", "submitted_at", "decided_at", "decision", "told_at", "session", "remarks",
        )  # fmt: skip


class DecisionWordsSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=3000)


class LettersToldSerializer(serializers.Serializer[Any]):
    """How many letters are on their way."""

    told = serializers.IntegerField()


class MaterialSerializer(serializers.ModelSerializer[Material]):
    """A link, or a file by its name; `published_at` is null while nobody but its presenters and organizers sees it."""

    session = serializers.IntegerField(source="session_id")

    class Meta:
        model = Material
        fields = (
            "id", "session", "phase", "title", "url", "file_name", "media_type", "size", "added_at", "published_at",
        )  # fmt: skip


class LinkDraftSerializer(serializers.Serializer[Any]):
    """A link that begins with https:// and opens without signing in. No data of single students."""

    phase = serializers.ChoiceField(choices=MaterialPhase.choices)
    title = serializers.CharField(max_length=150)
    url = serializers.CharField(max_length=500)


class FileDraftSerializer(serializers.Serializer[Any]):
    """A PDF, PNG, JPEG, Word, PowerPoint or Excel file without macros. No data of single students."""

    phase = serializers.ChoiceField(choices=MaterialPhase.choices)
    title = serializers.CharField(max_length=150)
    file = serializers.FileField(max_length=200)


class CountSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(help_text="In the language of the request.")
    people = serializers.IntegerField()


class FeedbackSerializer(serializers.Serializer[Any]):
    """What was said of one session, without names. Below three answers `useful` and `takes_home` are empty."""

    session = serializers.IntegerField()
    title = serializers.CharField()
    answers = serializers.IntegerField()
    useful = CountSerializer(many=True)
    takes_home = CountSerializer(many=True)
    words = serializers.ListField(child=serializers.CharField())


class SessionFileSerializer(serializers.Serializer[Any]):
    """CSV or Excel with the columns KEY and TITLE and, where you like, ABSTRACT, KIND, THEMES, FOR, TRACK, PRESENTERS,
    NEEDS, SETUP, TOPIC, DEMAND, LEAST and MOST; or frab XML, or frab JSON."""

    file = serializers.FileField(max_length=200)
