"""The curriculum app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    """Wires the stages together once the registry of models is ready."""

    name = "curriculum"
    verbose_name = _("Curriculum")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let readers draw previews and forks check their releases, and listen to approvals and releases."""
        from curriculum.content.previewing import Readers, register_readers
        from curriculum.content.receivers import connect_receivers as listen_to_approvals
        from curriculum.forks.release_checks import check_fork
        from curriculum.reading import previews
        from curriculum.reading.receivers import connect_receivers as listen_to_releases
        from curriculum.releases.checks import register as register_check

        register_readers(Readers(render=previews.render, address=previews.address))
        register_check(check_fork)
        listen_to_approvals()
        listen_to_releases()
