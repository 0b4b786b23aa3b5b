"""归档、报送专班: the verbs that end a file and send it up (五(五), 五 报送办理)."""

from __future__ import annotations

from django import forms

from web.form_fields import ListOfObjectsField, line, upload, words
from workflow.archiving import actions
from workflow.archiving.case_file import Excuse
from workflow.verbs.book import Verb
from workflow.verbs.forms import Nothing, VerbForm


class Archive(VerbForm):
    excused = ListOfObjectsField(label="缺项说明", required=False)

    def clean_excused(self) -> list[Excuse]:
        rows = self.cleaned_data["excused"]
        excuses = [Excuse(str(r.get("label", "")), str(r.get("reason", "")).strip()) for r in rows]
        if any(not e.label or not e.reason for e in excuses):
            raise forms.ValidationError("每个缺项都要写明文书名称和理由。")
        return excuses


class Supplement(VerbForm):
    file = upload("材料")
    title = line("材料名称", required=False, length=120, help_text="不填的用文件名")
    reason = words("补充理由", rows=2)


VERBS = {
    "archive": Verb(Archive, actions.archive),
    "supplement": Verb(Supplement, actions.supplement),
    "report_up": Verb(Nothing, actions.report_up),
}
