-- SPDX-License-Identifier: Apache-2.0
-- Classes and frames of throwables, once for all events that have them. The messages stay in the rows of events. id is the
-- first 64 bits of the SHA-256 of frames. In text, marks stand for the first line of the throwable and of its first three causes.
CREATE TABLE throwables (
    id bigint NOT NULL,
    frames json NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (id)
);

-- Null: no throwable, or all of it is in thrown, as in rows of earlier versions.
ALTER TABLE events ADD COLUMN throwable_id bigint;

CREATE OR REPLACE VIEW event_windows AS
SELECT
    sums.window_start, sums.group_id, sums.repeats, sums.deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class, e.thrown_message, e.app,
    e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values,
    e.cuts, e.trace_id, e.span_id, sums.in_full, sums.in_full >= sums.repeats AS complete,
    e.throwable_id
FROM (
    SELECT
        window_start, group_id, sum(repeats) AS repeats, count(*) AS deliveries, sum(in_full) AS in_full,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY window_start, group_id
) sums
JOIN events e ON e.id = sums.id;

CREATE OR REPLACE VIEW event_details AS
SELECT
    e.window_start, e.group_id, e.delivery, NULL::text COLLATE "C" AS process_id, e.sequence AS n, e.time, e.nano, e.level, e.severity, e.logger,
    e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name,
    e.line_number, e.thrown_class, e.thrown_message, NULL::json AS cause_messages, e.thrown, e.app, e.environment, e.host, e.pid,
    e.flag, e.arguments, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.throwable_id
FROM events e
WHERE e.borrowed = 0 AND e.flag NOT IN ('noPayload', 'unreadable', 'rejected', 'overflow')
UNION ALL
SELECT
    s.window_start, s.group_id, s.delivery, s.process_id, s.n, s.time, s.nano, e.level, e.severity, e.logger,
    s.thread_name, s.thread_id, s.thread_priority, coalesce(s.template, e.template), s.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class, s.thrown_message, s.cause_messages, NULL::json,
    e.app, e.environment, p.host, p.pid,
    e.flag, s.arguments, e.markers, s.mdc, s.ndc, s.key_values, s.cuts, s.trace_id, s.span_id, e.throwable_id
FROM event_samples s
JOIN events e ON e.window_start = s.window_start AND e.group_id = s.group_id AND e.delivery = s.delivery
LEFT JOIN processes p ON p.id = s.process_id;

-- A row of events, with the stack trace as Java prints it; null if there is none, and in rows of earlier versions.
CREATE VIEW events_flat AS
SELECT
    e.id, e.window_start, e.group_id, e.delivery, e.repeats, e.processes, e.time, e.nano, e.level, e.severity, e.logger,
    e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name,
    e.line_number, e.thrown_class, e.thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments,
    e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.in_full, e.borrowed, e.throwable_id,
    replace(replace(replace(replace(t.text,
        U&'\E000',
        coalesce(e.thrown ->> 'text',
            (e.thrown ->> 'class') || coalesce(': ' || (e.thrown ->> 'message'), ''), '')),
        U&'\E001',
        coalesce(e.thrown -> 'cause' ->> 'text',
            (e.thrown -> 'cause' ->> 'class') || coalesce(': ' || (e.thrown -> 'cause' ->> 'message'), ''), '')),
        U&'\E002',
        coalesce(e.thrown -> 'cause' -> 'cause' ->> 'text',
            (e.thrown -> 'cause' -> 'cause' ->> 'class') || coalesce(': ' || (e.thrown -> 'cause' -> 'cause' ->> 'message'), ''), '')),
        U&'\E003',
        coalesce(e.thrown -> 'cause' -> 'cause' -> 'cause' ->> 'text',
            (e.thrown -> 'cause' -> 'cause' -> 'cause' ->> 'class') || coalesce(': ' || (e.thrown -> 'cause' -> 'cause' -> 'cause' ->> 'message'), ''), '')) AS thrown_text
FROM events e
LEFT JOIN throwables t ON t.id = e.throwable_id;
