"""Settings of a place whose communities are known: one value for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.parameters import Group, SettingsError
from sim.settings.form_counts import MOST_FORM_KINDS

LONGEST_NAME = 100
MOST_WORKERS = 1000
MOST_RESIDENTS = 2_000_000_000
MOST_MERCHANTS = 100_000
VILLAGE = "village"


def _on_one_line(name: str) -> str:
    if not 0 < len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
        raise ValueError(f"1 to {LONGEST_NAME} characters on one line, no blank at an end")
    return name


Name = Annotated[str, AfterValidator(_on_one_line)]
Type = Literal["old_estate", "commercial", "business", "mixed", "village"]
Residents = Annotated[int, Field(ge=0, le=MOST_RESIDENTS)]
Staff = Annotated[int, Field(ge=1, le=MOST_WORKERS)]
Boards = Annotated[int, Field(ge=0, le=MOST_FORM_KINDS)]
Merchants = Annotated[float, Field(ge=0, le=MOST_MERCHANTS)]


class Each(Group):
    """What is known of each community, in one order; empty where nothing is."""

    names: tuple[Name, ...] = Field(
        default=(), description="name of each community, each once; empty: numbers"
    )
    types: tuple[Type | None, ...] = Field(
        default=(),
        description="type of each community: old_estate, commercial, business, mixed, village; "
        "null: drawn among those that are no villages; empty: all drawn, the last ones villages",
    )
    residents: tuple[Residents, ...] = Field(
        default=(), description="residents of each community; empty: shared out"
    )
    workers: tuple[Staff, ...] = Field(
        default=(), description="workers of each community, the head included; empty: shared out"
    )
    households: tuple[Residents | None, ...] = Field(
        default=(), description="households of each community; null, empty: by household_size"
    )
    boards: tuple[Boards, ...] = Field(
        default=(),
        description="boards of each community, the most of them obligations.boards; empty: that "
        "number everywhere",
    )
    vulnerable: tuple[Residents | None, ...] = Field(
        default=(),
        description="households on the list of each community; null, empty: drawn with the share "
        "that vulnerable_households makes",
    )
    merchants: tuple[Merchants | None, ...] = Field(
        default=(), description="merchants of each community; null, empty: community_merchants"
    )

    @model_validator(mode="after")
    def distinct(self) -> Self:
        seen: set[str] = set()
        for number, name in enumerate(self.names):
            if name in seen:
                raise SettingsError(f"names.{number}", name, "each name once")
            seen.add(name)
        return self

    @property
    def villages(self) -> tuple[bool, ...]:
        """Whether each community whose type is stated is a village; empty if none is."""
        return tuple(each == VILLAGE for each in self.types)

    def stated(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Name and values of what is stated."""
        for name in type(self).model_fields:
            if values := getattr(self, name):
                yield name, values

    def value(self, name: str, community: int) -> Any:
        """What is stated of a community; None if nothing is."""
        values = getattr(self, name)
        return values[community] if values else None

    def refuse_beside(self, communities: int, villages: int, residents: int, workers: int) -> None:
        """Refuse sizes of the place that contradict those of its communities.

        Raises:
            SettingsError: its path is that of a setting of the territory.
        """
        for name, values in self.stated():
            if len(values) != communities:
                rule = f"must be {len(values)}, as territory.each.{name} has {len(values)} values"
                raise SettingsError("communities", communities, rule)
        for name, given, values in (
            ("villages", villages, self.villages),
            ("residents", residents, self.residents),
            ("workers", workers, self.workers),
        ):
            if values and sum(values) != given:
                of = "the villages of territory.each.types" if name == "villages" else (
                    f"the sum of territory.each.{name}"
                )  # fmt: skip
                raise SettingsError(name, given, f"must be {sum(values)}, {of}")

    def refuse_homes(self, low: float, high: float, usual: float, total: int) -> None:
        """Refuse households that do not fit residents, and more vulnerable ones than there are.

        Parameters:
            low, high: persons in a household, of its mean in a community.
            usual: persons in a household where households are not stated.
            total: residents of the place, which are shared out where they are not stated.
        """
        if not self.residents:
            self._refuse_shared(low, high, usual, total)
        for c, homes in enumerate(self.households):
            people = self.value("residents", c)
            if people is None and homes == 0:
                raise SettingsError(f"each.households.{c}", homes, "1 or more")
            if homes is None or people is None:
                continue
            if not low * homes <= people <= high * homes:
                rule = f"{low} to {high:g} persons in each, of {people} residents"
                raise SettingsError(f"each.households.{c}", homes, rule)
        for c, listed in enumerate(self.vulnerable):
            most = self.value("households", c)
            if most is None and self.residents:
                most = self.residents[c] / usual
            if listed is not None and most is not None and listed > most:
                rule = f"at most {most:.0f}, the households of this community"
                raise SettingsError(f"each.vulnerable.{c}", listed, rule)

    def _refuse_shared(self, low: float, high: float, usual: float, total: int) -> None:
        """As `refuse_homes`, of all communities together."""
        homes = sum(each or 0 for each in self.households)
        fits = low * homes <= total and (
            None in self.households or not self.households or total <= high * homes
        )
        if not fits:
            rule = f"{low} to {high:g} persons in each, of {total} residents in all"
            raise SettingsError("each.households", homes, rule)
        listed = sum(each or 0 for each in self.vulnerable)
        if listed > total / usual and not homes:
            rule = f"at most {total / usual:.0f} in all, the households of {total} residents"
            raise SettingsError("each.vulnerable", listed, rule)
