"""The admin screens of the content stage: platforms, people, and what the page editor says and refuses."""
