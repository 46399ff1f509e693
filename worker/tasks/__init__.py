"""The tasks, one module per room that owes work; each task is one domain call.

A new module is imported here: Celery finds tasks by importing worker.tasks.
"""
