"""The roles that people have on a platform, and what each may do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does on one platform. A person may have several roles, on several platforms."""

    COMMITTEE = "committee", _("Technical committee")
    COORDINATOR = "coordinator", _("Coordinator")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    TRAINER = "trainer", _("Trainer")
    LEARNER = "learner", _("Learner")


#: Who approves, releases and names the people: the committee on the generic platform, coordinators elsewhere.
APPROVERS = (Role.COMMITTEE, Role.COORDINATOR)
#: Who works in the admin.
STAFF = (*APPROVERS, Role.EDITOR, Role.TRANSLATOR)

NATIONAL_ROLES = (Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR, Role.TRAINER, Role.LEARNER)
GENERIC_ROLES = (Role.COMMITTEE, Role.EDITOR, Role.TRANSLATOR, Role.TRAINER, Role.LEARNER)

#: Permissions on the platform's page and all below it, by role.
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.COMMITTEE: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.COORDINATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.EDITOR: ("add_page", "change_page", "lock_page"),
}
#: Permissions on the pictures of the platform's collection, by role.
PICTURE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.COMMITTEE: ("add_image", "change_image", "delete_image", "choose_image"),
    Role.COORDINATOR: ("add_image", "change_image", "delete_image", "choose_image"),
    Role.EDITOR: ("add_image", "change_image", "choose_image"),
    Role.TRANSLATOR: ("choose_image",),
}
#: Snippets that only the committee edits.
SHARED_SNIPPETS = ("glossaryterm", "standard", "requirement", "topic")
