"""How a row of the index is packed; whoever only passes rows on need not know what is in them."""

from __future__ import annotations

import struct
from typing import Final

# An award's id, the places of its campus and badge in sorted lists of names, and the other members of `index.Row`.
ROW: Final = struct.Struct(">26sHHHIIIQQ")
ROW_BYTES: Final = ROW.size
# Where in a row the places of its campus and badge are.
PLACE: Final = slice(26, 30)
