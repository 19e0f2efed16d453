"""A site with nothing but plain pages and wagtail-localize, to compare with: its own settings, its own process."""
