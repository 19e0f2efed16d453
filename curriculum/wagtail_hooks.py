"""Where Wagtail finds what this app adds to its admin."""

from wagtail import hooks

from curriculum import log_actions
from curriculum.forks import admin as forks_admin

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_urls", forks_admin.urls)
hooks.register("register_admin_menu_item", forks_admin.menu_item)
