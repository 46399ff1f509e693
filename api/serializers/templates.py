from typing import Any

from rest_framework import serializers

from console.domain.template_page import TemplatePage
from mail.domain.checking import LONGEST_BODY, LONGEST_SUBJECT
from mail.models import Message
from mail.occasions import Variable


class WrittenSerializer(serializers.Serializer[Any]):
    """One mail in one language. `is_own`: the convening's own words; `has_fault`: they could not be used once."""

    language = serializers.CharField()
    is_own = serializers.BooleanField()
    has_fault = serializers.BooleanField()


class TemplateRowSerializer(serializers.Serializer[Any]):
    """Mail that goes out by itself."""

    occasion = serializers.CharField(source="occasion.name")
    title = serializers.CharField(source="occasion.title")
    languages = WrittenSerializer(source="written", many=True)


class VariableSerializer(serializers.Serializer[Any]):
    """What the words may say. `is_flag`: for {% if … %} alone. `is_required`: no words may omit it."""

    name = serializers.CharField()
    words = serializers.CharField()
    is_required = serializers.BooleanField(source="required")
    is_flag = serializers.SerializerMethodField()

    def get_is_flag(self, variable: Variable) -> bool:
        return isinstance(variable.sample, bool)


class SourceSerializer(serializers.Serializer[Any]):
    subject = serializers.CharField(max_length=LONGEST_SUBJECT)
    body = serializers.CharField(max_length=LONGEST_BODY)


class TemplateSerializer(serializers.Serializer[Any]):
    """The words in force, those that come with the product, and the variables of both. `version`: say it back."""

    occasion = serializers.CharField(source="occasion.name")
    title = serializers.CharField(source="occasion.title")
    language = serializers.CharField(source="written.language")
    is_own = serializers.BooleanField(source="written.is_own")
    version = serializers.IntegerField()
    subject = serializers.CharField(source="source.subject")
    body = serializers.CharField(source="source.body")
    default = SourceSerializer()
    variables = VariableSerializer(source="occasion.variables", many=True)
    has_button = serializers.BooleanField(source="occasion.has_button")
    fault = serializers.SerializerMethodField(help_text="Why a mail went out in the default words instead, or empty.")

    def get_fault(self, page: TemplatePage) -> str:
        return page.written.template.fault if page.written.template else ""


class WordsSerializer(SourceSerializer):
    version = serializers.IntegerField(min_value=0, help_text="The one that was read; 0 where there is none.")


class VersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=0)


class TriedSerializer(SourceSerializer):
    team = serializers.IntegerField(required=False, help_text="Whose copy; without it, with samples.")


class RenderedSerializer(serializers.Serializer[Any]):
    """The mail. `is_real`: the team would get it now; else samples stand for what it lacks."""

    subject = serializers.CharField(source="mail.subject")
    text = serializers.CharField(source="mail.text")
    html = serializers.CharField(source="mail.html")
    is_real = serializers.BooleanField()


class MessageSerializer(serializers.ModelSerializer[Message]):
    """One mail to one person. `doubtful_tries`: tries that broke off without an answer, each of which may have come."""

    class Meta:
        model = Message
        fields = (
            "id", "occasion", "to_address", "to_name", "language", "state", "owed_at", "due_at", "sent_at", "attempts",
            "doubtful_tries", "last_error", "subject",
        )
