"""Every process finds the same fonts: the official typefaces' names lead to a stand-in."""

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from config import typesetting


def test_the_configuration_is_written_once_and_is_sound() -> None:
    path = Path(typesetting.environment()["FONTCONFIG_FILE"])
    written = path.stat().st_mtime_ns
    assert typesetting.environment()["FONTCONFIG_FILE"] == str(path)
    assert path.stat().st_mtime_ns == written
    tree = ElementTree.parse(path)  # noqa: S314 -- written by ourselves a line above
    aliases = {alias.findtext("family") for alias in tree.iter("alias")}
    assert {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"} <= aliases
    assert str(typesetting.LICENSED) == tree.findtext("dir")  # the customer's fonts come first


@pytest.mark.skipif(not shutil.which("fc-match"), reason="fontconfig's tools are not installed")
@pytest.mark.parametrize("name", typesetting.STAND_INS)
def test_each_name_leads_to_a_font_of_ours(name: str) -> None:
    env = typesetting.environment()
    told = subprocess.run(
        ["fc-match", "-f", "%{family}", name], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert any(family in told for family in ("Fandol", "Noto", "DejaVu", *typesetting.STAND_INS))
