"""The portal's addresses and, beside them, the near-limit views."""

from django.urls import include, path

from tests.bench import near_views

urlpatterns = [
    path("near/list/", near_views.near_list, name="near_list"),
    path("near/search/", near_views.near_search, name="near_search"),
    path("near/<int:pk>/", near_views.near_detail, name="near_detail"),
    path("near/create/", near_views.near_create, name="near_create"),
    path("near/json/", near_views.near_json, name="near_json"),
    path("", include("config.urls")),
]
