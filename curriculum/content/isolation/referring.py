"""Takes out of a posted page what it refers to on other platforms, before any form reads it.

The form then finds a reference to nothing, says so at its block, and shows everything else as it was typed. A form
that read the reference would write the foreign picture's title, or the foreign page's address, beside that sentence.
"""

import json
import re
from typing import Any

from django.db.models import Model
from django.http import QueryDict
from wagtail.models import Page

from curriculum.content.isolation.named import number_in
from curriculum.content.isolation.visibility import sees
from curriculum.content.memberships import Person
from curriculum.content.models import Picture

PICTURE_FIELD = re.compile(r"-image$")  # the one block that holds a picture calls it so
KIND_OF_ENTITY: dict[str, type[Model]] = {"LINK": Page, "IMAGE": Picture}  # in what the rich text editor posts
NOTHING = 0  # a primary key that no row has


def without_foreign_references(posted: QueryDict, user: Person) -> QueryDict:
    """Return `posted` with 0 for every page or picture in its content that `user` does not see."""
    cleaned = posted.copy()
    for name, values in posted.lists():
        cleaned.setlist(name, [_cleaned(name, value, user) for value in values])
    return cleaned


def _cleaned(name: str, value: str, user: Person) -> str:
    if value and PICTURE_FIELD.search(name):
        return value if _is_seen(Picture, value, user) else str(NOTHING)
    if value.startswith("{") and "entityMap" in value:
        return _cleaned_text(value, user)
    return value


def _cleaned_text(value: str, user: Person) -> str:
    try:
        content = json.loads(value)
        foreign = [entity for entity in content["entityMap"].values() if _is_foreign(entity, user)]
        for entity in foreign:
            entity["data"]["id"] = NOTHING
    except (ValueError, KeyError, TypeError, AttributeError):
        return value  # not what the editor posts: the form refuses it
    return json.dumps(content) if foreign else value


def _is_foreign(entity: dict[str, Any], user: Person) -> bool:
    kind, number = KIND_OF_ENTITY.get(entity["type"]), entity["data"].get("id")
    return kind is not None and number is not None and not _is_seen(kind, number, user)


def _is_seen(kind: type[Model], value: object, user: Person) -> bool:
    number = number_in(value)
    return number is not None and sees(user, kind, {number})
