"""Pages of the site that are made when it is built: from code, and from files outside `docs`.

`hook.py` is what MkDocs calls. A file makes one page or does one thing to the text of pages.
"""
