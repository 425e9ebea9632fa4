"""Batches: files handed in together, followed, paused, resumed, cancelled and tried again as one."""
