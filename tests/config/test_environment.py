"""What the environment says is read as types, and what is wrong is said in words."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, database, kept_secret


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file\n")
    env = Environment({"KEY_FILE": str(tmp_path / "key"), "KEY": "from-the-environment"})
    assert env.text("KEY") == "from-a-file"


def test_a_missing_file_is_told_without_its_content(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE 读不出来"):
        Environment({"KEY_FILE": str(tmp_path / "none")}).text("KEY")


@pytest.mark.parametrize("values", [{}, {"KEY": ""}])
def test_a_missing_value_is_named(values: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="缺少环境变量 KEY"):
        Environment(values).text("KEY")


def test_flags_numbers_choices_and_words_are_typed() -> None:
    env = Environment({"YES": "On", "COUNT": "12", "SUITE": "b", "HOSTS": "one, two ,"})
    assert env.flag("YES", default=False) is True
    assert env.flag("UNSAID", default=False) is False
    assert env.number("COUNT", 3) == 12
    assert env.choice("SUITE", ("a", "b")) == "b"
    assert env.choice("UNSAID", ("a", "b")) == "a"
    assert env.words("HOSTS") == ["one", "two"]
    assert env.words("UNSAID", "") == []


def test_wrong_values_are_refused_in_words() -> None:
    env = Environment({"YES": "maybe", "COUNT": "-1", "SUITE": "c"})
    with pytest.raises(ImproperlyConfigured, match="YES 应为 true 或 false"):
        env.flag("YES", default=False)
    with pytest.raises(ImproperlyConfigured, match="COUNT 应为不小于 0 的整数"):
        env.number("COUNT", 1)
    with pytest.raises(ImproperlyConfigured, match="SUITE 只能是：a、b"):
        env.choice("SUITE", ("a", "b"))


def test_a_database_address_is_taken_apart() -> None:
    told = database(
        "postgresql://portal_app:p%40ss@db.example:5433/portal?sslmode=require", "-c x=1"
    )
    assert (told["NAME"], told["USER"], told["PASSWORD"]) == ("portal", "portal_app", "p@ss")
    assert (told["HOST"], told["PORT"]) == ("db.example", "5433")
    assert told["OPTIONS"] == {"options": "-c x=1", "connect_timeout": 5, "sslmode": "require"}


def test_a_database_may_be_reached_by_socket() -> None:
    assert database("postgresql://portal@/portal?host=/run/pg", "")["HOST"] == "/run/pg"


def test_another_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        database("sqlite:///portal.db", "")


def test_a_kept_secret_stays_the_same_and_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret"]
