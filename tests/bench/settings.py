"""The portal's own settings, with the near-limit views beside its pages and a count per answer."""

from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE, ROOT, TEMPLATES

ROOT_URLCONF = "tests.bench.near_urls"
MIDDLEWARE = ["tests.bench.counting.counted", *MIDDLEWARE]
_OURS: dict[str, object] = dict(TEMPLATES[0])
TEMPLATES = [_OURS | {"DIRS": [ROOT / "templates", Path(__file__).parent / "templates"]}]
SEARCHES_A_MINUTE = EXPORTS_AN_HOUR = 0  # one officer asks as fast as he is answered
