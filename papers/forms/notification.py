"""告知单: where the matter belongs and what was done with it, for the payer."""

from __future__ import annotations

from dataclasses import dataclass

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.pieces import OfficePiece, PartyPiece

_WITHOUT_SUBJECT = ("属", "不属", "应", "须", "需")


@dataclass(frozen=True, kw_only=True)
class Notification(PaperContent):
    """方案五(一), 社会保险法82条; R035."""

    kind = PaperKind.NOTIFICATION
    number_suffix = "告"
    withholds = False

    payer: PartyPiece
    summary: Prose
    reason: Prose
    outcome: str  # transferred, notify_only, declined, come_back
    competent: OfficePiece | None = None
    referral_number: str = ""
    channel_text: Prose = ""
    contact: OfficePiece | None = None

    @property
    def why(self) -> str:
        """The reason, which what was done follows; one typed without its subject gets it."""
        bare = self.reason.startswith(_WITHOUT_SUBJECT)
        return f"经审查，该事项{self.reason}" if bare else self.reason

    @property
    def told(self) -> str:
        """社会保险法82条: in writing, and handed over; a mere notice says where to go (A04)."""
        body = self.competent.name if self.competent else "有权处理的部门"
        if self.outcome == "transferred":
            by = f"以{self.referral_number}" if self.referral_number else ""
            return (
                f"依照《中华人民共和国社会保险法》第八十二条，我单位已于本告知单签发之日{by}"
                f"将您反映的事项移交{body}依法处理，您已经提供的信息和材料无需重复提交。"
            )
        if self.outcome == "come_back":
            return (
                "我单位此前书面告知您移交办理的事项，现已退回，改由我单位办理；"
                f"{self.channel_text}您已经提供的信息和材料无需重复提交。"
            )
        if self.outcome == "declined":
            elsewhere = _where_to(self.channel_text, "请您通过")
            return f"该事项不属于社会保险费征缴争议受理范围，我单位不予受理。{elsewhere}"
        told = self.channel_text if self.channel_text != body else ""
        return f"请您向{body}反映，可出示本告知单。{_where_to(told, '也可以通过')}"


def _where_to(channel: str, through: str) -> str:
    """The channel as a sentence: a body's name alone gets its verb, a whole sentence stands."""
    channel = channel.strip()
    if not channel or channel.endswith(("。", "！")):
        return channel
    if channel.startswith("请"):
        return f"{channel}。"
    return f"{through}{channel}依法提出。"
