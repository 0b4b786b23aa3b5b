-- What a batch of the sweep says, sealed: a message to each, the sentence in the 经过, and the
-- message on its way out. Rows are told apart by their place in the arrays.
WITH told AS (
    INSERT INTO workflow_notice
        (recipient_id, dispute_id, stage_id, supervision_id, text, seal_id, created_at)
    SELECT n.recipient, n.dispute, n.stage, n.supervision, n.text, n.seal_id, %(now)s::timestamptz
    FROM unnest(%(recipients)s::bigint[], %(told_of)s::bigint[], %(stages)s::bigint[],
        %(supervisions)s::bigint[], %(texts)s::text[], %(seals)s::uuid[])
        AS n(recipient, dispute, stage, supervision, text, seal_id)
    ON CONFLICT DO NOTHING  -- who sits in two of these posts hears it once
    RETURNING id
),
remembered AS (
    INSERT INTO workflow_timelineentry (jurisdiction, dispute_id, version, at, actor_label, verb,
        text, seal_id, clause, state_before, state_after, same_person)
    SELECT e.jurisdiction, e.dispute, e.version, %(now)s, '系统提醒', 'remind', e.text, e.seal_id,
        e.clause, e.state, e.state, FALSE
    FROM unnest(%(jurisdictions)s::text[], %(entered_in)s::bigint[], %(versions)s::int[],
        %(clauses)s::text[], %(states)s::text[], %(entries)s::text[], %(entry_seals)s::uuid[])
        AS e(jurisdiction, dispute, version, clause, state, text, seal_id)
),
left_to_do AS (
    INSERT INTO workflow_outboxmessage
        (topic, payload, key, created_at, next_try_at, attempts, last_error)
    SELECT 'workflow.send_notice', jsonb_build_object('notice_id', t.id, 'channel', c.name),
        'notice-' || t.id || '-' || c.name, %(now)s::timestamptz, %(now)s::timestamptz, 0, ''
    FROM told t CROSS JOIN unnest(%(channels)s::text[]) AS c(name)
)
SELECT count(*) FROM told
