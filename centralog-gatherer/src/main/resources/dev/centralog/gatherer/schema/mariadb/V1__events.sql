-- SPDX-License-Identifier: Apache-2.0
-- A row of events is one group of one window of one delivery; its identity is (window_start, group_id, delivery).
-- Times are UTC with microseconds; nano holds all nanoseconds of the second.
-- JSON columns are longtext, not json: the order of MDC keys and repeated keys must survive.
-- All text is compared byte by byte, blanks at its end included. Text that an application chooses has no bound but that of
-- longtext, so an index takes its beginning only.
CREATE TABLE events (
    id bigint NOT NULL AUTO_INCREMENT,
    window_start datetime(6) NOT NULL,
    group_id varchar(512) NOT NULL,
    delivery varchar(254) NOT NULL,
    repeats bigint NOT NULL,
    time datetime(6) NOT NULL,
    nano integer NOT NULL,
    level longtext NOT NULL,
    severity integer NOT NULL,
    logger longtext,
    thread_name longtext,
    thread_id bigint NOT NULL,
    thread_priority integer NOT NULL,
    template longtext,
    message longtext,
    class_name longtext,
    method_name longtext,
    file_name longtext,
    line_number integer,
    thrown_class longtext,
    thrown_message longtext,
    app longtext NOT NULL,
    environment longtext NOT NULL,
    host longtext NOT NULL,
    pid bigint NOT NULL,
    sequence bigint NOT NULL,
    flag varchar(64) NOT NULL,
    arguments longtext,
    thrown longtext,
    markers longtext,
    mdc longtext,
    ndc longtext,
    key_values longtext,
    cuts longtext,
    PRIMARY KEY (id),
    UNIQUE KEY events_identity (window_start, group_id, delivery),
    KEY events_time (time, nano, sequence),
    KEY events_group (group_id, time),
    KEY events_level (level(64), time),
    KEY events_logger (logger(191), time),
    KEY events_app (app(191), time)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- What producers gave up and said so: never a row of events.
CREATE TABLE drops (
    window_start datetime(6) NOT NULL,
    group_id varchar(512) NOT NULL,
    delivery varchar(254) NOT NULL,
    count bigint NOT NULL,
    reason longtext NOT NULL,
    app longtext NOT NULL,
    environment longtext NOT NULL,
    host longtext NOT NULL,
    pid bigint NOT NULL,
    PRIMARY KEY (window_start, group_id, delivery)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- Payloads that could not be read or stored; their counts are rows of events, flagged.
CREATE TABLE dead_letters (
    id bigint NOT NULL AUTO_INCREMENT,
    window_start datetime(6) NOT NULL,
    group_id varchar(600) NOT NULL,
    delivery varchar(120) NOT NULL,
    raw longblob NOT NULL,
    reason longtext NOT NULL,
    attempts integer NOT NULL,
    first_seen datetime(6) NOT NULL,
    replayed_at datetime(6),
    PRIMARY KEY (id),
    UNIQUE KEY dead_letters_identity (window_start, group_id, delivery)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- The views run with the rights of who asks: they go on when the user who made them is gone.
-- One row for a group in a window, however many deliveries brought it; the event is that of a delivery that has one.
CREATE SQL SECURITY INVOKER VIEW event_windows AS
SELECT
    sums.window_start, sums.group_id, sums.repeats, sums.deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class, e.thrown_message, e.app,
    e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values,
    e.cuts
FROM (
    SELECT
        window_start, group_id, sum(repeats) AS repeats, count(*) AS deliveries,
        coalesce(min(CASE WHEN flag = '' THEN id END), min(id)) AS id
    FROM events
    GROUP BY window_start, group_id
) sums
JOIN events e ON e.id = sums.id;

-- One row for a group over all time; groups is a reserved word in MySQL.
CREATE SQL SECURITY INVOKER VIEW `groups` AS
SELECT
    sums.group_id, sums.first_seen, sums.last_seen, sums.repeats, sums.windows,
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        group_id, min(time) AS first_seen, max(time) AS last_seen, sum(repeats) AS repeats,
        count(DISTINCT window_start) AS windows,
        coalesce(min(CASE WHEN flag = '' THEN id END), min(id)) AS id
    FROM events
    GROUP BY group_id
) sums
JOIN events e ON e.id = sums.id;
