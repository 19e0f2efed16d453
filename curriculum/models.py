"""The models of all stages, for Django's registry."""

from curriculum.content.models import *  # noqa: F403  each stage lists its models in __all__
from curriculum.forks.models import *  # noqa: F403
from curriculum.reading.models import LessonText  # noqa: F401
from curriculum.releases.models import Asset, Edition, Release, StoredDocument, Withdrawal  # noqa: F401
from curriculum.translation.models import *  # noqa: F403
