"""The benchmarks share one document and leave each other's figures alone."""

from pathlib import Path

from tests.bench import document


def test_each_benchmark_writes_its_own_section_only(tmp_path: Path) -> None:
    paper = tmp_path / "performance.md"
    document.put("deadlines", "## 期限\n旧", paper)
    document.put("pages", "## 页面\n一", paper)
    document.put("deadlines", "## 期限\n新", paper)
    text = paper.read_text(encoding="utf-8")
    assert text.index("## 页面\n一") < text.index("## 期限\n新")
    assert "旧" not in text
    assert text.count("# 性能") == 1
