"""The dispute and what belongs to it."""

from disputes.models.dispute import Dispute
from disputes.models.material import Material
from disputes.models.numbering import NumberSeries
from disputes.models.participation import (
    DisputeGroupPermission,
    DisputeUserPermission,
    Recusal,
    ReporterGrant,
    StandIn,
)
from disputes.models.party import Party
from disputes.models.saved_view import Follow, SavedView

__all__ = [
    "Dispute",
    "DisputeGroupPermission",
    "DisputeUserPermission",
    "Follow",
    "Material",
    "NumberSeries",
    "Party",
    "Recusal",
    "ReporterGrant",
    "SavedView",
    "StandIn",
]
