"""Load the demonstration."""

from typing import Any

from curriculum.demonstration import loading
from curriculum.demonstration.people import create_people, demo_password
from curriculum.management.command import CurriculumCommand


class Command(CurriculumCommand):
    """`manage.py load_demo`; running it again changes nothing."""

    help = "Load the generic curriculum with its editions, national platforms and people of every role."

    def run(self, **_options: Any) -> None:
        steps = loading.steps()
        tick = self.progress("Demonstration", len(steps))
        for step in steps:
            step.run()
            tick()
        names, password = create_people(), demo_password()
        self.answer(
            f"Demonstration accounts: {', '.join(names)}\nPassword of all of them: {password}",
            {"accounts": names, "password": password},
        )
