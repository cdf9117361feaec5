"""Example workbooks, as tables; each is a module of this folder with a function `tables`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias, cast

Tables: TypeAlias = dict[str, list[list[object]]]


class _Examples(Mapping[str, Callable[[], Tables]]):
    """Name of an example to the function that makes its tables; modules are imported when they are asked for."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(module.name for module in iter_modules(__path__)))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, name: str) -> Callable[[], Tables]:
        if name not in list(iter(self)):
            raise KeyError(name)
        return cast("Callable[[], Tables]", import_module(f"{__name__}.{name}").tables)


EXAMPLES: Mapping[str, Callable[[], Tables]] = _Examples()
