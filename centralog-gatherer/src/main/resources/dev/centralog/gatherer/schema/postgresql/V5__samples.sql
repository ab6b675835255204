-- SPDX-License-Identifier: Apache-2.0
-- An event with the flag varying is there, too: it is one of those that its row counts.

-- One row for a group in a window, however many deliveries brought it; the event is that of a delivery that has one.
CREATE OR REPLACE VIEW event_windows AS
SELECT
    sums.window_start, sums.group_id, sums.repeats, sums.deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class, e.thrown_message, e.app,
    e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values,
    e.cuts
FROM (
    SELECT
        window_start, group_id, sum(repeats) AS repeats, count(*) AS deliveries,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY window_start, group_id
) sums
JOIN events e ON e.id = sums.id;

-- One row for a group over all time.
CREATE OR REPLACE VIEW groups AS
SELECT
    sums.group_id, sums.first_seen, sums.last_seen, sums.repeats, sums.windows,
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        group_id, min(time) AS first_seen, max(time) AS last_seen, sum(repeats) AS repeats,
        count(DISTINCT window_start) AS windows,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY group_id
) sums
JOIN events e ON e.id = sums.id;
