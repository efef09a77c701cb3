from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

def taken(
    rows: list[tuple[int, str, int, str, bytes]],
    name: str,
    keys: tuple[bytes, ...],
    kind: str,
    alphabet: bytes,
    longest_id: int,
    tables: tuple[
        dict[bytes, int],
        Mapping[str, int],
        Mapping[str, int],
        Mapping[str, tuple[int, int]],
        Mapping[str, int],
    ],
    places: NDArray[np.int64],
    statements: NDArray[np.int64],
    /,
) -> int: ...
def parts(line: bytes, keys: tuple[bytes, ...], /) -> tuple[bytes, tuple[str | None, ...]]: ...
