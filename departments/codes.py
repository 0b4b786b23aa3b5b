"""The codes of the founding units that the plan itself names (三、四)."""

from typing import Final

TAX: Final = "SW"
HUMAN_RESOURCES: Final = "RS"
MEDICAL_INSURANCE: Final = "YB"
AGENCY: Final = "SB"
OFFICE: Final = "ZB"

#: 五(二)、R049: a special team has these three whoever else joins.
THREE_BUREAUS: Final = (HUMAN_RESOURCES, TAX, MEDICAL_INSURANCE)
#: 四(二): 联席会议 is called by 区税务局 or the office.
CONFERENCE_CONVENORS: Final = frozenset({TAX, OFFICE})
