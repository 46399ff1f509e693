from typing import Any

from django.conf import settings
from rest_framework import serializers

from breakouts.domain.programme_files import FILES
from breakouts.domain.release_words import sentences_of
from breakouts.domain.releases import LONGEST_NAME, Preview
from breakouts.domain.schedule_content import PlacedSchedule, people_of, rows_of_people
from breakouts.models import Release
from convenings.models import Convening


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """A version of the programme as it was made public. It never changes; the newest is what everybody sees."""

    class Meta:
        model = Release
        fields = ("number", "name", "released_at")


class ReleasedSessionSerializer(serializers.Serializer[Any]):
    """A session as it was released; its presenters by the names that they have today."""

    id = serializers.IntegerField()
    uid = serializers.CharField(help_text="the session's in calendars")
    kind = serializers.CharField()
    title = serializers.CharField()
    abstract = serializers.CharField()
    track = serializers.CharField()
    elements = serializers.ListField(child=serializers.CharField())
    room = serializers.CharField()
    slot = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    presenters = serializers.ListField(child=serializers.CharField())


class ReleasedProgrammeSerializer(ReleaseSerializer):
    sessions = ReleasedSessionSerializer(many=True)
    files = serializers.DictField(child=serializers.URLField(), help_text="where the newest release can be fetched")

    class Meta(ReleaseSerializer.Meta):
        fields = (*ReleaseSerializer.Meta.fields, "sessions", "files")  # type: ignore[assignment]


def released_programme(release: Release, schedule: PlacedSchedule, convening: Convening) -> dict[str, Any]:
    """One release with all its sessions."""
    root = f"{settings.ACCORD_URL}/c/{convening.slug}"
    return {
        **ReleaseSerializer(release).data,
        "sessions": [
            {
                "id": line.id, "uid": line.uid, "kind": line.kind.value, "title": line.title,
                "abstract": line.abstract, "track": line.track, "elements": line.elements,
                "room": line.room.name, "slot": line.slot.label, "starts_at": line.slot.starts_at,
                "ends_at": line.slot.ends_at, "presenters": [who.name for who in line.presenters if who.name],
            }
            for line in schedule.sessions if line.room and line.slot
        ],
        "files": {name: f"{root}/{name}" for name in ("programme.ics", *FILES)},
    }  # fmt: skip


class ReleaseChangeSerializer(serializers.Serializer[Any]):
    """What a release would change of one session, in kinds and in sentences."""

    session = serializers.IntegerField()
    title = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    sentences = serializers.ListField(child=serializers.CharField())


class BlockerSerializer(serializers.Serializer[Any]):
    """What stops a release. One with an `answer` is settled by sending that along."""

    code = serializers.CharField()
    words = serializers.CharField()
    answer = serializers.CharField()


class ReleasePreviewSerializer(serializers.Serializer[Any]):
    """What a release would change now. `version` goes back with it: what you have not read is not released."""

    version = serializers.IntegerField()
    newest = serializers.IntegerField(allow_null=True, help_text="the number of the newest release")
    people = serializers.IntegerField(help_text="how many will be told by mail")
    changes = ReleaseChangeSerializer(many=True)
    blockers = BlockerSerializer(many=True)


def previewed(preview: Preview, convening: Convening) -> dict[str, Any]:
    """The preview, in sentences."""
    people = people_of(rows_of_people({who for change in preview.changes for who in change.came | change.left}))
    return {
        "version": preview.version, "newest": preview.newest.number if preview.newest else None,
        "people": preview.people,
        "changes": [
            {
                "session": change.line.id, "title": change.line.title,
                "kinds": sorted(kind.value for kind in change.kinds),
                "sentences": sentences_of(change, convening, people),
            }
            for change in preview.changes
        ],
        "blockers": [
            {"code": blocker.code, "words": blocker.words, "answer": blocker.answer} for blocker in preview.blockers
        ],
    }  # fmt: skip


class ReleasingSerializer(serializers.Serializer[Any]):
    """A name, the `version` of the preview that you have read, and answers to what stops a release."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    version = serializers.IntegerField(min_value=0)
    answers = serializers.ListField(child=serializers.CharField(max_length=100), max_length=1000, default=list)
