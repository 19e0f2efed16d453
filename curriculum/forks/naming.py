"""What people call a part of a module that may have no title: its kind, with its title or its first words."""

import re
from collections.abc import Iterator
from html import unescape
from textwrap import shorten

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from curriculum.content.labels import described, label_of, name_of
from curriculum.document import Html, Node, Scalar, Text, walk

LONGEST_EXCERPT = 60  # characters
_BLOCK_END = re.compile(r"</(?:p|li|td|th)>|<br>")


def named(node: Node) -> str:
    """Return kind and title, or kind and first words, such as "text “Dry the cherries in…”"."""
    excerpt = "" if name_of(node) else next(_texts(node), "")
    if not excerpt:
        return described(node)
    words = shorten(excerpt, LONGEST_EXCERPT, placeholder="…")
    return _("%(kind)s “%(name)s”") % {"kind": label_of(node), "name": words}


def _texts(node: Node) -> Iterator[str]:
    """Yield the texts in `node` as plain text, each on one line."""
    for inner in walk(node):
        for scalar in inner.fields.values():
            text = " ".join(_plain(scalar).split())
            if text:
                yield text


def _plain(scalar: Scalar) -> str:
    if isinstance(scalar, Html):
        return unescape(strip_tags(_BLOCK_END.sub(" ", scalar.html)))
    return scalar.text if isinstance(scalar, Text) else ""
