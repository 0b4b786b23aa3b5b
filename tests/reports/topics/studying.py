"""A topic with one case in it."""

from __future__ import annotations

from departments.models import Officer
from departments.roles import Role
from reports.topics import actions
from tests.factories import an_officer, triaged
from workflow.models import KeyTopic


def office() -> Officer:
    """As the portal reads him, with his posts."""
    return Officer.objects.get(pk=an_officer(Role.OFFICE, "ZB").pk)


def a_topic() -> KeyTopic:
    topic = actions.begin(by=office(), title="断缴补缴", question="断缴期间能否补缴？")
    actions.gather(topic, by=office(), number=str(triaged().number))
    return topic
