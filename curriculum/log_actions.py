"""What Wagtail's log can tell of this app."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from curriculum.content.roles import Role

#: Action, its name, and its sentence with named places for the entry's data.
ACTIONS: tuple[tuple[str, Promise, Promise], ...] = (
    ("curriculum.create_platform", gettext_lazy("Make platform"), gettext_lazy("Made platform %(slug)s")),
    ("curriculum.import", gettext_lazy("Import document"), gettext_lazy("Imported document %(digest).12s")),
    ("curriculum.release", gettext_lazy("Release"), gettext_lazy("Released %(number)s")),
    ("curriculum.withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrew %(number)s: %(reason)s")),
    ("curriculum.fork", gettext_lazy("Fork"), gettext_lazy("Forked from %(source)s")),
    ("curriculum.give_reason", gettext_lazy("Give a reason"), gettext_lazy("Said why %(what)s differs from upstream")),
    (
        "curriculum.return_to_upstream",
        gettext_lazy("Return to upstream's"),
        gettext_lazy("Returned %(what)s to upstream's"),
    ),
    ("curriculum.open_pull", gettext_lazy("Open update"), gettext_lazy("Opened the update %(base)s → %(number)s")),
    ("curriculum.apply_pull", gettext_lazy("Apply update"), gettext_lazy("Applied the update %(base)s → %(number)s")),
    ("curriculum.undo_pull", gettext_lazy("Undo update"), gettext_lazy("Undid the update %(base)s → %(number)s")),
    (
        "curriculum.discard_pull",
        gettext_lazy("Discard update"),
        gettext_lazy("Discarded the update %(base)s → %(number)s"),
    ),
    (
        "curriculum.start_translation",
        gettext_lazy("Begin translation"),
        gettext_lazy("Began to translate %(number)s into “%(language)s”"),
    ),
    (
        "curriculum.publish_edition",
        gettext_lazy("Publish edition"),
        gettext_lazy("Published %(number)s in “%(language)s”, revision %(revision)s"),
    ),
    ("curriculum.join", gettext_lazy("Add person"), gettext_lazy("Made %(person)s %(role)s")),
    ("curriculum.leave", gettext_lazy("Remove person"), gettext_lazy("%(person)s is no longer %(role)s")),
)


def register(actions: LogActionRegistry) -> None:
    """Register all actions of this app."""
    for name, label, sentence in ACTIONS:
        actions.register_action(name)(_formatter(label, sentence))


def _formatter(label: Promise, sentence: Promise) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        """Writes one entry as a sentence."""

        def format_message(self, log_entry: Any) -> str:
            try:
                return str(sentence) % _told(log_entry.data)
            except KeyError:
                return _("Details are missing.")

    Formatter.label = label
    return Formatter


def _told(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data of an entry as its sentence tells it: a role by its name."""
    role = data.get("role")
    return {**data, "role": Role(role).label} if role in Role.values else data
