"""The addresses of cases, assignments and materials (interface.md §1)."""

from __future__ import annotations

from django.urls import path

from workflow.assignments import views
from workflow.cases import materials, reveal
from workflow.cases import views as dispute
from workflow.supervision import urge_view
from workflow.workbench import views as assignment

urlpatterns = [
    path("disputes/<int:pk>/", dispute.dispute, name="dispute"),
    path("disputes/<int:pk>/materials/", materials.dispute_materials, name="dispute_materials"),
    path("disputes/<int:pk>/reveal/", reveal.dispute_reveal, name="dispute_reveal"),
    path("disputes/<int:pk>/urge/now/", urge_view.urge_now, name="dispute_urge"),
    path("disputes/<int:pk>/<slug:verb>/", dispute.dispute_verb, name="dispute_verb"),
    path("tasks/", assignment.tasks, name="tasks"),
    path("assignments/<int:pk>/", views.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:verb>/", views.assignment_verb, name="assignment_verb"),
    path("materials/<int:pk>/", materials.material, name="material"),
]
