"""The promises of a dispute read the procedure's tables, so they come when those are there."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial"), ("workflow", "0001_initial")]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_follows_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF OLD.state = 'archived' THEN\n    RAISE EXCEPTION 'dispute % is archived and read only', OLD.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF OLD.number IS NOT NULL AND (NEW.number IS DISTINCT FROM OLD.number\n        OR NEW.first_contact_department_id <> OLD.first_contact_department_id\n        OR NEW.first_contact_officer_id <> OLD.first_contact_officer_id) THEN\n    RAISE EXCEPTION 'number and first contact of % are fixed for ever', OLD.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.state <> OLD.state THEN\n    IF (OLD.state, NEW.state) NOT IN (('awaiting_approval', 'handling'), ('awaiting_approval', 'triage'), ('awaiting_signoff', 'feedback'), ('awaiting_signoff', 'handling'), ('concluded', 'archived'), ('declined', 'archived'), ('draft', 'registered'), ('feedback', 'concluded'), ('feedback', 'objected'), ('handling', 'awaiting_approval'), ('handling', 'awaiting_signoff'), ('handling', 'merged'), ('handling', 'suspended'), ('handling', 'triage'), ('handling', 'withdrawn'), ('merged', 'archived'), ('notified', 'archived'), ('objected', 'concluded'), ('registered', 'draft'), ('registered', 'merged'), ('registered', 'triage'), ('registered', 'withdrawn'), ('suspended', 'handling'), ('suspended', 'withdrawn'), ('triage', 'awaiting_approval'), ('triage', 'concluded'), ('triage', 'declined'), ('triage', 'handling'), ('triage', 'merged'), ('triage', 'notified'), ('triage', 'withdrawn'), ('withdrawn', 'archived')) THEN\n        RAISE EXCEPTION 'no row of the table leads from % to %', OLD.state, NEW.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.state = 'feedback' AND EXISTS (\n        SELECT 1 FROM workflow_assignment a WHERE a.dispute_id = NEW.id\n        AND a.kind IN ('joint', 'special') AND a.state IN ('sent', 'accepted', 'drafted')) THEN\n        RAISE EXCEPTION 'an opinion on % is still owed', NEW.number\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.state = 'concluded' AND OLD.state IN ('feedback', 'objected') AND (\n        SELECT count(*) FROM workflow_service s WHERE s.dispute_id = NEW.id) < 2 THEN\n        RAISE EXCEPTION 'a party of % was not told', NEW.number USING ERRCODE = 'check_violation';\n    END IF;\nEND IF;\nIF NEW.mode = 'special' AND OLD.mode <> 'special' AND NOT EXISTS (\n    SELECT 1 FROM workflow_approval p WHERE p.dispute_id = NEW.id\n    AND p.kind = 'major' AND p.state = 'approved') THEN\n    RAISE EXCEPTION 'special handling of % was not approved', NEW.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n", hash='89d6dcb136d06abaae948c7a1264249fe3c19612', operation='UPDATE', pgid='pgtrigger_dispute_follows_table_138b0', table='disputes_dispute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_starts_as_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF NEW.state <> 'draft' THEN\n    RAISE EXCEPTION 'a dispute starts as a draft' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n", hash='fa2a977106bc8c458cea7063c9e2d43f6b353970', operation='INSERT', pgid='pgtrigger_dispute_starts_as_draft_52559', table='disputes_dispute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_only_drafts_go', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF OLD.state <> 'draft' OR OLD.number IS NOT NULL THEN\n    RAISE EXCEPTION 'a registered dispute is never deleted' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN OLD;\n", hash='05ceb595564b51d6f945cbc31726eae2713616f3', operation='DELETE', pgid='pgtrigger_dispute_only_drafts_go_7f0fc', table='disputes_dispute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_change_is_remembered', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.state IS DISTINCT FROM NEW.state)', constraint='CONSTRAINT', func="\nIF NOT EXISTS (SELECT 1 FROM workflow_timelineentry t WHERE t.dispute_id = NEW.id\n        AND t.version = NEW.version AND t.state_after = NEW.state\n        AND t.state_before = OLD.state) THEN\n    RAISE EXCEPTION 'the change of % from % to % has no timeline entry',\n        NEW.number, OLD.state, NEW.state\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='a53fc07b4e50ef38085a0698534ac1ab04d5b11a', operation='UPDATE OF "state"', pgid='pgtrigger_dispute_change_is_remembered_90238', table='disputes_dispute', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
