"""Links to lessons that the platform does not have, in the rich text editor.

They are entities of a type of their own, so that they live through every edit. `static/curriculum/node-link.js` draws
them. Nothing is looked up: an id says nothing about what another platform has.
"""

from typing import Any

from django.forms import Media, Script
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from curriculum.content.richtext import NODE_LINK

FEATURE = "node-link"
ENTITY = "NODE"


class NodeLinkHandler(LinkHandler):
    """Renders such a link outside the editor, as Wagtail does in a comparison: its text, leading nowhere."""

    identifier = NODE_LINK

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        """Return the opening tag of a link without an address."""
        return "<a>"


class NodeLinkElementHandler(LinkElementHandler):
    """Turns a stored link into an entity of the editor, with a hint for the person who clicks it."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """Return the entity's data: the id of the node, and the hint in the person's language."""
        hint = gettext("A lesson that this platform does not have, or a part of a lesson. The link is kept.")
        return {"node": attrs.get("id", ""), "hint": hint}


class NodeLinkFeature(EntityFeature):
    """Tells the editor of the entity. It has no button: such links come with a fork."""

    def __init__(self) -> None:
        super().__init__(
            {
                "type": ENTITY,
                "attributes": ["node", "hint"],
                "allowlist": {"node": "^[0-9a-f-]{36}$"},  # what a paste from another editor may bring
                "chooserUrls": {"pageChooser": reverse_lazy("wagtailadmin_choose_page")},  # to link it anew
            }
        )

    @property
    def media(self) -> Media:
        """The script and the style of the entity."""
        script = Script(static("curriculum/node-link.js"), type="module")
        style = static("curriculum/node-link.css")
        return Media(js=[script], css={"all": [style]})  # type: ignore[list-item]  # Django's stubs know no Script


def stored_link(entity: dict[str, Any]) -> Any:
    """Return the element that is stored for an entity. Whether its id is one, the page's own check says."""
    return DOM.create_element("a", {"linktype": NODE_LINK, "id": str(entity.get("node", ""))}, entity["children"])


def register_features(features: FeatureRegistry) -> None:
    """Register the link type and its entity (hook `register_rich_text_features`)."""
    features.register_link_type(NodeLinkHandler)
    features.register_editor_plugin("draftail", FEATURE, NodeLinkFeature())
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{NODE_LINK}"]': NodeLinkElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored_link}},
        },
    )
