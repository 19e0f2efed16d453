"""Every text that a person sees is translated: the whole interface in a language that has no plain Latin letter.

A text that fails here stands in code or a template without `_()` or `{% translate %}`, or `make messages` does not
find it. What people wrote, codes and CLDR's own words are told apart by themselves; see `pseudo_language` and
`visible_texts`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test.signals import template_rendered

from tests.integration.interface.pseudo_language import THEIRS, content
from tests.integration.interface.visible_texts import untranslated, visible_texts
from tests.integration.interface.visits import Shown, admin_screens, books, public_pages
from tests.integration.interface.world import NAMES, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEMPLATES = Path(settings.BASE_DIR) / "templates"
#: The same in every language: our name, the file format, and codes that people write into an address or a command.
#: The last two are tags and signs of texts as translators see them: <br> and &lt;.
EVERYWHERE = NAMES | {"SCAN", "PDF", "en", "es", "pt", "sw", "fr", "br", "lt"}
CODES = frozenset({"low", "moderate", "adequate", "specialized", "learner", "facilitator", "workbook", "letter"})
#: Wagtail's own texts that Wagtail does not translate: its name, keys, and what its migrations write.
OF_WAGTAIL = frozenset({"Wagtail", "Search", "Actions", "None", "localhost", "Root"})
KEYS = frozenset({"Ctrl", "Alt", "Shift", "Esc", "Tab", "Enter"})
#: Texts of Wagtail's that stay in the language in which its process first showed them.
STUCK = re.compile(r"Home|(Choose|Choose another|Edit this) (standard|requirement|topic)")
WELCOME = "Welcome to your new Wagtail site!"
#: Templates that nothing draws, with the reason.
UNDRAWN: Mapping[str, str] = {
    "500.html": "it is drawn when nothing else can be, so it says one sentence in every language",
}
#: A text of Django or Wagtail, whose words have accented letters as ours do.
OF_OTHERS = re.compile(rf"{THEIRS[0]}[^{THEIRS[1]}]*[ŕéáƀčđƒĝĥíĵķĺɱñóƥɋšţúʋŵẋýž]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """What was shown on the way through the interface."""

    public: Mapping[str, str]
    # HTML by what it is
    books: Mapping[str, str]
    admin: Mapping[str, str]
    templates: frozenset[str]
    # names of all templates that were drawn


@pytest.fixture(scope="module")
def walk(world: World) -> Walk:
    """Return everything that the interface shows, looked at once."""
    drawn: set[str] = set()

    def note(template: Template, **_kwargs: Any) -> None:
        drawn.add(str(template.name))

    template_rendered.connect(note)
    try:
        public, printed, admin = dict(public_pages()), dict(books(world)), dict(admin_screens(world))
    finally:
        template_rendered.disconnect(note)
    return Walk(public=public, books=printed, admin=admin, templates=frozenset(drawn))


def strange_texts(pages: Iterable[Shown], names: frozenset[str]) -> dict[str, str]:
    """Return the untranslated texts of `pages`, each with the first page that shows it."""
    found: dict[str, str] = {}
    for name, html in pages:
        for text in untranslated(html, names):
            found.setdefault(text, name)
    return found


def texts_of_others(pages: Iterable[Shown]) -> Iterator[tuple[str, str]]:
    """Yield page and text wherever Django's or Wagtail's own words show, which do not speak Swahili."""
    for name, html in pages:
        yield from ((name, text) for text in visible_texts(html) if OF_OTHERS.search(text))


def test_public_pages__are_wholly_translated(walk: Walk) -> None:
    assert strange_texts(walk.public.items(), EVERYWHERE | CODES) == {}


def test_public_pages__use_no_words_of_others(walk: Walk) -> None:
    assert list(texts_of_others(walk.public.items())) == []


def test_books__are_wholly_translated(walk: Walk) -> None:
    assert strange_texts(walk.books.items(), EVERYWHERE) == {}
    assert list(texts_of_others(walk.books.items())) == []


def test_admin_screens__are_wholly_translated(walk: Walk) -> None:
    found = strange_texts(walk.admin.items(), EVERYWHERE | OF_WAGTAIL | KEYS)

    assert {text for text in found if text != WELCOME and not STUCK.fullmatch(text)} == set()


def test_templates__each_was_drawn(walk: Walk) -> None:
    """A new screen joins the walk in `visits.py`, or says in `UNDRAWN` why nothing draws it."""
    templates = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}

    assert templates - walk.templates == set(UNDRAWN)


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<p>Forgotten</p>", ["Forgotten"]),
        ('<a title="Forgotten">{% translate "Search" %}</a>', ["Forgotten"]),
        ('<input type="submit" value="Forgotten">', ["Forgotten"]),
        ('<p>{% translate "Search" %} forgotten</p>', ["⟦Šéáŕčĥ⟧ forgotten"]),
        ('<p>{% translate "No catalogue has this." %}</p>', ["No catalogue has this."]),
        ("{% blocktranslate with time=word %}Version {{ time }}{% endblocktranslate %}", ["Version forgotten"]),
        ('<main lang="en"><p>English</p><p lang="sw">Forgotten</p></main>', ["Forgotten"]),
        ('<p>{% translate "Search" %}, {{ written }}, TST-1.1, v1.0.0, 20 Novemba 2026, saa 2</p>', []),
        ('<script>word = "forgotten"</script><img alt="">', []),
    ],
)
def test_untranslated__finds_what_was_planted(pseudo: None, planted: str, found: list[str]) -> None:
    html = Template("{% load i18n %}" + planted).render(Context({"word": "forgotten", "written": content("by people")}))

    assert untranslated(html) == found
