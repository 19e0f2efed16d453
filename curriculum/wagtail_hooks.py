"""Where Wagtail finds what this app adds to its admin."""

from wagtail import hooks

from curriculum import log_actions

hooks.register("register_log_actions", log_actions.register)
