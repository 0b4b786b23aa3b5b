"""The addresses of cases, assignments and materials (interface.md §1)."""

from django.urls import path

from workflow.views import assignment, dispute, materials, revealing, urging

urlpatterns = [
    path("disputes/<int:pk>/", dispute.dispute, name="dispute"),
    path("disputes/<int:pk>/materials/", materials.dispute_materials, name="dispute_materials"),
    path("disputes/<int:pk>/reveal/", revealing.dispute_reveal, name="dispute_reveal"),
    path("disputes/<int:pk>/urge/now/", urging.urge_now, name="dispute_urge"),
    path("disputes/<int:pk>/<slug:verb>/", dispute.dispute_verb, name="dispute_verb"),
    path("tasks/", assignment.tasks, name="tasks"),
    path("assignments/<int:pk>/", assignment.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:verb>/", assignment.assignment_verb, name="assignment_verb"),
    path("materials/<int:pk>/", materials.material, name="material"),
]
