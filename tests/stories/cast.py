"""The fixed cast of the stories: who they are, where they sit, and the browser before each."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.test import Client

from departments.models import Officer
from tests import factories as f
from tests.workflow.signing_in import signed_in


@dataclass(frozen=True)
class Part:
    """One person of the cast, who is the same in every story."""

    role: str
    code: str
    name: str

    def officer(self) -> Officer:
        """A fresh copy, as each request has one."""
        found = f.an_officer(self.role, self.code)
        if found.name != self.name:
            found.name = self.name
            found.save()
        return Officer.objects.get(pk=found.pk)

    def browser(self) -> Client:
        return signed_in(self.officer())


WANG = Part("clerk", "SW", "王首问")
LI = Part("reviewer", "SW", "李审核")
SUN = Part("head", "SW", "孙负责")
ZHANG = Part("clerk", "YB", "张经办")
WU = Part("head", "YB", "吴负责")
CHEN = Part("clerk", "RS", "陈经办")
ZHOU = Part("head", "RS", "周负责")
ZHAO = Part("clerk", "CZ", "赵旁人")  # has no part in anything
LEADER = Part("leader", "ZB", "组长甲")
OFFICE = Part("office", "ZB", "专班乙")
AUDITOR = Part("auditor", "ZB", "审计丙")
ADMINISTRATOR = Part("sysadmin", "ZB", "系统丁")

CAST = (WANG, LI, SUN, ZHANG, WU, CHEN, ZHOU, ZHAO, LEADER, OFFICE, AUDITOR, ADMINISTRATOR)


def assemble() -> None:
    """Everybody is there from the beginning, and every unit may archive."""
    cache.clear()
    for part in CAST:
        part.officer()
    for code in (*f.FUNCTIONAL, "XF"):
        f.a_department(code)
