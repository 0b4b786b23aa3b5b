"""`/api/v1/disputes/{id}/materials/`: what was handed in (五(一))."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Officer
from departments.tokens import officer_of
from disputes.api.answers import MaterialAnswer, material_answer
from disputes.api.views import visible_or_404
from disputes.materials import AlreadyThere
from disputes.models import Dispute, Material
from web.asking import accepted, pass_over
from web.form_fields import LineField, upload
from web.refusals import Mistyped, NotYours
from web.replay import replayed
from workflow.cases.materials import add_material
from workflow.issuing.looking import let_program_in


class MaterialForm(forms.Form):
    """One file, and whose it is."""

    file = upload("文件")
    source = forms.ChoiceField(label="提供人", choices=Material.Source.choices, required=False)
    title = LineField(label="名称", required=False, max_length=200)
    purpose = LineField(label="用途", required=False, max_length=20)


@extend_schema(methods=["GET"], operation_id="materials_list", summary="材料目录",
               responses=list[MaterialAnswer])  # fmt: skip
@extend_schema(methods=["POST"], operation_id="materials_add", summary="上传材料",
               request={"multipart/form-data": MaterialForm},
               responses={201: MaterialAnswer})  # fmt: skip
@api_view(["GET", "POST"])
@parser_classes([MultiPartParser])
@replayed
def materials(request: Request, pk: int) -> Response:
    """The files of a dispute; whoever handles it may add one."""
    officer = officer_of(request)
    found = visible_or_404(officer, pk)
    if request.method == "GET":
        let_program_in(found, officer, address=request.META.get("REMOTE_ADDR", ""))
        return Response([material_answer(each) for each in found.materials.all()])
    if not officer.department_ids:
        raise NotYours("材料由承办该件的部门添加。")
    return Response(material_answer(_added(found, officer, _typed(request))), status=201)


def _added(dispute: Dispute, officer: Officer, typed: dict[str, Any]) -> Material:
    """What the look into the file refuses is a mistake in that field.

    The same file sent again is the material that is there already.
    """
    try:
        return add_material(dispute, by=officer, upload=typed.pop("file"), **typed)
    except AlreadyThere as same:
        return same.material
    except ValidationError as error:
        raise Mistyped({"file": error.messages}) from error


def _typed(request: Request) -> dict[str, Any]:  # Any: a file and words
    parts: Any = request.data  # Any: a QueryDict, which DRF's types do not say
    form = MaterialForm(parts, request.FILES)
    pass_over(request, set(parts) - set(form.fields))
    return accepted(form)
