"""Nodes of a document as readers will see them, one alone or two versions of it with marks on the words that differ.

The readers' own templates draw the blocks (`templates/curriculum/nodes/`); what is no block is drawn as labelled
lines. The HTML is for a screen of the admin, inside an element of class `scan-drawn` with the content's language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from curriculum.content.languages import base_language
from curriculum.content.models import Picture
from curriculum.content.vocabulary import KINDS
from curriculum.document import Asset as AssetName
from curriculum.document import Node, digest, walk
from curriculum.forks.details import Detail, compared_details, own_details, unseen_changes, whole_details
from curriculum.forks.marking import ADDED, MARK, REMOVED, marked_pair, unmarked
from curriculum.releases.models import Asset

#: Kinds whose template is an item of a list, and the list around one that stands alone: tag and class.
ITEMS: Mapping[str, tuple[str, str]] = {
    "outcome": ("ul", ""), "material": ("ul", ""), "prompt": ("ul", "prompts"), "entry": ("ul", "entries"),
    "step": ("ol", "steps"),
}  # fmt: skip
#: Kinds without a template of their own.
UNDRAWN = frozenset({"module", "lesson", "requirement", "option"})

_SYMBOL = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PIECE = re.compile(r"<[^>]*>|[^<]+")
_ID = re.compile(r'\sid="[^"]*"')
_CLOSED = re.compile(r"^<details(?![^>]*\sopen\b)")
_SILENT = re.compile(r"<(title|option|textarea|script|style)\b", re.IGNORECASE)
_RUN = re.compile(f"([{REMOVED[0]}{ADDED[0]}])([^{''.join(REMOVED + ADDED)}]*)[{REMOVED[1]}{ADDED[1]}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnPicture:
    """Where the file of a picture is, and how large it is."""

    address: str
    # its path; empty for a released file, which has an address by its digest
    width: int
    height: int
    # in pixels


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """Neighbouring nodes that are drawn together."""

    nodes: tuple[Node, ...]
    list: str = ""
    # tag of the list around them; empty for none
    style: str = ""


Pictures = Mapping[str, DrawnPicture]


def draw(
    node: Node, *, own_only: bool = False, pictures: Pictures | None = None, language: str | None = None
) -> SafeString:
    """Return `node` as readers see it, what learners and what facilitators read; with `own_only` its own details.

    `pictures` as `pictures_of` gives them. The words of the templates are in the content's `language`, or in the active
    one. Nothing is read from the database.
    """
    clean = unmarked(node)
    with _spoken(language):
        return _drawn(clean, own_details(clean) if _is_told(clean, own_only) else [], own_only, pictures)


def draw_pair(
    before: Node | None,
    after: Node | None,
    *,
    own_only: bool = False,
    pictures: Pictures | None = None,
    language: str | None = None,
) -> tuple[SafeString, SafeString]:
    """Return two versions of a node like `draw`, words marked that the other version lacks; empty for None.

    Changes that no word of a block shows (minutes, levels, a text alternative …) stand in labelled lines below it.
    """
    if before is not None and after is not None and digest(before) == digest(after):
        same = draw(before, own_only=own_only, pictures=pictures, language=language)
        return same, same
    old, new = (unmarked(node) if node else None for node in (before, after))
    marked = (old, new) if own_only else marked_pair(old, new)
    with _spoken(language):
        lines = _compared_lines(old, new, own_only)
        drawn = [
            _drawn(node, details, own_only, pictures) if node else SafeString("")
            for node, details in zip(marked, lines, strict=True)
        ]
    return drawn[0], drawn[1]


def pictures_of(nodes: Iterable[Node | None], collection_id: int | None) -> dict[str, DrawnPicture]:
    """Return by digest the pictures in `nodes`: released files, and drafts of the collection. Two queries at most."""
    wanted = {
        scalar.sha256
        for top in nodes
        if top is not None
        for node in walk(top)
        for scalar in node.fields.values()
        if isinstance(scalar, AssetName)
    }
    if not wanted:
        return {}
    found = {
        asset.sha256: DrawnPicture(address="", width=asset.width, height=asset.height)
        for asset in Asset.objects.filter(sha256__in=wanted)
    }
    missing = wanted - found.keys()
    for picture in Picture.objects.filter(sha256__in=missing, collection_id=collection_id) if missing else ():
        found[picture.sha256] = DrawnPicture(address=picture.file.url, width=picture.width, height=picture.height)
    return found


def _spoken(language: str | None) -> AbstractContextManager[None]:
    return translation.override(base_language(language)) if language else nullcontext()


def _is_told(node: Node, own_only: bool) -> bool:
    """Return whether labelled lines tell what `node` itself holds."""
    return own_only or node.kind in UNDRAWN or node.kind not in KINDS


def _compared_lines(before: Node | None, after: Node | None, own_only: bool) -> tuple[list[Detail], list[Detail]]:
    """Return the marked lines for two versions: the node's own details, and what its templates cannot mark."""
    told = any(_is_told(node, own_only) for node in (before, after) if node)
    own = compared_details(_own(before, told), _own(after, told)) if before and after else (
        whole_details(_own(before, told), REMOVED), whole_details(_own(after, told), ADDED)
    )  # fmt: skip
    if own_only:
        return own
    unseen = unseen_changes(before, after, but_top=told)
    return [*own[0], *unseen[0]], [*own[1], *unseen[1]]


def _own(node: Node | None, told: bool) -> list[Detail]:
    return own_details(node) if node and told else []


def _drawn(node: Node, details: list[Detail], own_only: bool, pictures: Pictures | None) -> SafeString:
    found = pictures or {}
    context = {
        "groups": () if own_only else tuple(_groups(node)),
        "details": details,
        "pictures": found,
        "picture_addresses": {sha256: picture.address for sha256, picture in found.items()},
        "node_addresses": {},
    }
    return _finished(render_to_string("curriculum/forks/_drawn.html", context))


def _groups(node: Node) -> Iterator[_Group]:
    """Yield what the readers' templates draw of `node`, lists around what are items of lists."""
    if node.kind not in UNDRAWN and node.kind in KINDS:
        yield _group((node,))
        return
    names = KINDS[node.kind].slots if node.kind in KINDS else sorted(node.slots)
    yield from (_group(node.slots[name]) for name in names if name in node.slots)


def _group(nodes: tuple[Node, ...]) -> _Group:
    tag, style = ITEMS.get(nodes[0].kind, ("", ""))
    return _Group(nodes=nodes, list=tag, style=style)


def _finished(html: str) -> SafeString:
    """Return what the templates wrote, fit for a screen that shows a node more than once, with marks as markup.

    Ids and landmarks are left out, since they would stand twice; symbols, since their drawings are on the readers'
    pages; what readers would open stands open.
    """
    written: list[str] = []
    silent, last = False, ""
    for piece in _PIECE.findall(_SYMBOL.sub("", html)):
        if piece.startswith("<"):
            tag = _ID.sub("", MARK.sub("", piece)).replace(' role="region"', ' role="group"')
            silent = _SILENT.match(tag) is not None
            written.append(_CLOSED.sub("<details open", tag))
        elif silent:
            written.append(MARK.sub("", piece))
        else:
            text, last = _with_markup(piece, last)
            written.append(text)
    return mark_safe("".join(written))  # noqa: S308  the templates escaped it, and marks become fixed markup


def _with_markup(text: str, last: str) -> tuple[str, str]:
    """Return a stretch of text with marks as markup, and the tag of the mark that goes on at its end.

    `last` is that tag for the text before: a run of marked words is announced once, however many elements it fills.
    """
    written: list[str] = []
    position = 0
    for run in _RUN.finditer(text):
        between = MARK.sub("", text[position : run.start()])
        tag = "del" if run[1] == REMOVED[0] else "ins"
        is_new = last != tag or bool(between.strip())
        written += (between, _run(tag, run[2], is_new))
        position, last = run.end(), tag
    rest = MARK.sub("", text[position:])
    return "".join([*written, rest]), "" if rest.strip() else last


def _run(tag: str, words: str, is_new: bool) -> str:
    """Return marked words as HTML, which they are already; a new run says to those who do not see it what it is."""
    said = pgettext("said before words", "removed:") if tag == "del" else pgettext("said before words", "added:")
    told = format_html('<span class="w-sr-only">{} </span>', said) if is_new else ""
    return f'<{tag} class="scan-{tag}">{told}{words}</{tag}>'
