"""Whose counter took a case in sees it for ever, also after 机构改革 gave it to another (R043)."""

from django.db import migrations

SEEN = """
    INSERT INTO disputes_disputegrouppermission (content_object_id, group_id, permission_id)
    SELECT dispute.id, unit.group_id, part.id
    FROM disputes_dispute dispute
    JOIN departments_department unit ON unit.id = dispute.first_contact_department_id
    JOIN auth_permission part ON part.codename = 'take_part'
    JOIN django_content_type kind ON kind.id = part.content_type_id AND kind.app_label = 'disputes'
    WHERE dispute.number IS NOT NULL
      AND dispute.first_contact_department_id
          NOT IN (dispute.receiving_department_id, dispute.lead_department_id)
      AND NOT EXISTS (
          SELECT 1 FROM disputes_disputegrouppermission held
          WHERE held.content_object_id = dispute.id AND held.group_id = unit.group_id
      )
"""


class Migration(migrations.Migration):

    dependencies = [
        ("disputes", "0021_saved_views_sealed"),
        ("departments", "0013_what_a_new_member_does"),
    ]

    operations = [migrations.RunSQL(SEEN, migrations.RunSQL.noop)]
