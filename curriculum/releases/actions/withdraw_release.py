"""Withdraw a release: it stays readable and says so."""

from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.texts import normal_text
from curriculum.exceptions import AlreadyWithdrawnError, InvalidValueError
from curriculum.releases.models import Release, Withdrawal
from curriculum.releases.signals import editions_changed

LONGEST_REASON = 1_000


@transaction.atomic
def withdraw_release(*, release: Release, by: AbstractBaseUser | None, reason: str) -> Withdrawal:
    """Withdraw `release` for `reason`, which readers see, and return the withdrawal.

    Raises InvalidValueError where the reason is missing or longer than 1,000 characters, AlreadyWithdrawnError where
    the release was withdrawn before.
    """
    reason = normal_text(reason).strip()
    if not reason:
        raise InvalidValueError(name=_("Reason"), problem=_("Say why, since readers will see it."))
    if len(reason) > LONGEST_REASON:
        raise InvalidValueError(name=_("Reason"), problem=_("Write at most %d characters.") % LONGEST_REASON)
    release = Release.objects.select_for_update().select_related("module").get(pk=release.pk)
    if Withdrawal.objects.filter(release=release).exists():
        raise AlreadyWithdrawnError(module=release.module.code, number=release.number)

    withdrawal = Withdrawal(release=release, reason=reason, created_at=timezone.now())
    withdrawal.seal = withdrawal.seal_over(release)
    withdrawal.save()
    page = getattr(release.module, "page", None) or release.module.platform
    data = {"module": str(release.module_id), "number": release.number, "reason": reason}
    log(instance=page, action="curriculum.withdraw", user=by, data=data)
    transaction.on_commit(partial(editions_changed.send, sender=Release, module=release.module))
    return withdrawal
