"""The curriculum app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    """Wires the stages together once the registry of models is ready."""

    name = "curriculum"
    verbose_name = _("Curriculum")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let readers draw previews and listen to releases."""
        from curriculum.content.previewing import Readers, register_readers
        from curriculum.reading import previews
        from curriculum.reading.receivers import connect_receivers

        register_readers(Readers(render=previews.render, address=previews.address))
        connect_receivers()
