"""The admin screens of the translation stage."""
