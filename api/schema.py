"""What the schema says beyond the views: the scope that each method needs, and the shape of every refusal."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; meant for machines."},
        "detail": {"type": "string", "description": "The words that the page shows."},
        "field": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": True},
    },
}
ALWAYS = {
    "401": "No token, or one that is unknown, revoked or expired.",
    "403": "The token lacks the scope.",
    "429": "Too much was asked.",
}
READING = {"404": "There is no such row in this convening."}
WRITING = {"400": "It does not have the right shape.", "409": "A rule refuses it; `code` says which."}


class Described(AutoSchema):
    """Adds scope and problems to every operation."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        scope = getattr(self.view, "scopes", {}).get(self.method)
        if operation is None or scope is None:
            return operation
        operation["x-scope"] = str(scope)
        problems = dict(ALWAYS)
        if "{" in self.path or getattr(self.view, "may_be_missing", False):
            problems |= READING
        if self.method != "GET":
            problems |= WRITING
        elif operation.get("parameters"):
            problems |= {"400": WRITING["400"]}
        for status, words in problems.items():
            operation["responses"].setdefault(
                status, {"description": words, "content": {"application/problem+json": {"schema": PROBLEM}}}
            )
        return operation


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema names it."""

    target_class = "api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        words = "Made on the organizers’ page “API”, for one convening."
        return {"type": "http", "scheme": "bearer", "description": words}
