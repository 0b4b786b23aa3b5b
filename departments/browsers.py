"""What a browser calls itself, in the two words by which a person knows his own."""

from __future__ import annotations

from typing import Final

#: The first that is found counts: everybody calls himself Mozilla, and most Chrome and Safari too.
BROWSERS: Final = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("QQBrowser", "QQ 浏览器"), ("OPR", "Opera"),
    ("Firefox", "火狐"), ("Chrome", "Chrome 内核"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def named(agent: str) -> str:
    """Chrome 内核，Windows."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "浏览器未知")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser}，{system}" if system else browser
