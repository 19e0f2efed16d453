"""The search page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from curriculum.content.languages import language_name
from curriculum.content.models import PlatformPage
from curriculum.reading.addresses import canonical_redirect, lesson_address, search_address
from curriculum.reading.answers import reading_page, respond
from curriculum.reading.catalogue import current_editions, live_platforms, published_language
from curriculum.reading.models import LessonText
from curriculum.reading.searching import LONGEST_QUERY, Hits, Part, excerpt, search_lessons
from curriculum.reading.shelf import stamp_of

ALL_LANGUAGES = "all"
LAST_PAGE = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What somebody searches for, as it was typed, and what was wrong with it."""

    words: str
    platform: str
    language: str
    # a code, or "all"
    page: int
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One lesson that was found."""

    code: str
    title: str
    language: str
    language_name: str
    address: str
    excerpt: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class HitGroup:
    """What was found in one module."""

    module: str
    platform: str
    hits: list[Hit]


@reading_page
def search(request: HttpRequest, language: str) -> HttpResponse:
    """Show what was found, and what was typed."""
    editions, platforms = current_editions(), live_platforms()
    language = published_language(language, editions)
    if redirect := canonical_redirect(request, search_address(language)):
        return redirect
    known = sorted({edition.language for edition in editions} | {language})
    return respond(
        request,
        template="curriculum/search.html",
        stamp=[*stamp_of(editions), *(page.title for page in platforms), _state_of_index()],
        context=lambda: _context(_question(request, language, known, platforms), language, known, platforms),
    )


def _state_of_index() -> str:
    newest = LessonText.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f"{newest} {LessonText.objects.count()}"


def _question(request: HttpRequest, language: str, known: Sequence[str], platforms: Sequence[PlatformPage]) -> Question:
    words, platform, wanted, page = (request.GET.get(name, "") for name in ("q", "platform", "language", "page"))
    problems = []
    if "\0" in words:
        words = words.replace("\0", "")
        problems.append(_("A character that cannot be searched for was left out."))
    if len(words) > LONGEST_QUERY:
        problems.append(_("That is too long. Search for at most %(count)d characters.") % {"count": LONGEST_QUERY})
    if platform and platform not in {known_page.slug for known_page in platforms}:
        problems.append(_("There is no platform “%(platform)s”; all are searched.") % {"platform": platform[:60]})
        platform = ""
    if wanted and wanted != ALL_LANGUAGES and wanted not in known:
        sentence = _("Nothing is published in “%(language)s”; all languages are searched.")
        problems.append(sentence % {"language": wanted[:20]})
        wanted = ALL_LANGUAGES
    if page and not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= LAST_PAGE):
        problems.append(_("There is no page “%(page)s”; this is the first.") % {"page": page[:20]})
        page = ""
    return Question(
        words=words[: LONGEST_QUERY * 5],
        platform=platform,
        language=wanted or language,
        page=int(page or 1),
        problems=tuple(problems),
    )


def _context(
    question: Question, language: str, known: Sequence[str], platforms: Sequence[PlatformPage]
) -> Mapping[str, Any]:
    hits = _find(question)
    names = {page.slug: page.title for page in platforms}
    return {
        "content_language": language,
        "question": question,
        "hits": hits,
        "groups": _groups(hits.rows, question.words, names),
        "is_asked": bool(question.words.strip()),
        "languages": [(code, language_name(code, code)) for code in known],
        "platforms": [(page.slug, page.title) for page in platforms],
        "everywhere": search_address(language, q=question.words, language=ALL_LANGUAGES),
        "previous_page": _page_address(question, language, hits.page - 1, hits.pages),
        "next_page": _page_address(question, language, hits.page + 1, hits.pages),
        "longest": LONGEST_QUERY,
    }


def _find(question: Question) -> Hits:
    if len(question.words) > LONGEST_QUERY:
        return Hits(total=0, page=1, pages=1, rows=())
    languages = () if question.language == ALL_LANGUAGES else (question.language,)
    return search_lessons(question.words, languages=languages, platform=question.platform, page=question.page)


def _page_address(question: Question, language: str, page: int, pages: int) -> str:
    if not 1 <= page <= pages:
        return ""
    return search_address(language, q=question.words, platform=question.platform, language=question.language, page=page)


def _groups(rows: Sequence[LessonText], words: str, names: Mapping[str, str]) -> list[HitGroup]:
    """Return the rows by module, in the order in which the modules come up."""
    groups: dict[tuple[str, str], HitGroup] = {}
    for row in rows:
        group = groups.setdefault(
            (row.platform, row.module_code),
            HitGroup(module=row.module_code, platform=names.get(row.platform, row.platform), hits=[]),
        )
        group.hits.append(
            Hit(
                code=row.lesson_code,
                title=row.title,
                language=row.language,
                language_name=language_name(row.language, row.language),
                address=lesson_address(row.language, row.platform, row.module_code, row.lesson_code),
                excerpt=excerpt(row.body, words),
            )
        )
    return list(groups.values())
