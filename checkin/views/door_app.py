"""What makes the scanner an app that opens without a network: its manifest and its service worker."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

FILES = (
    "css/fonts.css", "css/tokens.css", "css/accord.css", "css/pages/scanner.css", "css/pages/door.css",
    "vendor/overpass/overpass-latin-wght-normal.woff2", "img/accord.svg", "js/accord.js", "js/scanner.js",
    "js/scanner_alone.js", "js/scanner_camera.js", "js/scanner_clock.js", "js/scanner_find.js", "js/scanner_keys.js",
    "js/scanner_outbox.js", "js/scanner_rules.js", "js/scanner_sound.js", "js/scanner_store.js",
    "js/scanner_walk_ups.js", "vendor/idb/index.js", "vendor/barcode-detector/ponyfill.js",
    "vendor/barcode-detector/zxing-exported.js", "vendor/zxing-wasm/reader/zxing_reader.wasm",
)  # fmt: skip

ICONS = (  # drawn by config/icons.py
    ("accord.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the scanner, and of no other page."""
    context = {"files": FILES, "digest": digest_of(FILES)}
    response = render(request, "checkin/door_worker.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the scanner on its first screen."""
    door = reverse("checkin:door")
    said = {
        "name": _("Accord scanner"), "short_name": _("Scanner"), "start_url": door, "scope": door,
        "display": "standalone", "background_color": "#16212e", "theme_color": "#16212e",
        "icons": [
            {"src": static(f"img/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }  # fmt: skip
    return JsonResponse(said, content_type="application/manifest+json")


@cache
def digest_of(files: tuple[str, ...]) -> str:
    """Of all that a worker keeps, read once by each process: a changed file makes a new worker."""
    digest = hashlib.sha256()
    for name in files:
        path = finders.find(name) or staticfiles_storage.path(name)
        digest.update(name.encode() + b"\0" + Path(path).read_bytes())
    return digest.hexdigest()[:16]
