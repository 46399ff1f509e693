"""Scanners that type for another keyboard than the device has."""

import json
import subprocess
from pathlib import Path

import pytest

from checkin.domain.codes import new_code, spaced
from tests.checkin.domain.test_passing import node

KEYS = Path("static/js/scanner_keys.js").resolve()
AZERTY = str.maketrans("1234567890AQZWMaqzwm", "&é\"'(-è_çàQAWZ?qawz,")


def meant(typed: str, pressed: str) -> str:
    script = (
        "import { readFileSync } from 'node:fs';"
        f"const text = readFileSync({json.dumps(str(KEYS))}, 'utf8');"
        "const { meant } = await import(`data:text/javascript,${encodeURIComponent(text)}`);"
        f"process.stdout.write(meant({json.dumps(typed)}, {json.dumps(pressed)}));"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.mark.parametrize("shape", ["as_it_is", "lower", "spaced"])
def test_a_code_that_is_right_stays_as_it_was_typed(shape: str) -> None:
    code = new_code()
    typed = {"as_it_is": code, "lower": code.lower(), "spaced": spaced(code)}[shape]
    assert meant(typed, "") == meant(typed, "QQQ") == typed


def test_what_an_azerty_tablet_makes_of_a_us_scanner_is_put_right() -> None:
    code = next(code for code in iter(new_code, "") if set(code) & set("AQZWM") and set(code) & set("23456789"))
    assert code.translate(AZERTY) != code
    assert meant(code.translate(AZERTY), code) == code
    assert meant("SOMETHING", "ELSE") == "SOMETHING"
