"""The engine's functions, overload by overload: which give the same for the same arguments, and which do not.

year(DATE)                        the same
year(TIMESTAMP WITH TIME ZONE)    the same, by the time zone of the session, which is that of the run
now(), nextval(VARCHAR)           more than their arguments
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

UNSTABLE = frozenset({"VOLATILE", "CONSISTENT_WITHIN_QUERY"})


@dataclass(frozen=True)
class Overload:
    """One form of a function.

    Attributes:
        name: In small letters.
        kind: `scalar`, `aggregate`, `table`, `window` or `pragma`.
        stability: As the engine calls it; empty where it does not say.
        parameters: Types of its arguments.
        returns: Type of its result; empty where the engine does not say.
        takes_more: Whether more arguments may follow.
    """

    name: str
    kind: str
    stability: str
    parameters: tuple[str, ...]
    returns: str = ""
    takes_more: bool = False

    @property
    def is_volatile(self) -> bool:
        """Whether its result depends on more than its arguments and the time zone of the session."""
        return self.stability in UNSTABLE and not self._reads_time_zone_only

    @property
    def _reads_time_zone_only(self) -> bool:
        """Whether it makes something of the moments that it is given, by the session's time zone."""
        zoned = any(map(_has_zone, (*self.parameters, self.returns)))
        return self.stability != "VOLATILE" and bool(self.parameters) and zoned

    def takes(self, count: int) -> bool:
        """Say whether it can be called with so many arguments."""
        own = len(self.parameters)
        return own == count or (self.takes_more and own < count)


def _has_zone(kind: str) -> bool:
    return "WITH TIME ZONE" in kind or kind.startswith(("TIMESTAMPTZ", "TIMETZ"))


class Volatile:
    """The functions of which some overload is volatile."""

    def __init__(self, overloads: Iterable[Overload]) -> None:
        found: dict[str, list[Overload]] = defaultdict(list)
        for overload in overloads:
            found[overload.name].append(overload)
        self._overloads: Mapping[str, Sequence[Overload]] = {
            name: own for name, own in found.items() if any(o.is_volatile for o in own)
        }

    def __contains__(self, call: tuple[str, int]) -> bool:
        """Say whether a call, by its name in small letters and the number of its arguments, may mean a volatile one."""
        name, count = call
        own = self._overloads.get(name, ())
        fitting = [o for o in own if o.takes(count)]
        # What fits nowhere is called in a way that is not understood here.
        return any(o.is_volatile for o in fitting or own)

    @property
    def names(self) -> frozenset[str]:
        """The names of these functions."""
        return frozenset(self._overloads)
