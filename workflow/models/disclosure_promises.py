"""What PostgreSQL insists on when information leaves, whoever writes (六(三), A18)."""

from __future__ import annotations

from typing import Final

#: Where a disclosure may go from where; tests hold this against the procedure's rows.
STEPS: Final = (
    ("head", "office"),
    ("office", "leader"),
    ("office", "approved"),
    ("leader", "approved"),
    *((desk, end) for desk in ("head", "office", "leader") for end in ("returned", "dropped")),
    *(("returned", end) for end in ("head", "office", "leader", "dropped")),
    ("approved", "revoked"),
)
_STEPS_SQL: Final = ", ".join(f"('{source}', '{target}')" for source, target in STEPS)


DISCLOSURE_BEGINS: Final = """
IF NEW.round <> 1 OR NEW.state IS DISTINCT FROM NEW.route[1] OR (
    NEW.route <> ARRAY['leader']::varchar[] AND NEW.route <> ARRAY['head', 'office']::varchar[]
    AND NEW.route <> ARRAY['head', 'office', 'leader']::varchar[]
    AND NEW.route <> ARRAY['office', 'leader']::varchar[]) THEN
    RAISE EXCEPTION 'a disclosure begins at its first desk' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

_ASKED: Final = (
    "route recipient_kind recipient letter purpose masking full_reason impact_record until round"
)
_NEW_ASKED: Final = ", ".join(f"NEW.{name}" for name in _ASKED.split())
_OLD_ASKED: Final = ", ".join(f"OLD.{name}" for name in _ASKED.split())

DISCLOSURE_STANDS: Final = f"""
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a disclosure is kept' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state = 'dropped' OR (OLD.state = 'revoked'
        AND ROW(NEW.state, NEW.ended_at, NEW.conclusion) IS DISTINCT FROM
            ROW(OLD.state, OLD.ended_at, OLD.conclusion)) THEN
    RAISE EXCEPTION 'a disclosure that has ended never changes' USING ERRCODE = 'check_violation';
END IF;
IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_STEPS_SQL}) THEN
    RAISE EXCEPTION 'no row leads a disclosure from % to %', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
END IF;
IF ROW(NEW.dispute_id, NEW.requested_by_id, NEW.requested_at)
        IS DISTINCT FROM ROW(OLD.dispute_id, OLD.requested_by_id, OLD.requested_at)
    OR NEW.department_id <> OLD.department_id AND NOT EXISTS (
        SELECT 1 FROM departments_reform r WHERE r.state = 'registered'
        AND r.source_id = OLD.department_id AND r.target_id = NEW.department_id)
    OR OLD.number IS NOT NULL AND ROW(NEW.number, NEW.numbered_by_id, NEW.approved_at)
        IS DISTINCT FROM ROW(OLD.number, OLD.numbered_by_id, OLD.approved_at) THEN
    RAISE EXCEPTION 'who asked and what was approved stand' USING ERRCODE = 'check_violation';
END IF;
IF ROW({_NEW_ASKED}) IS DISTINCT FROM ROW({_OLD_ASKED}) AND NOT (
    OLD.state = 'returned' AND NEW.state = NEW.route[1] AND NEW.round = OLD.round + 1) THEN
    RAISE EXCEPTION 'what was asked stands as it was asked' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state = 'returned' AND NEW.state IN ('head', 'office', 'leader')
        AND NEW.round <> OLD.round + 1 THEN
    RAISE EXCEPTION 'what was sent back is signed anew' USING ERRCODE = 'check_violation';
END IF;
IF NEW.state = 'approved' AND OLD.state <> 'approved' AND (EXISTS (
        SELECT 1 FROM unnest(NEW.route) AS wanted(step) WHERE NOT EXISTS (
            SELECT 1 FROM workflow_disclosuresignature s WHERE s.disclosure_id = NEW.id
            AND s.round = NEW.round AND s.step = wanted.step AND s.agrees))
    OR NOT EXISTS (SELECT 1 FROM workflow_disclosureitem i
        WHERE i.disclosure_id = NEW.id AND i.round = NEW.round)) THEN
    RAISE EXCEPTION 'not every desk has signed' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 the words in it are this file's own

#: What is signed is what was there to be read.
ITEM_COMES_FIRST: Final = """
IF NOT EXISTS (SELECT 1 FROM workflow_disclosure d WHERE d.id = NEW.disclosure_id
        AND (d.state = 'returned' AND NEW.round = d.round + 1
            OR d.state IN ('head', 'office', 'leader') AND NEW.round = d.round))
    OR EXISTS (SELECT 1 FROM workflow_disclosuresignature s
        WHERE s.disclosure_id = NEW.disclosure_id AND s.round = NEW.round) THEN
    RAISE EXCEPTION 'nothing is added to what is being signed' USING ERRCODE = 'check_violation';
END IF;
IF NEW.paper_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM workflow_paper p JOIN workflow_disclosure d ON d.dispute_id = p.dispute_id
        WHERE p.id = NEW.paper_id AND d.id = NEW.disclosure_id)
    OR NEW.material_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM disputes_material m JOIN workflow_disclosure d ON d.dispute_id = m.dispute_id
        WHERE m.id = NEW.material_id AND d.id = NEW.disclosure_id) THEN
    RAISE EXCEPTION 'it is of another case' USING ERRCODE = 'check_violation';
END IF;
IF cardinality(NEW.case_files) > 0 AND (NOT EXISTS (
        SELECT 1 FROM workflow_disclosure d WHERE d.id = NEW.disclosure_id
        AND d.dispute_id IS NULL AND 'leader' = ANY(d.route))
    OR EXISTS (SELECT 1 FROM unnest(NEW.case_files) AS wanted(id) WHERE NOT EXISTS (
        SELECT 1 FROM workflow_casefile f WHERE f.id = wanted.id))) THEN
    RAISE EXCEPTION 'whole files leave by the leader''s word' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

#: Nobody signs for himself, nor where he withdrew.
SIGNED_AT_ITS_DESK: Final = """
IF NOT EXISTS (SELECT 1 FROM workflow_disclosure d WHERE d.id = NEW.disclosure_id
        AND d.state = NEW.step AND d.round = NEW.round) THEN
    RAISE EXCEPTION 'it does not lie at that desk' USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (SELECT 1 FROM workflow_disclosure d WHERE d.id = NEW.disclosure_id
        AND (d.requested_by_id = NEW.signed_by_id OR EXISTS (
            SELECT 1 FROM disputes_recusal r
            WHERE r.dispute_id = d.dispute_id AND r.officer_id = NEW.signed_by_id))) THEN
    RAISE EXCEPTION 'nobody signs for himself, nor recused' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

COPY_IS_APPROVED: Final = """
IF NOT EXISTS (SELECT 1 FROM workflow_disclosureitem i
        JOIN workflow_disclosure d ON d.id = i.disclosure_id
        WHERE i.id = NEW.item_id AND i.round = d.round AND d.state = 'approved'
        AND d.until >= (NEW.taken_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
    RAISE EXCEPTION 'nothing leaves without approval, nor after its day'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.serial <> 1 + (SELECT count(*) FROM workflow_disclosurecopy c
        WHERE c.item_id = NEW.item_id) THEN
    RAISE EXCEPTION 'copies are counted one by one' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
