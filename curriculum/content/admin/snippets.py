"""The reference data that all platforms share, as snippets that only the committee edits."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from curriculum.content.models import GlossaryTerm, Requirement, Standard, Topic


class NoCreation(SnippetCreateView):
    """Refuses every request: nobody makes reference data from within a chooser."""

    http_method_names: list[str] = []


class ReferenceChooser(SnippetChooserViewSet):
    """A chooser to choose from and nothing else."""

    create_view_class = NoCreation


class ReferenceViewSet(SnippetViewSet):
    """What all snippets here have in common."""

    chooser_viewset_class = ReferenceChooser


class GlossaryTermViewSet(ReferenceViewSet):
    """Terms in four languages, with what single countries say."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["en", "es", "pt", "sw", "sw_confidence"]
    list_filter = ["es_confidence", "pt_confidence", "sw_confidence"]
    ordering = ["en"]


class StandardViewSet(ReferenceViewSet):
    """Standards and buyer codes."""

    model = Standard
    icon = "clipboard-list"
    menu_label = _("Standards")
    list_display = ["code", "name", "owner"]
    ordering = ["code"]


class RequirementViewSet(ReferenceViewSet):
    """What standards ask for."""

    model = Requirement
    icon = "tasks"
    menu_label = _("Requirements")
    list_display = ["code", "standard", "description"]
    list_filter = ["standard", "topics"]
    ordering = ["standard__code", "code"]


class TopicViewSet(ReferenceViewSet):
    """Generic topics that requirements of several standards share."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["code", "name", "description"]
    ordering = ["code"]


class ReferenceGroup(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    items = (GlossaryTermViewSet, StandardViewSet, RequirementViewSet, TopicViewSet)
    menu_label = _("Reference")
    menu_icon = "list-ul"
    menu_name = "reference"
    menu_order = 500
