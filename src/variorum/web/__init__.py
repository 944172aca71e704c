"""The desk in a browser and as an API: what ``variorum serve`` shows of a store.

``server`` runs it, ``app`` puts it together from one table of pages and one of API calls (``routes``),
``guard`` stands before all of it. Handlers are plain functions of a ``Call``: no sockets, no threads.
"""
