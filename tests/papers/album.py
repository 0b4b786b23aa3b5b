"""Draw every paper in three sizes into docs/manual/papers, with a page that shows them (文书样张).

Run by `make pictures`; `tests/papers/test_golden.py` holds what is drawn today against it.
"""

from __future__ import annotations

import os

import django

HEAD = """# 文书样张

每一种文书各三张：填得最短的、通常的、每一栏都填到上限的。由 `make pictures` 画，
测试拿当天画的与这里的比对，版面移动、压字、溢出当场看得出来。只画前两页；图小，只看版面，内容都是编造的。
"""

#: They have no number of their own, and so are no kind of the procedure.
UNNUMBERED = {
    "case_cover": "卷宗封面",
    "case_catalogue": "卷内文件目录",
    "case_remarks": "卷内备考表",
    "intake_receipt": "受理回执",
    "withdrawal_request": "撤回申请书",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.typing_settings")
    django.setup()
    from papers.choices import PaperKind
    from papers.printing.pdf import render
    from tests.papers import golden, samples

    golden.ALBUM.mkdir(parents=True, exist_ok=True)
    for old in golden.ALBUM.glob("*.png"):
        old.unlink()
    told = [HEAD]
    for kind, content in samples.TYPICAL.items():
        label = UNNUMBERED.get(kind) or PaperKind(kind).label
        told.append(f"\n## {label}\n\n| {' | '.join(golden.SIZES.values())} |\n|---|---|---|\n")
        for size in golden.SIZES:
            pdf = render(golden.of_size(content, size), masked=False)
            golden.stored(kind, size).write_bytes(golden.as_png(golden.picture(pdf)))
        shown = (f"![{label}，{word}]({kind}-{size}.png)" for size, word in golden.SIZES.items())
        told.append(f"| {' | '.join(shown)} |\n")
    (golden.ALBUM / "README.md").write_text("".join(told), "utf-8")


if __name__ == "__main__":
    main()
