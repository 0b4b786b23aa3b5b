"""What the portal's own role may do with tables that know no case: units, officers, the calendar,
sealing, and what libraries keep."""

from __future__ import annotations

from typing import Final

from config.rights.line import adds, changes, free, reads, whole

LIBRARIES: Final = {
    "auth_group": adds(),
    "auth_group_permissions": reads(),
    "auth_permission": reads(),
    "axes_accessattempt": free(),  # emptied by whoever signs in
    "axes_accessattemptexpiration": free(),
    "axes_accessfailurelog": adds("attempt_time"),
    "axes_accesslog": changes("logout_time", once="logout_time", times="attempt_time logout_time"),
    "django_content_type": reads(),
    "django_migrations": reads(),
    "django_session": free(),
    "guardian_groupobjectpermission": reads(),
    "guardian_userobjectpermission": reads(),
}

HOUSE: Final = {
    "confidentiality_accessrecord": adds("at"),
    "confidentiality_auditarrival": adds(),
    "confidentiality_auditrecord": reads(),  # the owner's own function seals (portal_seal_audit)
    "confidentiality_keycheck": adds("first_seen_at"),
    "confidentiality_revealgrant": adds("at"),
    "deadlines_calendarday": changes("is_workday name source imported_by_id imported_at"),
    "deadlines_calendarstamp": whole(),
    "deadlines_deadlinepolicy": adds("changed_at", locks=True),
    "departments_apitoken": whole(
        fixed="officer_id name digest scope units created_at expires_at",
        once="revoked_at",
        times="created_at revoked_at",
    ),
    "departments_category": reads(),
    "departments_changerecord": adds("at"),
    "departments_delegation": changes("revoked_on", once="revoked_on", times="recorded_at"),
    "departments_department": whole(fixed="code kind group_id membership_id"),
    "departments_dutyrule": adds(),
    "departments_matrixversion": adds("made_at", locks=True),
    "departments_membershipdecision": whole(
        fixed="is_founding", final="OLD.confirmed_on IS NOT NULL"
    ),
    "departments_officer": whole(fixed="username is_superuser created_at"),
    "departments_officer_groups": reads(),
    "departments_officer_user_permissions": reads(),
    "departments_passwordslip": whole(
        fixed="officer_id reason drops_factor started_by_id started_at code expires_at",
        once="confirmed_by_id confirmed_at second_code done_at void_at",
        grows="wrong_tries",
        times="started_at confirmed_at done_at void_at",
    ),
    "departments_pastpassword": free(),  # the last five
    "departments_post": changes("title bureau_id", passes="bureau_id"),
    "departments_reform": whole(
        fixed="kind source_id target_id document decided_on effective_on reason categories "
        "insurance_types numbers registered_by_id registered_at",
        times="registered_at done_at",
        final="OLD.state <> 'registered'",
    ),
    "departments_recoverycode": free(),
    "departments_secondfactor": free(),
    "departments_signalrule": adds(),
    "departments_signinwait": free(),
    "departments_sitting": free(),
    "departments_switchdate": changes("switched_on basis"),
    "departments_taskforcesettings": changes(
        "leader_delegation major_office_review major_deputy_review"
    ),
    "departments_term": changes("ends_on"),
    "departments_remedybody": changes("name address phone"),
    "departments_town": changes("name department_id is_active"),
    "departments_unitname": changes(
        "withdrawn_at", once="withdrawn_at", times="recorded_at withdrawn_at"
    ),
    "departments_training": whole(
        fixed="kind department_id recorded_by_id recorded_at",
        times="recorded_at",
        final="OLD.void_reason <> ''",
    ),
    "web_idempotencykey": free(),
    "web_kepttext": free(),
}
