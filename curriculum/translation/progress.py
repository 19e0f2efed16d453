"""How far the translations of platforms are: for each module and language the one of the newest release."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import pgettext

from curriculum.content.formats import number, percent
from curriculum.content.languages import base_language, interface_languages, is_language, language_name
from curriculum.content.models import PlatformPage
from curriculum.content.person_names import name_of_person
from curriculum.releases.models import Edition, Release
from curriculum.translation.models import LessonAssignment, SegmentState, TranslatedSegment, Translation

MOST_PEOPLE = 3  # that are named of those who are assigned
#: Open states in the order of the bar, with the stretch that they belong to.
KINDS = {SegmentState.STALE: "look", SegmentState.SUGGESTED: "look", SegmentState.EMPTY: "empty"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """One stretch of a bar of progress."""

    kind: str
    # done, look (stale or suggested) or empty
    start: str
    # where it begins, in percent as SVG writes it
    width: str
    # in percent as SVG writes it; empty where there is nothing to draw


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """How many parts of a translation are of one kind, beside its bar."""

    kind: str
    label: str
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many parts of a translation are in which state."""

    total: int
    by_state: Mapping[str, int]
    asks_review: bool
    # whether the platform asks for a review, so that only a reviewed part is finished

    @property
    def done(self) -> int:
        """Return how many parts have a text that may stand in an edition."""
        return self._of(SegmentState.TRANSLATED, SegmentState.REVIEWED)

    @property
    def reviewed(self) -> int:
        """Return how many parts somebody reviewed."""
        return self._of(SegmentState.REVIEWED)

    @property
    def open(self) -> int:
        """Return how many parts wait for a translator."""
        return self.total - self.done

    @property
    def share(self) -> str:
        """Return how much is done, in percent; only what is done wholly says 100."""
        if self.done == self.total:
            return percent(1)
        return percent(min(self.done / self.total, 0.99))

    def stretches(self) -> list[Stretch]:
        """Return the bar: done, to be looked at (stale, suggested) and empty, one after the other."""
        look = self._of(SegmentState.STALE, SegmentState.SUGGESTED)
        stretches, before = [], 0
        for kind, count in (("done", self.done), ("look", look), ("empty", self._of(SegmentState.EMPTY))):
            start, width = (f"{100 * part / max(self.total, 1):.3f}%" for part in (before, count))
            stretches.append(Stretch(kind=kind, start=start, width=width if count else ""))
            before += count
        return stretches

    def figures(self) -> list[Figure]:
        """Return the bar in words, without what there is none of."""
        told = [("done", pgettext("progress of a translation", "Done"), self.done)]
        if self.asks_review:
            told.append(("done", str(SegmentState.REVIEWED.label), self.reviewed))
        told += [(KINDS[state], str(state.label), self._of(state)) for state in KINDS]
        return [Figure(kind=kind, label=label, count=number(count)) for kind, label, count in told if count]

    def _of(self, *states: SegmentState) -> int:
        return sum(self.by_state.get(state, 0) for state in states)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One module in one language: how its translation stands."""

    translation: Translation
    language: str
    # its name
    progress: Progress
    people: list[str]
    # who is assigned, without those beyond MOST_PEOPLE
    more_people: int
    is_mine: bool
    # whether somebody who looks is assigned
    edition: Edition | None
    # what the public reads of the module in this language
    is_corrected: bool
    # whether somebody changed a text since that was published
    newer: Release | None
    # the newest release, where it is not translated yet

    @property
    def release(self) -> Release:
        """Return the release that is translated."""
        return self.translation.release


def newest_translations(platforms: Collection[PlatformPage]) -> list[Translation]:
    """Return for each module and language the translation of the newest release, one that stands before one withdrawn.

    In the order of platforms, codes and languages.
    """
    found = Translation.objects.filter(release__module__platform__in=platforms).select_related(
        "release__module__platform", "release__module__page", "release__withdrawal"
    )
    newest: dict[tuple[Any, str], Translation] = {}
    for translation in found:
        key = (translation.release.module_id, translation.language)
        if key not in newest or _rank(translation.release) > _rank(newest[key].release):
            newest[key] = translation
    places = {platform.pk: place for place, platform in enumerate(platforms)}
    return sorted(
        newest.values(),
        key=lambda one: (places[one.release.module.platform_id], one.release.module.code, one.language),
    )


def standings(translations: Sequence[Translation], person: Any = None) -> list[Standing]:
    """Return how `translations` stand. It takes the same number of queries however many they are."""
    counts, latest = _counted(translations)
    people = _assigned(translations)
    newest = newest_standing(one.release.module_id for one in translations)
    editions = _editions(translations)
    return [
        _standing(one, counts.get(one.pk, {}), latest.get(one.pk), people.get(one.pk, []), newest, editions, person)
        for one in translations
    ]


def newest_standing(modules: Iterable[Any]) -> dict[Any, Release]:
    """Return by module its newest release that was not withdrawn."""
    found = Release.objects.standing().filter(module__in=set(modules)).select_related("module__platform", "withdrawal")
    return {release.module_id: release for release in found.order_by("major", "minor", "patch")}


def target_languages(platform: PlatformPage) -> list[str]:
    """Return the languages into which a platform may translate: those of the interface, and its own regional form."""
    own = platform.language
    regional = f"{base_language(own)}-{platform.country.upper()}"
    extra = [code for code in (own, regional) if code not in interface_languages() and is_language(code)]
    return [*interface_languages(), *dict.fromkeys(extra)]


def _standing(
    one: Translation,
    counts: Mapping[str, int],
    latest: datetime | None,
    people: list[tuple[int, str]],
    newest: Mapping[Any, Release],
    editions: Mapping[tuple[Any, str], Edition],
    person: Any,
) -> Standing:
    release = one.release
    edition = editions.get((release.module_id, one.language))
    last = newest.get(release.module_id)
    names = [name for _pk, name in people]
    is_of_this = edition is not None and edition.release_id == release.pk
    return Standing(
        translation=one,
        language=language_name(one.language),
        progress=Progress(total=sum(counts.values()), by_state=counts, asks_review=release.module.platform.asks_review),
        people=names[:MOST_PEOPLE],
        more_people=max(len(names) - MOST_PEOPLE, 0),
        is_mine=person is not None and any(pk == person.pk for pk, _name in people),
        edition=edition,
        is_corrected=bool(is_of_this and edition and latest and latest > edition.published_at),
        newer=last if last is not None and _rank(last) > _rank(release) else None,
    )


def _rank(release: Release) -> tuple[bool, int, int, int]:
    return not release.is_withdrawn, *release.version


def _counted(translations: Sequence[Translation]) -> tuple[dict[int, dict[str, int]], dict[int, datetime]]:
    """Return by translation how many segments are in which state, and when one was changed last."""
    rows = (
        TranslatedSegment.objects.filter(translation__in=translations)
        .order_by()
        .values_list("translation_id", "state")
        .annotate(Count("pk"), Max("changed_at"))
    )
    counts: dict[int, dict[str, int]] = {}
    latest: dict[int, datetime] = {}
    for translation, state, count, changed_at in rows:
        counts.setdefault(translation, {})[state] = count
        latest[translation] = max(latest.get(translation, changed_at), changed_at)
    return counts, latest


def _assigned(translations: Sequence[Translation]) -> dict[int, list[tuple[int, str]]]:
    """Return by translation who is assigned, each once: primary key and name."""
    found = LessonAssignment.objects.filter(translation__in=translations).select_related("person")
    people: dict[int, dict[int, str]] = {}
    for assignment in found.order_by("person__last_name", "person__username"):
        name = name_of_person(assignment.person)
        people.setdefault(assignment.translation_id, {})[assignment.person_id] = name
    return {translation: list(names.items()) for translation, names in people.items()}


def _editions(translations: Sequence[Translation]) -> dict[tuple[Any, str], Edition]:
    """Return by module and language what the public reads."""
    modules = {one.release.module_id for one in translations}
    wanted = Q(release__module__in=modules, language__in={one.language for one in translations})
    found = Edition.objects.current().filter(wanted).with_release()
    return {(edition.release.module_id, edition.language): edition for edition in found}
