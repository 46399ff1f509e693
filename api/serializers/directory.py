"""Imports of the directory of districts: a file is sent, what it would change is read, and then it is applied."""

from typing import Any

from rest_framework import serializers

from jobs.models import ImportUpload


class ImportAskedSerializer(serializers.Serializer[Any]):
    """A CSV file with the columns LEAID, LEA_NAME, ST and MEMBER. No data of single students."""

    file = serializers.FileField(max_length=200)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=200, default="NCES, Common Core of Data", help_text="Of the figures."
    )
    year = serializers.IntegerField(
        min_value=1900, max_value=2100, required=False, allow_null=True, help_text="Where the file names none."
    )


class CountsSerializer(serializers.Serializer[Any]):
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    gone = serializers.IntegerField(help_text="They stand, and are not in the file: they stay.")
    bad = serializers.IntegerField()


class ImportSerializer(serializers.ModelSerializer[ImportUpload]):
    """A file that was sent. `counts`: what it would have changed then; `job`: the work that applies it, once asked."""

    counts = CountsSerializer()
    job = serializers.IntegerField(source="job_id", allow_null=True)

    class Meta:
        model = ImportUpload
        fields = ("id", "name", "sha256", "counts", "uploaded_at", "job")


class BadRowSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    words = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    """One row that is new (`before` null) or differs."""

    line = serializers.IntegerField()
    key = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField()


class PlanSerializer(serializers.Serializer[Any]):
    """What the file would change now; of changes and bad rows the first `limit`."""

    counts = CountsSerializer()
    new = ChangeSerializer(many=True)
    changed = ChangeSerializer(many=True)
    gone = serializers.ListField(child=serializers.CharField())
    bad = BadRowSerializer(many=True)


class LimitSerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=0, max_value=1000, default=100, help_text="Most rows of each kind.")
