"""What PostgreSQL insists on when something is approved, whoever writes (方案三, R103)."""

from __future__ import annotations

from typing import Final

from departments.roles import STAFF

LINES_STAY: Final = """
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
IF NOT NEW.lines @> OLD.lines THEN
    RAISE EXCEPTION 'a signed line of approval % stays', OLD.id USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

_staff = ", ".join(f"'{role.value}'" for role in sorted(STAFF))

#: Whoever is one of a bureau (方案三): kept against whoever writes, by the posts of that day.
NOBODY_IN_HIS_OWN_CAUSE: Final = f"""
IF NEW.desk_id IS NULL AND NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (
        SELECT 1 FROM departments_term t JOIN departments_post p ON p.id = t.post_id
        WHERE t.officer_id = NEW.decided_by_id AND p.role = 'leader'
        AND t.starts_on <= (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date
        AND (t.ends_on IS NULL OR t.ends_on >= (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date))
    AND NOT EXISTS (SELECT 1 FROM departments_delegation g WHERE g.deputy_id = NEW.decided_by_id
        AND (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN g.starts_on AND g.ends_on)
    AND NOT EXISTS (SELECT 1 FROM disputes_standin s WHERE s.officer_id = NEW.decided_by_id
        AND s.role = 'leader' AND s.dispute_id = NEW.dispute_id) THEN
    RAISE EXCEPTION 'the leader alone, or who stands in for him, approves'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.desk_id IS NULL AND NEW.awaits = '' AND NEW.decided_by_id IS NOT NULL
        AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id THEN
    IF EXISTS (
        SELECT 1 FROM departments_term t JOIN departments_post p ON p.id = t.post_id
        WHERE t.officer_id = NEW.decided_by_id
            AND t.starts_on <= (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date
            AND (t.ends_on IS NULL
                OR t.ends_on >= (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date)
            AND CASE WHEN p.role IN ({_staff}) THEN p.department_id ELSE p.bureau_id END IN (
                SELECT NEW.requested_department_id
                UNION SELECT NEW.lead_id
                UNION SELECT d.receiving_department_id FROM disputes_dispute d
                    WHERE d.id = NEW.dispute_id
                UNION SELECT d.lead_department_id FROM disputes_dispute d
                    WHERE d.id = NEW.dispute_id
                UNION SELECT p.department_id FROM disputes_party p
                    WHERE p.dispute_id = NEW.dispute_id
                UNION SELECT m.convenor_id FROM workflow_meeting m WHERE m.id = NEW.meeting_id
                UNION SELECT d.receiving_department_id FROM workflow_agendaitem i
                    JOIN disputes_dispute d ON d.id = i.dispute_id
                    WHERE i.meeting_id = NEW.meeting_id
                UNION SELECT d.lead_department_id FROM workflow_agendaitem i
                    JOIN disputes_dispute d ON d.id = i.dispute_id
                    WHERE i.meeting_id = NEW.meeting_id
                UNION SELECT p.department_id FROM workflow_agendaitem i
                    JOIN disputes_party p ON p.dispute_id = i.dispute_id
                    WHERE i.meeting_id = NEW.meeting_id)
    ) THEN
        RAISE EXCEPTION 'nobody decides in the cause of his own bureau'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_by_nobody_in_his_own_cause';
    END IF;
END IF;
RETURN NEW;
"""  # noqa: S608 the words in it are this file's own

#: Only an extension within his own rights is granted by a head in the act that asks (R103).
BEGINS_AS_A_QUESTION: Final = """
IF NEW.kind <> 'extension' AND NEW.state <> 'pending' THEN
    RAISE EXCEPTION 'what is approved was asked before' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
