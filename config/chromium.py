"""Sees to the browser of the browser tests: Debian's Chromium, installed where that is possible."""

import os
import shutil
import subprocess

from config import interrupted

APT = ["apt-get", "-qq", "--yes"]
# With its Chinese, or date and file fields would show themselves in English.
PACKAGES = ["--no-install-recommends", "chromium", "chromium-l10n"]


def main() -> None:
    if shutil.which("chromium"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("没有 Chromium：浏览器测试将被跳过。安装：apt-get install chromium")
        return
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], env=quiet, check=False)
    subprocess.run([*APT, "install", *PACKAGES], env=quiet, check=False)


if __name__ == "__main__":
    interrupted.told(main)
