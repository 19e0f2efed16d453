"""Brings Wagtail's search index and list of references up to date for pages that were written many at a time.

Wagtail does so by two tasks for each row that is saved; here one task is for all pages of a module.
"""

from collections.abc import Sequence

from django.db import transaction
from django_tasks import task
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends

from curriculum.content.models import LessonPage, ModulePage


@task()
def index_pages(page_ids: Sequence[int]) -> None:
    """Index the module and lesson pages of these row numbers as they are now."""
    for model in (ModulePage, LessonPage):
        rows = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
        pages = list(model.get_indexed_objects().filter(pk__in=page_ids).prefetch_related(*rows))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, pages)
        with transaction.atomic():
            for page in pages:
                ReferenceIndex.create_or_update_for_object(page)
