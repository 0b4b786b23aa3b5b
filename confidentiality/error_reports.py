"""Error reports and the debug page hide what was typed or in memory (领域 4.3 ②、陷阱 24)."""

from typing import Any

from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from confidentiality.masking import mask_text

# `request` is Any below: naming its type would bring the web layer into the ground floor.


class MaskingReporterFilter(SafeExceptionReporterFilter):
    """Names of form fields, cookies and local variables stay; every value goes, DEBUG or not."""

    def get_post_parameters(self, request: Any) -> dict[str, Any]:
        return dict.fromkeys(getattr(request, "POST", {}), self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        return dict.fromkeys(getattr(request, "COOKIES", {}), self.cleansed_substitute)


class MaskingReporter(ExceptionReporter):
    """The report with its query hidden and its whole text masked by shape."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        for part in ("request_GET_items", "request_FILES_items"):
            data[part] = [(name, self.filter.cleansed_substitute) for name, _ in data.get(part, ())]
        meta = data.get("request_meta", {})
        for header in ("QUERY_STRING", "HTTP_REFERER", "HTTP_COOKIE"):
            if header in meta:
                meta[header] = self.filter.cleansed_substitute
        return data

    # Only digits become stars here, so what was escaped stays escaped.
    def get_traceback_html(self) -> SafeString:
        return SafeString(mask_text(super().get_traceback_html(), by_check_digit=False))

    def get_traceback_text(self) -> SafeString:
        return SafeString(mask_text(super().get_traceback_text(), by_check_digit=False))
