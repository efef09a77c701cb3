from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Columns: TypeAlias = tuple[NDArray[np.generic], ...]
_Numbers: TypeAlias = NDArray[np.int64]
_Outcomes: TypeAlias = NDArray[np.uint16]

def words(
    tiers: int, perhaps: int, roled: int, no_record: int, open_past: int, open_future: int, /
) -> None: ...
def file_ids(ids: tuple[str, ...], slots: NDArray[np.int32], /) -> None: ...
def numbers_of(
    asked: list[str], ids: tuple[str, ...], slots: NDArray[np.int32], found: _Numbers, /
) -> None: ...
def places_of(asked: _Numbers, among: _Numbers, found: _Numbers, /) -> None: ...
def last_at(spans: _Columns, until: int, keys: _Numbers, outcomes: _Outcomes, /) -> int: ...
def last_everywhere(spans: _Columns, until: int, outcomes: _Outcomes, /) -> None: ...
def last_of(
    spans: _Columns,
    cells: _Numbers,
    until: _Numbers,
    rows: NDArray[np.int32],
    outcomes: _Outcomes,
    /,
) -> None: ...
def word_of(
    layer: tuple[memoryview, ...],
    key: int,
    before: int,
    until: int,
    public_by: int,
    unheard: int,
    special: int,
    /,
) -> int: ...
