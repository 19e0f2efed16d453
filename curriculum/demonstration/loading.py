"""Loads the demonstration: the generic curriculum from its source files, platforms with their forks, people.

Every step looks first whether its result is there, so that loading again changes nothing and a load that was cut off
goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from curriculum.content.actions.create_platform import create_platform, site_root
from curriculum.content.actions.import_document import import_document
from curriculum.content.finding import module_coded, platform_named
from curriculum.content.models import PlatformPage
from curriculum.content.models.platform import GENERIC
from curriculum.content.sources.adaptations import SourceAdaptation, read_adaptation
from curriculum.content.sources.reader import SourceVersion, list_versions, read_module
from curriculum.demonstration import editions, people, snippets
from curriculum.exceptions import UnknownPlatformError
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.models import Fork
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.finding import release_numbered
from curriculum.releases.models import Release

PLATFORMS = (
    {"slug": GENERIC, "name": "Generic curriculum", "country": "", "language": "en",
     "summary": "The basic curriculum of the technical committee. National platforms adapt it to their country."},
    {"slug": "peru", "name": "SCAN Perú", "country": "PE", "language": "es",
     "summary": "Plataforma nacional de implementación en el Perú."},
    {"slug": "brazil", "name": "SCAN Brasil", "country": "BR", "language": "pt-BR",
     "summary": "Plataforma nacional de implementação no Brasil."},
    {"slug": "tanzania", "name": "SCAN Tanzania", "country": "TZ", "language": "sw",
     "summary": "Jukwaa la kitaifa la utekelezaji nchini Tanzania."},
    {"slug": "kenya", "name": "SCAN Kenya", "country": "KE", "language": "en",
     "summary": "National implementation platform in Kenya."},
)  # fmt: skip
#: What national platforms fork and release: platform, module, number of the generic release. Where there are files of
#: an adaptation, the fork is adapted before it is released; a later generic release is left waiting for it.
FORKS = (
    ("kenya", "ORG-1", "1.0.0"),
    ("kenya", "QMS-1", "1.0.0"),
    *((slug, code, "1.0.0") for slug in ("peru", "brazil", "tanzania") for code in ("ORG-1", "QMS-1", "REC-1")),
)
#: The languages that the generic curriculum is translated into.
LANGUAGES = ("es", "pt", "sw")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the loading: what it is called, and what it does."""

    name: str
    run: Callable[[], object]


def steps() -> list[Step]:
    """Return all steps, in order."""
    return list(_steps())


def _steps() -> Iterator[Step]:
    data = settings.CURRICULUM_DATA
    yield Step(name="site", run=_name_the_site)
    yield Step(name="glossary", run=partial(snippets.load_glossary, data / "glossary.json"))
    yield Step(name="requirements", run=partial(snippets.load_requirement_map, data / "requirement-map.json"))
    for platform in PLATFORMS:
        yield Step(name=platform["slug"], run=partial(_ensure_platform, **platform))
    for version in _in_order(list_versions(data / GENERIC / "en"), data / GENERIC / "module-order.txt"):
        yield Step(name=f"{version.code} {version.version}", run=partial(_ensure_release, version))
    for language in LANGUAGES:
        for version in list_versions(data / GENERIC / language):
            run = partial(editions.ensure_edition, version.folder, version.version, language)
            yield Step(name=f"{version.code} {version.version} {language}", run=run)
    for slug, code, number in FORKS:
        yield Step(name=f"{slug} {code}", run=partial(_ensure_fork, slug, code, number))
    yield Step(name="people", run=people.create_people)


def _in_order(versions: Iterable[SourceVersion], file: Path) -> list[SourceVersion]:
    """Return `versions` with the modules in the order that `file` lists their codes in, versions oldest first."""
    codes = file.read_text(encoding="ascii").split()
    return sorted(versions, key=lambda version: codes.index(version.code))


def _name_the_site() -> None:
    Site.objects.filter(is_default_site=True).update(site_name=settings.WAGTAIL_SITE_NAME)
    root = site_root()
    if root.title != settings.WAGTAIL_SITE_NAME:
        root.title = root.draft_title = settings.WAGTAIL_SITE_NAME
        root.save(update_fields=["title", "draft_title"])


def _ensure_platform(**values: str) -> PlatformPage:
    try:
        return platform_named(values["slug"])
    except UnknownPlatformError:
        return create_platform(**values, by=None)


@transaction.atomic
def _ensure_release(version: SourceVersion) -> None:
    """Import and release one version of a module, unless that number is released."""
    generic = platform_named(GENERIC)
    released = Release.objects.filter(module__platform=generic, module__code=version.code)
    if released.numbered(version.version).exists():
        return
    source = read_module(version.folder, version.version)
    files = {digest: path.read_bytes() for digest, path in source.pictures.items()}
    page = import_document(platform=generic, document=source.document, by=None, files=files)
    release = cut_release(module=page.module, by=None, notes=source.notes or "First release of the generic curriculum.")
    if release.number != version.version:
        raise ValueError(f"{version.code}: the files say {version.version}, the changes make it {release.number}")


@transaction.atomic
def _ensure_fork(slug: str, code: str, number: str) -> None:
    """Fork one generic release into a platform, adapt and release it there, unless the platform has the fork."""
    platform = platform_named(slug)
    if Fork.objects.filter(module__platform=platform, module__code=code).exists():
        return
    upstream = release_numbered(module_coded(platform_named(GENERIC), code), number)
    fork = create_fork(release=upstream, to=platform, language=platform.language, by=None)
    notes = f"Taken over from the generic curriculum, {code} {number}."
    folder = settings.CURRICULUM_DATA / slug / platform.language / code
    if folder.is_dir():
        adaptation = read_adaptation(folder)
        _adapt(fork, number, adaptation)
        notes = adaptation.notes
    cut_release(module=fork.module, by=None, notes=notes)


def _adapt(fork: Fork, number: str, adaptation: SourceAdaptation) -> None:
    """Make the working copy of a fork what its platform's files say, with the reasons for it."""
    if adaptation.base != number:
        raise ValueError(f"{adaptation.code}: the files adapt {adaptation.base}, the fork stands on {number}")
    files = {digest: path.read_bytes() for digest, path in adaptation.pictures.items()}
    import_document(platform=fork.module.platform, document=adaptation.document, by=None, files=files)
    for reason in adaptation.reasons:
        give_reason(fork=fork, node_id=reason.node_id, factor=reason.factor, reason=reason.text, by=None)
