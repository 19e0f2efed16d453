"""What a release tells the stages after it. Sent once the transaction is committed."""

from django.dispatch import Signal

#: Arguments: module (the Module whose current editions changed).
editions_changed = Signal()
