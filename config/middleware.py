"""What every request gets: an address we believe, an id, a log line, the name of the actor."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from config import logs

log = logging.getLogger("accord.requests")

Answer = Callable[[HttpRequest], HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = {"/healthz", "/readyz", "/metrics"}
GUARDED = ("/organize/", "/admin/")
ACCOUNTS = "/accounts/"


def plain(address: str) -> str:
    """The IPv4 address within "::ffff:192.0.2.1", which a server that listens on both sees; any other as it is."""
    return address[7:] if address.lower().startswith("::ffff:") and "." in address else address


def is_trusted(address: str) -> bool:
    """Whether the address is one of our own proxies."""
    try:
        parsed = ip_address(plain(address))
    except ValueError:
        return False
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


def address_of(meta: dict[str, Any]) -> str:
    """The nearest address on the way here that is no proxy of ours."""
    address = str(meta.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    while hops and is_trusted(address):
        address = hops.pop()
    try:
        return str(ip_address(plain(address)))
    except ValueError:
        return str(meta.get("REMOTE_ADDR", ""))


def proxies(get_response: Answer) -> Answer:
    """Sets request.client_address; what others than our proxies say about the way here is dropped."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_trusted(request.META.get("REMOTE_ADDR", "")):
            for name in FORWARDED:
                request.META.pop(name, None)
        request.client_address = address_of(request.META)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def identify(get_response: Answer) -> Answer:
    """Sets request.request_id, answers with it, and writes one log line for the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]
        mark = logs.request_id.set(request_id)
        started = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-Id"] = request_id
            if request.path not in QUIET:
                spent = round((time.perf_counter() - started) * 1000)
                facts = {"method": request.method, "path": request.path, "status": response.status_code, "ms": spent}
                log.info("%s %s %s %s ms", *facts.values(), extra=facts)
            return response
        finally:
            logs.request_id.reset(mark)

    return middleware


def refuse_nul(get_response: Answer) -> Answer:
    """Answers 404 to an address that holds a NUL: no database looks for one, and PostgreSQL fails."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "404.html", status=404)
        return get_response(request)

    return middleware


def refuse_great_bodies(get_response: Answer) -> Answer:
    """Answers 413 with a sentence, before anything is read of a body that is greater than any page here sends.

    Only forms with files may be greater than DATA_UPLOAD_MAX_MEMORY_SIZE.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with_files = request.content_type == "multipart/form-data"
        most = settings.MOST_BODY if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            return render(request, "413.html", {"most": most // 2**20}, status=413)
        return get_response(request)

    return middleware


def name_actor(get_response: Answer) -> Answer:
    """Sets request.actor, "user:3" or "", where nobody has set it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not hasattr(request, "actor"):
            user = getattr(request, "user", None)
            signed_in = user is not None and user.is_authenticated
            request.actor = f"user:{user.pk}" if signed_in else ""  # type: ignore[attr-defined,union-attr]
        return get_response(request)

    return middleware


def ask_second_factor(get_response: Answer) -> Answer:
    """Sends an organizer without a second factor to set one up, where the house asks for one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and request.path_info.startswith(GUARDED) and request.user.is_authenticated:
            from allauth.mfa.utils import is_mfa_enabled  # its models need the apps to be ready

            if not is_mfa_enabled(request.user):
                messages.info(request, _("Set up a second factor first. It takes a minute, with a phone or a key."))
                response = redirect("mfa_index")
                patch_vary_headers(response, ["Cookie"])
                return response
        return get_response(request)

    return middleware


def keep_accounts_private(get_response: Answer) -> Answer:
    """No cache, nor the browser after signing out, keeps a page of an account: the library asks for it on some."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(ACCOUNTS):
            add_never_cache_headers(response)
        return response

    return middleware
