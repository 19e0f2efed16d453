"""The admin screens of the forks stage: forking modules."""
