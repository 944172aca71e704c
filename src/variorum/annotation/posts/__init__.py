"""Embedded social posts."""
