"""Write the tables of the documents anew, between their marks; all else in them stays."""

from __future__ import annotations

from tests.odd.pages import PAGES, filled


def main() -> None:
    """Fill every page, and name those that changed."""
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = filled(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(page.name)


if __name__ == "__main__":
    main()
