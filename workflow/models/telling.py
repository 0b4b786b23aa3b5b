"""What PostgreSQL insists on when somebody is told, cannot be told, or is said to be silent.

The sentences for people are those of the actions; these stand against hand-written SQL. Only new
rows are asked: what was recorded before these promises stays as it was.
"""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.conf import settings

#: The day, here, on which a row was recorded.
_RECORDED: Final = f"(NEW.recorded_at AT TIME ZONE '{settings.TIME_ZONE}')::date"

# S608: what is put in are settings and constants of this module.
_EVER_SINCE: Final = f"""
SELECT (max(t.at) AT TIME ZONE '{settings.TIME_ZONE}')::date INTO told_since FROM (
    SELECT d.signed_at AS at FROM workflow_decision d
    WHERE d.dispute_id = NEW.dispute_id AND d.state = 'signed'
    UNION ALL
    SELECT p.issued_at FROM workflow_paper p
    WHERE p.dispute_id = NEW.dispute_id AND p.kind = 'notification' AND NOT EXISTS (
        SELECT 1 FROM workflow_decision d
        WHERE d.dispute_id = NEW.dispute_id AND d.state = 'signed')
"""  # noqa: S608
_TOLD_SINCE: Final = f"{_EVER_SINCE}) t;\n"
#: Whoever became a party later was not told before a decision was written to him (更正).
_HE_TOLD_SINCE: Final = f"""{_EVER_SINCE}    UNION ALL
    SELECT p.issued_at FROM workflow_paper p
    WHERE p.dispute_id = NEW.dispute_id AND p.kind = 'decision' AND p.party = NEW.party
        AND p.of_id IS NOT DISTINCT FROM NEW.of_id
        AND NOT EXISTS (SELECT 1 FROM workflow_papervoid v WHERE v.paper_id = p.id)
) t;
"""  # noqa: S608


def _between(column: str, what: str) -> str:
    return f"""
IF NEW.{column} > {_RECORDED} THEN
    RAISE EXCEPTION '{what} cannot lie in the future' USING ERRCODE = 'check_violation';
END IF;
IF told_since IS NULL OR NEW.{column} < told_since THEN
    RAISE EXCEPTION '{what} cannot lie before there was anything to tell'
        USING ERRCODE = 'check_violation';
END IF;
"""


#: 公告送达: thirty days after it was published, and not before there was anything to tell.
_PUBLISHED_LONG_ENOUGH: Final = """
IF NEW.method = 'notice' AND (NEW.published_on IS NULL OR NEW.published_on < told_since
        OR NEW.served_on < NEW.published_on + 30) THEN
    RAISE EXCEPTION 'a public notice serves thirty days after it was published'
        USING ERRCODE = 'check_violation';
END IF;
"""

#: What was registered is true of the case that the party came with (并案, R043).
_EXEMPTION_IS_TRUE: Final = """
IF NEW.exempt <> '' AND NOT ((NEW.of_id IS NULL OR EXISTS (
    SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.dispute_id
    AND p.of_id = NEW.of_id AND p.role = NEW.party)) AND CASE NEW.exempt
    WHEN 'anonymous' THEN NEW.party = 'payer' AND EXISTS (
        SELECT 1 FROM disputes_dispute d
        WHERE d.id = COALESCE(NEW.of_id, NEW.dispute_id) AND d.anonymous)
        AND NOT EXISTS (SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.dispute_id
            AND p.of_id IS NOT DISTINCT FROM NEW.of_id AND p.role = 'payer'
            AND (p.unit_name <> '' OR p.name <> ''))
    WHEN 'one_party' THEN NEW.party = 'counterparty' AND (
        EXISTS (SELECT 1 FROM disputes_dispute d
            WHERE d.id = COALESCE(NEW.of_id, NEW.dispute_id) AND d.confidential_report)
        OR NEW.of_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.dispute_id
            AND p.of_id IS NULL AND p.role = 'counterparty' AND p.kind NOT IN ('', 'none'))
        AND NOT EXISTS (
            SELECT 1 FROM workflow_paper t WHERE t.dispute_id = NEW.dispute_id
            AND t.kind = 'decision' AND t.party = 'counterparty' AND t.of_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM workflow_papervoid v WHERE v.paper_id = t.id)))
    WHEN 'confidential' THEN NEW.party = 'counterparty' AND EXISTS (
        SELECT 1 FROM disputes_dispute d
        WHERE d.id = COALESCE(NEW.of_id, NEW.dispute_id) AND d.confidential_report)
    WHEN 'unreachable' THEN (
        SELECT count(DISTINCT a.tried_on) FROM workflow_serviceattempt a
        WHERE a.dispute_id = NEW.dispute_id AND a.party = NEW.party
        AND a.of_id IS NOT DISTINCT FROM NEW.of_id AND a.struck_at IS NULL
        AND a.tried_on >= COALESCE(told_since, a.tried_on)) >= 3
    ELSE false END) THEN
    RAISE EXCEPTION 'the exemption % is not true of this dispute', NEW.exempt
        USING ERRCODE = 'check_violation';
END IF;
"""

#: Who was told, or need not be, is asked for a word; nobody else.
_WAS_TOLD: Final = """
IF NOT EXISTS (SELECT 1 FROM workflow_service s WHERE s.dispute_id = NEW.dispute_id
        AND s.party = NEW.party AND s.of_id IS NOT DISTINCT FROM NEW.of_id
        AND s.struck_at IS NULL) THEN
    RAISE EXCEPTION 'only who was told answers' USING ERRCODE = 'check_violation';
END IF;
"""

_SILENCE_HAS_LASTED: Final = f"""
IF NEW.answer = 'silent' AND NOT EXISTS (
    SELECT 1 FROM workflow_service s WHERE s.dispute_id = NEW.dispute_id AND s.party = NEW.party
    AND s.of_id IS NOT DISTINCT FROM NEW.of_id AND s.struck_at IS NULL
    AND (s.exempt = '' AND s.served_on + 15 <= {_RECORDED} AND (s.receipt_id IS NOT NULL
            OR s.mail_number <> '' OR s.witnesses <> '' OR s.published_on IS NOT NULL)
        OR s.exempt IN ('', 'unreachable') AND
            (s.recorded_at AT TIME ZONE '{settings.TIME_ZONE}')::date + 15 <= {_RECORDED})) THEN
    RAISE EXCEPTION 'silence counts fifteen days after proof of service'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608

_SINCE: Final = [("told_since", "date")]


def _before(name: str, func: str, *, declared: bool = True) -> pgtrigger.Trigger:
    """Asked of every new row."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=func,
        declare=_SINCE if declared else None,
    )


def has_happened(column: str) -> str:
    """What a day says that lies after the day of recording is no record."""
    return f"""
IF NEW.{column} > {_RECORDED} THEN
    RAISE EXCEPTION 'what is recorded has happened' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def service_is_true() -> pgtrigger.Trigger:
    """Between the decision and today; exempt only for a reason that holds (R069, R070)."""
    day = _between("served_on", "service")
    func = f"{_HE_TOLD_SINCE}{day}{_PUBLISHED_LONG_ENOUGH}{_EXEMPTION_IS_TRUE}RETURN NEW;\n"
    return _before("service_is_true", func)


def attempt_is_true() -> pgtrigger.Trigger:
    """Nobody was tried before there was anything to tell, nor tomorrow."""
    return _before(
        "attempt_is_true", f"{_HE_TOLD_SINCE}{_between('tried_on', 'an attempt')}RETURN NEW;\n"
    )


def silence_has_lasted() -> pgtrigger.Trigger:
    """Fifteen days after proof of service, or after it was written down that none is possible."""
    func = f"{_WAS_TOLD}{_SILENCE_HAS_LASTED}"
    return _before("silence_has_lasted", func, declared=False)


def remedy_is_true() -> pgtrigger.Trigger:
    """A remedy against this decision was not taken up before there was one, nor tomorrow."""
    return _before(
        "remedy_is_true", f"{_TOLD_SINCE}{_between('accepted_on', 'a remedy')}RETURN NEW;\n"
    )
