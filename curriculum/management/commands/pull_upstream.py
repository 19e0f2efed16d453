"""Take a later upstream edition over into a fork."""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from curriculum.content.finding import module_coded, platform_named
from curriculum.document import digest
from curriculum.exceptions import UndecidedConflictsError
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.finding import fork_of
from curriculum.forks.merging import PartStatus, PreparedMerge, prepare
from curriculum.forks.models import Fork
from curriculum.forks.updates import update_of
from curriculum.management.command import CurriculumCommand

JSON = dict[str, Any]


class Command(CurriculumCommand):
    """`manage.py pull_upstream PLATFORM MODULE [--dry-run] [--take ours/theirs] [--untranslated]`."""

    help = (
        "Merge the newest upstream edition into the drafts of a fork. Nothing is approved. Conflicts are kept for the "
        "merge screen, unless --take decides them."
    )

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform that has the fork")
        parser.add_argument("module", help="code of the module, such as QMS-1")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument("--take", choices=["ours", "theirs"], help="decides conflicts that nobody decided yet")
        parser.add_argument(
            "--untranslated",
            action="store_true",
            help="take a release that is not published in the fork's language, with the untranslated parts marked",
        )

    def run(
        self, *, platform: str, module: str, dry_run: bool, take: str | None, untranslated: bool, **_options: Any
    ) -> None:
        fork = fork_of(module_coded(platform_named(platform), module))
        name = f"{platform}/{fork.module.code}"
        with transaction.atomic():
            pull = pull_upstream(fork=fork, by=None, untranslated=untranslated)
            prepared = prepare(pull) if pull else None
            transaction.set_rollback(dry_run)
        if pull is None or prepared is None:
            self.answer(_up_to_date(name, fork), _nothing(fork))
            return
        if dry_run:
            self.answer(f"{_summary(name, prepared)}. Nothing was written.", _told(prepared))
            return
        try:
            applied = apply_pull(pull=pull, by=None, take=take)
        except UndecidedConflictsError:
            if self.as_json:
                self.answer("", _told(prepared))
            raise
        pages = len(applied.drafts_after)
        self.answer(f"{_summary(name, prepared)}. {pages} pages have new drafts.", _told(prepared) | {"pages": pages})


def _summary(name: str, prepared: PreparedMerge) -> str:
    counts = ", ".join(f"{number} {status}" for status, number in prepared.counts.items() if number)
    pull = prepared.pull
    return f"{name} {pull.base.release.number} → {pull.theirs.release.number}: {counts}"


def _told(prepared: PreparedMerge) -> JSON:
    pull = prepared.pull
    return {
        "from": pull.base.release.number,
        "to": pull.theirs.release.number,
        "counts": prepared.counts,
        "conflicts": [
            {"key": conflict.key, "kind": conflict.kind, "node_id": conflict.node_id, "field": conflict.field}
            for conflict in prepared.conflicts
        ],
        "undecided": len(prepared.undecided),
        "digest": digest(prepared.so_far),
    }


def _nothing(fork: Fork) -> JSON:
    number = fork.base.release.number
    return {
        "from": number,
        "to": number,
        "counts": dict.fromkeys(PartStatus.values, 0),
        "conflicts": [],
        "undecided": 0,
    }


def _up_to_date(name: str, fork: Fork) -> str:
    update = update_of(fork)
    if update is not None and update.waiting is not None:
        return (
            f"{name} stands on {fork.base.release.number}. {update.waiting.number} is not published in "
            f"“{fork.language}” yet; --untranslated takes it with the untranslated parts marked."
        )
    return f"{name} is up to date: it stands on {fork.base.release.number}."
