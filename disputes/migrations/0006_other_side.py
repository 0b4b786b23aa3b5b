"""A member unit as the other side, withdrawal in any open state, one continuation at a time."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0005_whoever_takes_part_may_ask'),
        ('disputes', '0005_standing_in'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dispute',
            name='dispute_follows_table',
        ),
        migrations.AddField(
            model_name='party',
            name='department',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='成员单位'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_follows_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF OLD.state = 'archived' THEN\n    RAISE EXCEPTION 'dispute % is archived and read only', OLD.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF OLD.number IS NOT NULL AND (NEW.number IS DISTINCT FROM OLD.number\n        OR NEW.first_contact_department_id <> OLD.first_contact_department_id\n        OR NEW.first_contact_officer_id <> OLD.first_contact_officer_id) THEN\n    RAISE EXCEPTION 'number and first contact of % are fixed for ever', OLD.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.state <> OLD.state THEN\n    IF (OLD.state, NEW.state) NOT IN (('awaiting_approval', 'handling'), ('awaiting_approval', 'triage'), ('awaiting_approval', 'withdrawn'), ('awaiting_signoff', 'feedback'), ('awaiting_signoff', 'handling'), ('awaiting_signoff', 'withdrawn'), ('concluded', 'archived'), ('declined', 'archived'), ('draft', 'registered'), ('feedback', 'concluded'), ('feedback', 'objected'), ('feedback', 'withdrawn'), ('handling', 'awaiting_approval'), ('handling', 'awaiting_signoff'), ('handling', 'merged'), ('handling', 'suspended'), ('handling', 'triage'), ('handling', 'withdrawn'), ('merged', 'archived'), ('notified', 'archived'), ('objected', 'concluded'), ('objected', 'withdrawn'), ('registered', 'draft'), ('registered', 'merged'), ('registered', 'triage'), ('registered', 'withdrawn'), ('suspended', 'handling'), ('suspended', 'withdrawn'), ('triage', 'awaiting_approval'), ('triage', 'concluded'), ('triage', 'declined'), ('triage', 'handling'), ('triage', 'merged'), ('triage', 'notified'), ('triage', 'withdrawn'), ('withdrawn', 'archived')) THEN\n        RAISE EXCEPTION 'no row of the table leads from % to %', OLD.state, NEW.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.state = 'feedback' AND EXISTS (\n        SELECT 1 FROM workflow_assignment a WHERE a.dispute_id = NEW.id\n        AND a.kind IN ('joint', 'special') AND a.state IN ('sent', 'accepted', 'drafted')) THEN\n        RAISE EXCEPTION 'an opinion on % is still owed', NEW.number\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.state = 'concluded' AND OLD.state IN ('feedback', 'objected') AND (\n        SELECT count(*) FROM workflow_service s WHERE s.dispute_id = NEW.id) < 2 THEN\n        RAISE EXCEPTION 'a party of % was not told', NEW.number USING ERRCODE = 'check_violation';\n    END IF;\nEND IF;\nIF NEW.state = 'awaiting_signoff' AND OLD.state <> 'awaiting_signoff'\n        AND NEW.mode <> 'special' AND NOT NEW.designated AND EXISTS (\n    SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.id AND p.role = 'counterparty'\n    AND p.department_id = CASE WHEN NEW.mode = 'referral' THEN NEW.lead_department_id\n        ELSE NEW.receiving_department_id END) THEN\n    RAISE EXCEPTION 'the other side of % may not decide it', NEW.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.mode = 'special' AND OLD.mode <> 'special' AND NOT EXISTS (\n    SELECT 1 FROM workflow_approval p WHERE p.dispute_id = NEW.id\n    AND p.kind = 'major' AND p.state = 'approved') THEN\n    RAISE EXCEPTION 'special handling of % was not approved', NEW.number\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n", hash='88512511c92ed889a3801c40f6649f5536ce9fb2', operation='UPDATE', pgid='pgtrigger_dispute_follows_table_138b0', table='disputes_dispute', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(('continues__isnull', False), models.Q(('state__in', ['concluded', 'declined', 'merged', 'notified', 'withdrawn', 'archived']), _negated=True)), fields=('continues',), name='dispute_goes_on_as_one'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('department', None), ('role', 'counterparty'), _connector='OR'), name='party_only_the_other_side_is_a_member_unit'),
        ),
    ]
