"""PostgreSQL is set for the machine it runs on, wherever it is started."""

from __future__ import annotations

import psycopg2
import pytest

from config import tuning
from config.embedded import ROOT
from config.servers import Postgres
from tests.config.test_server_files import SERVICES
from tests.config.test_servers import ask, cluster  # noqa: F401 -- a fixture


@pytest.mark.parametrize(
    ("mib", "buffers", "cache", "sorting"),
    [(1024, "128MB", "512MB", "4MB"), (8192, "1024MB", "4096MB", "16MB"),
     (24576, "3072MB", "12288MB", "32MB"), (262144, "4096MB", "65536MB", "32MB")],
)  # fmt: skip
def test_more_memory_is_used_within_bounds(
    mib: int, buffers: str, cache: str, sorting: str
) -> None:
    told = tuning.settings(mib)
    assert (told["shared_buffers"], told["effective_cache_size"]) == (buffers, cache)
    assert told["work_mem"] == sorting


def test_the_embedded_cluster_runs_with_them(cluster: Postgres) -> None:  # noqa: F811
    told = tuning.settings(tuning.memory())
    with psycopg2.connect(cluster.url()) as connection:
        rows = connection.cursor()
        rows.execute("SELECT name, setting FROM pg_settings WHERE source = 'command line'")
        assert set(told) <= {name for name, _ in rows.fetchall()}
    connection.close()
    assert ask(cluster.url(), "SHOW random_page_cost") == told["random_page_cost"]


def test_docker_is_told_the_same_of_a_machine_with_eight_gigabytes() -> None:
    told = tuning.settings(8192)
    words = SERVICES["postgres"]["command"][1:]
    assert words == [
        f"-c{name}=${{POSTGRES_{name.upper()}:-{value}}}" for name, value in told.items()
    ]


def test_a_server_is_set_before_its_database_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    script = (ROOT / "docs/operations/install.sh").read_text()
    assert "config.tuning conf" in script
    tuning.main("conf")
    assert "random_page_cost = 1.1\n" in capsys.readouterr().out
    tuning.main("env")
    assert "POSTGRES_RANDOM_PAGE_COST=1.1\n" in capsys.readouterr().out
