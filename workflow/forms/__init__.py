"""One form a verb, the same for pages and API; the actions they feed stand beside them."""

from workflow.forms import dispute as d
from workflow.forms import others as o
from workflow.forms import task_force as f
from workflow.forms import timing as t
from workflow.forms.base import VerbForm

DISPUTE_FORMS: dict[str, type[VerbForm]] = {
    "register": d.Nothing,
    "approve_intake": d.Comment,
    "return_intake": d.CommentNeeded,
    "answer_now": d.AnswerNow,
    "decline": d.Decline,
    "accept_single": d.AcceptSingle,
    "refer": d.Refer,
    "notify_only": d.NotifyOnly,
    "convene_joint": d.ConveneJoint,
    "report_major": d.ReportMajor,
    "approve_major": d.ApproveMajor,
    "ask_more": d.CommentNeeded,
    "reject_major": d.CommentNeeded,
    "escalate": d.ReportMajor,
    "deescalate": d.Reason,
    "invite": d.Invite,
    "assign": d.AssignLead,
    "give_task": f.GiveTask,
    "request_convening": f.RequestConvening,
    "answer_convening": f.AnswerConvening,
    "suspend": t.Suspend,
    "resume": d.Nothing,
    "prolong": t.Prolong,
    "draft_decision": d.DraftDecision,
    "return_decision": d.CommentNeeded,
    "sign_decision": d.Comment,
    "serve": d.Serve,
    "record_response": d.RecordResponse,
    "record_remedy": d.RecordRemedy,
    "close_remedy": d.CloseRemedy,
    "withdraw": d.Withdraw,
    "merge": d.Merge,
    "archive": d.Archive,
    "report_up": d.Nothing,
    "hand_over": d.HandOver,
    "recuse": d.Recuse,
    "extend": t.Extend,
    "tell_extension": t.TellExtension,
    "urge": o.Urge,
    "supervise": o.Supervise,
}

ASSIGNMENT_FORMS: dict[str, type[VerbForm]] = {
    "accept": d.Nothing,
    "return_back": o.ReturnBack,
    "draft_opinion": o.DraftOpinion,
    "approve_opinion": d.Comment,
    "send_back": d.CommentNeeded,
    "urge": o.Urge,
    "recall": d.Reason,
    "excuse": d.Reason,
}

MEETING_FORMS: dict[str, type[VerbForm]] = {
    "approve": d.Comment,
    "refuse": d.CommentNeeded,
    "call": d.Nothing,
    "hold": o.Hold,
    "minute": o.Minute,
    "countersign": d.Nothing,
    "issue": d.Nothing,
    "cancel": d.Reason,
}

SUPERVISION_FORMS: dict[str, type[VerbForm]] = {
    "answer": o.AnswerSupervision,
    "send_back": d.CommentNeeded,
    "raise": o.RaiseSupervision,
    "close": o.CloseSupervision,
}

__all__ = ["ASSIGNMENT_FORMS", "DISPUTE_FORMS", "MEETING_FORMS", "SUPERVISION_FORMS", "VerbForm"]
