-- One batch of the sweep: every stage that a running clock has passed is recorded once, the latest
-- one is told, and the clock waits for its next stage. All or nothing, for at most %(batch)s clocks.
--
-- The dispute is locked before anything is written, as every action does, and neither lock is
-- waited for: an action at work keeps its clocks for the next minute, and two sweeps share the work.
WITH day AS (  -- the calendar around today: each date, with the working days counted up to it
    SELECT * FROM unnest(%(dates)s::date[], %(counts)s::int[]) AS d(date, n)
),
today AS (  -- and the n-th working day, by subtracting what was counted before the first of them
    SELECT n, %(workdays)s::date[] AS workdays, %(before)s::int AS before
    FROM day WHERE date = %(today)s
),
seat AS MATERIALIZED (  -- who sits where today; task-force posts count wherever they are
    SELECT t.officer_id, p.role,
        CASE WHEN p.role IN ('leader', 'office') THEN 0 ELSE p.department_id END AS department_id
    FROM departments_term t
    JOIN departments_post p ON p.id = t.post_id
    JOIN departments_department u ON u.id = p.department_id AND u.is_active
    JOIN departments_officer o ON o.id = t.officer_id AND o.is_active
    WHERE t.starts_on <= %(today)s AND (t.ends_on IS NULL OR t.ends_on >= %(today)s)
),
held AS MATERIALIZED (  -- straight off the index, a batch and no further, however many are due
    SELECT * FROM workflow_deadline c
    WHERE c.ended_on IS NULL AND NOT c.is_suspended
        AND c.next_on <= %(today)s AND (c.next_on, c.id) > (%(after_on)s::date, %(after_id)s)
        AND (c.due_on < %(today)s OR NOT %(quiet)s)  -- in quiet hours only red speaks
    ORDER BY c.next_on, c.id LIMIT %(batch)s
    FOR NO KEY UPDATE SKIP LOCKED
),
picked AS MATERIALIZED (
    SELECT c.id, c.jurisdiction, c.dispute_id, c.assignment_id, c.supervision_id, c.key, c.owner_id, c.policy_id,
        c.due_on, c.amber_on, c.next_on, x.number, x.version, x.state, x.owing_role,
        x.owing_department_id, x.responsible_officer_id, x.first_contact_officer_id
    FROM held c JOIN disputes_dispute x ON x.id = c.dispute_id
    FOR KEY SHARE OF x SKIP LOCKED
),
clock AS MATERIALIZED (
    SELECT p.*, l.label, l.clause, due.n AS due_n,
        CASE WHEN p.key IN ('major.approve', 'intake.triage') THEN CASE p.owing_role
                WHEN 'leader' THEN '专班组长' WHEN 'deputy' THEN '专班副组长'
                WHEN 'office' THEN '专班办公室' ELSE u.short_name END
             ELSE u.short_name END AS short_name,  -- whose desk it is; the clock is the unit's
        CASE WHEN p.due_on < %(today)s THEN today.n - due.n ELSE 0 END AS late,
        CASE WHEN p.due_on > %(today)s THEN '剩 ' || greatest(1, due.n - today.n) || ' 天'
             WHEN p.due_on = %(today)s THEN '今天到期'
             ELSE '超期 ' || greatest(1, today.n - due.n) || ' 天' END AS words
    FROM picked p CROSS JOIN today
    JOIN day due ON due.date = p.due_on
    JOIN deadlines_deadlinepolicy l ON l.id = p.policy_id
    JOIN departments_department u ON u.id = p.owner_id
),
passed AS (  -- every stage up to today; those that an earlier sweep recorded are not fresh
    SELECT c.id, c.jurisdiction, c.due_on, s.stage, s.late_days, s.passed_on
    FROM clock c CROSS JOIN today CROSS JOIN LATERAL (
        SELECT 'amber' AS stage, 0 AS late_days, c.amber_on AS passed_on
        UNION ALL SELECT 'due', 0, c.due_on
        UNION ALL SELECT 'late', k, today.workdays[c.due_n + k - today.before]
            FROM generate_series(%(every)s, c.late, %(every)s) k
        UNION ALL SELECT 'supervision', %(supervised)s,
            today.workdays[c.due_n + %(supervised)s - today.before]
            WHERE c.late >= %(supervised)s
    ) s
    WHERE s.passed_on <= %(today)s
),
fresh AS (
    INSERT INTO workflow_deadlinestage
        (jurisdiction, deadline_id, due_on, stage, late_days, passed_on, recorded_at)
    SELECT jurisdiction, id, due_on, stage, late_days, passed_on, %(now)s FROM passed
    ORDER BY id, passed_on
    ON CONFLICT DO NOTHING
    RETURNING id, deadline_id, stage, passed_on
),
latest AS MATERIALIZED (  -- one message for a clock, however many stages a silence has left behind
    SELECT DISTINCT ON (f.deadline_id) f.id AS stage_id, c.*,
        CASE WHEN a.state = 'drafted' OR c.supervision_id IS NOT NULL THEN 'head'
             WHEN c.assignment_id IS NULL AND c.key NOT IN %(whole)s AND c.owing_role <> ''
                THEN c.owing_role
             ELSE 'clerk' END AS owes,
        CASE WHEN c.assignment_id IS NOT NULL THEN a.officer_id
             ELSE c.responsible_officer_id END AS person_id
    FROM fresh f
    JOIN clock c ON c.id = f.deadline_id
    LEFT JOIN workflow_assignment a ON a.id = c.assignment_id
    WHERE f.stage <> 'supervision'
    ORDER BY f.deadline_id, f.passed_on DESC, array_position(ARRAY['due', 'late'], f.stage)
),
recused AS MATERIALIZED (  -- they hear nothing of it, and are counted on by nobody
    SELECT r.dispute_id, r.officer_id
    FROM disputes_recusal r JOIN latest l ON l.dispute_id = r.dispute_id
),
owed AS MATERIALIZED (  -- the officer at work on it, if he still sits there; else whoever does
    SELECT l.*, CASE WHEN l.owes = 'clerk' THEN (
        SELECT s.officer_id FROM seat s
        WHERE s.department_id = l.owner_id AND s.role IN ('clerk', 'reviewer')
            AND s.officer_id IN (l.person_id, l.first_contact_officer_id)
            AND (l.dispute_id, s.officer_id) NOT IN (SELECT * FROM recused)
        ORDER BY s.officer_id IS NOT DISTINCT FROM l.person_id DESC LIMIT 1) END AS alone_id,
        l.late > 0 OR l.owes IN ('clerk', 'reviewer') AND NOT EXISTS (
            SELECT FROM seat s
            WHERE s.department_id = l.owner_id AND s.role IN ('clerk', 'reviewer')
                AND (l.dispute_id, s.officer_id) NOT IN (SELECT * FROM recused)) AS head_hears
    FROM latest l
),
wanted AS (  -- the post that owes it; the head as well once it is late, or where he sits alone
    SELECT o.*, s.officer_id
    FROM owed o JOIN seat s ON s.department_id IN (o.owner_id, 0) AND (
        (s.role = o.owes OR (o.owes, s.role) IN (('clerk', 'reviewer'), ('head', 'town_lead')))
            AND (o.alone_id IS NULL OR o.alone_id = s.officer_id)
        OR o.head_hears AND s.role IN ('head', 'town_lead'))
),
said AS (  -- the words are sealed before they are written (sweep_words.sql)
    SELECT coalesce(json_agg(json_build_object('recipient', w.officer_id, 'dispute', w.dispute_id,
        'stage', w.stage_id, 'supervision', w.supervision_id, 'text',
        w.number || ' ' || w.short_name || '“' || w.label || '”' || w.words || '（期限'
            || to_char(w.due_on, 'FMYYYY年FMMM月FMDD日') || '），请抓紧办理。')), '[]') AS notices
    FROM wanted w
    WHERE (w.dispute_id, w.officer_id) NOT IN (SELECT * FROM recused)
),
remembered AS (
    SELECT coalesce(json_agg(json_build_object('jurisdiction', jurisdiction, 'dispute', dispute_id,
        'version', version, 'clause', clause, 'state', state, 'text',
        short_name || '“' || label || '”' || words || '（期限'
            || to_char(due_on, 'FMYYYY年FMMM月FMDD日') || '），已催办。') ORDER BY id), '[]') AS entries
    FROM latest
),
left_to_do AS (
    INSERT INTO workflow_outboxmessage
        (topic, payload, key, created_at, next_try_at, attempts, last_error)
    SELECT 'workflow.clock.supervise_overdue', jsonb_build_object('stage_id', id),
        'supervise-' || id, %(now)s, %(now)s, 0, ''
    FROM fresh WHERE stage = 'supervision'
),
moved AS (  -- the next stage: the due day, or the next working day on which there is a word to say
    UPDATE workflow_deadline d
    SET next_on = CASE WHEN c.due_on > %(today)s THEN c.due_on ELSE today.workdays[
        c.due_n - today.before + (SELECT min(k)
            FROM generate_series(c.late + 1, c.late + %(every)s) k
            WHERE k %% %(every)s = 0 OR k = %(supervised)s)] END
    FROM clock c CROSS JOIN today WHERE d.id = c.id
    RETURNING d.id
)
SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM picked), (SELECT count(*) FROM moved),
    (SELECT count(*) FROM fresh), (SELECT notices FROM said), (SELECT entries FROM remembered),
    last.next_on, last.id
FROM (SELECT NULL) AS nobody LEFT JOIN
    (SELECT next_on, id FROM held ORDER BY next_on DESC, id DESC LIMIT 1) AS last ON TRUE
