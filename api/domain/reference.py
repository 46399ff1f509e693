"""The schema as a list that people can read."""

import json
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Given:
    """One parameter, or one field of what is sent or answered. `kind` in words: "string, date-time"."""

    name: str
    kind: str
    words: str
    required: bool


@dataclass(frozen=True)
class Endpoint:
    """One method of one address."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: tuple[Given, ...]
    body: tuple[Given, ...]
    answer: tuple[Given, ...]
    example: str  # of what is sent, as JSON; empty where nothing is


def endpoints(schema: dict[str, Any]) -> list[Endpoint]:
    """Every method of every address, in the order of the schema."""
    return [
        _endpoint(schema, path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def _endpoint(schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Endpoint:
    content: dict[str, Any] = next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})
    answers = operation.get("responses", {})
    answer: dict[str, Any] = next((one for status, one in answers.items() if status.startswith("2")), {})
    answered = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Endpoint(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        scope=operation.get("x-scope", ""),
        parameters=tuple(
            Given(one["name"], kind_of(one.get("schema", {})), one.get("description", ""), one.get("required", False))
            for one in operation.get("parameters", [])
        ),
        body=fields_of(schema, content.get("schema", {})),
        answer=fields_of(schema, answered),
        example=_example(content),
    )


def _example(content: dict[str, Any]) -> str:
    first: dict[str, Any] = next(iter(content.get("examples", {}).values()), {})
    return json.dumps(first["value"], ensure_ascii=False, indent=2) if first else ""


def resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference points to; of a page of a list, one row."""
    while True:
        if "$ref" in part:
            part = schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
        elif part.get("type") == "array":
            part = part["items"]
        elif "results" in part.get("properties", {}):
            part = part["properties"]["results"]
        elif len(part.get("allOf", [])) == 1:
            part = part["allOf"][0]
        else:
            return part


def fields_of(schema: dict[str, Any], part: dict[str, Any]) -> tuple[Given, ...]:
    """The fields of an object."""
    found = resolved(schema, part)
    required = set(found.get("required", []))
    return tuple(
        Given(name, kind_of(resolved_kind(schema, one)), one.get("description", ""), name in required)
        for name, one in found.get("properties", {}).items()
    )


def resolved_kind(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a field is, with references followed but lists kept."""
    if "$ref" in part:
        return resolved_kind(schema, schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]])
    for several in ("allOf", "oneOf", "anyOf"):
        if part.get(several):
            first = resolved_kind(schema, part[several][0])
            return {**first, **({"nullable": True} if part.get("nullable") else {})}
    return part


def kind_of(part: dict[str, Any]) -> str:
    """A kind in words: "integer", "string, date-time", "one of open, closed", "list of string"."""
    if part.get("type") == "array":
        items = part.get("items", {})
        words = f"list of {kind_of(items)}" if "type" in items else "list"
    elif part.get("enum"):
        words = "one of " + ", ".join(str(one) for one in part["enum"] if one not in ("", None))
    else:
        words = ", ".join(filter(None, (part.get("type", "object"), part.get("format", ""))))
    return f"{words}, or null" if part.get("nullable") else words
