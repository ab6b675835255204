-- SPDX-License-Identifier: Apache-2.0
-- One row for a group, with the first event that came in full. The times are those of windows, by Redis's clock, or of storing
-- if that clock was ahead. They stay when rows of events are deleted.
-- All statements may be run again, at whichever of them a migration broke off. The name is that of a view until the table is
-- full: the word groups is reserved in MySQL.
CREATE TABLE IF NOT EXISTS groups_filling (
    id integer NOT NULL AUTO_INCREMENT,
    group_id varchar(512) NOT NULL,
    first_seen datetime(6) NOT NULL,
    last_seen datetime(6) NOT NULL,
    level longtext NOT NULL,
    severity integer NOT NULL,
    logger longtext,
    template longtext,
    message longtext,
    thrown_class longtext,
    thrown_message longtext,
    class_name longtext,
    method_name longtext,
    file_name longtext,
    line_number integer,
    app longtext NOT NULL,
    environment longtext NOT NULL,
    flag varchar(64) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY groups_identity (group_id),
    KEY groups_first_seen (first_seen)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE groups_filling;

INSERT INTO groups_filling (
    group_id, first_seen, last_seen, level, severity, logger, template, message, thrown_class, thrown_message, class_name,
    method_name, file_name, line_number, app, environment, flag
)
SELECT
    sums.group_id, least(sums.first_seen, utc_timestamp()),
    least(sums.last_seen, utc_timestamp()),
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        group_id, min(window_start) AS first_seen, max(window_start) AS last_seen,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY group_id
) sums
JOIN events e ON e.id = sums.id
ORDER BY sums.id;

DROP VIEW IF EXISTS `groups`;
DROP TABLE IF EXISTS `groups`;
RENAME TABLE groups_filling TO `groups`;

-- A row of groups, and how often its events occurred.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW group_totals AS
SELECT
    g.id, g.group_id, g.first_seen, g.last_seen,
    (SELECT coalesce(sum(e.repeats), 0) FROM events e WHERE e.group_id = g.group_id) AS repeats,
    g.level, g.severity, g.logger, g.template, g.message, g.thrown_class, g.thrown_message, g.class_name, g.method_name,
    g.file_name, g.line_number, g.app, g.environment, g.flag
FROM `groups` g;
