-- The near limit of the sweep: the same clocks moved, an event and a message for each, and no more:
-- nobody is looked up, no sentence is made, no history written, no stage asked whether it is told.
WITH picked AS MATERIALIZED (
    SELECT id, jurisdiction, due_on FROM workflow_deadline
    WHERE ended_on IS NULL AND NOT is_suspended AND next_on <= %(today)s
    ORDER BY next_on, id FOR NO KEY UPDATE
),
moved AS (
    UPDATE workflow_deadline d SET next_on = %(today)s + 2 FROM picked WHERE d.id = picked.id
),
event AS (
    INSERT INTO workflow_deadlinestage
        (jurisdiction, deadline_id, due_on, stage, late_days, passed_on, recorded_at)
    SELECT jurisdiction, id, due_on, 'due', 0, due_on, now() FROM picked
    RETURNING id
)
INSERT INTO workflow_outboxmessage
    (topic, payload, key, created_at, next_try_at, attempts, last_error)
SELECT 'workflow.send_notice', jsonb_build_object('notice_id', id, 'channel', 'console'),
    'bare-' || id, now(), now(), 0, '' FROM event
