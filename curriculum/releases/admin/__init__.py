"""The admin screens of the releases stage: modules with their differences, releasing, withdrawing, the dashboard."""
