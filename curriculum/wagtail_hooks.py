"""Where Wagtail finds what this app adds to its admin."""

from wagtail import hooks

from curriculum import log_actions
from curriculum.content.admin import hooks as content_admin
from curriculum.content.isolation import hooks as isolation
from curriculum.forks.admin import hooks as forks_admin
from curriculum.releases.admin import hooks as releases_admin
from curriculum.translation.admin import hooks as translation_admin
from curriculum.workbook import buttons as workbook_buttons

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_page_header_buttons", workbook_buttons.print_buttons)
isolation.register()
content_admin.register()
releases_admin.register()
forks_admin.register()
translation_admin.register()
