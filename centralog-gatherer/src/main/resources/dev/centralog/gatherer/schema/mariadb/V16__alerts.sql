-- SPDX-License-Identifier: Apache-2.0
-- All statements may be run again, at whichever of them a migration broke off.
-- What is told by the webhook: one row for a family in an environment, a kind of change and a release (empty if not known), by a
-- digest of the four. message_id: the message in which it is told, position: its place there; null if it is known but not told.
-- content: what is told of it, as JSON. Rows of 30 days are kept.
CREATE TABLE IF NOT EXISTS alerts (
    alert_key varchar(64) NOT NULL,
    family_id varchar(64) NOT NULL,
    environment longtext NOT NULL,
    kind varchar(16) NOT NULL,
    `release` varchar(160) NOT NULL,
    found_at datetime(6) NOT NULL,
    message_id varchar(64),
    position integer NOT NULL,
    content longtext,
    PRIMARY KEY (alert_key),
    KEY alerts_family (family_id),
    KEY alerts_message (message_id, position),
    KEY alerts_found (found_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- The messages. type: alert or digest; ended_at: when the receiver had it, or it was given up (outcome: told, given up).
CREATE TABLE IF NOT EXISTS alert_messages (
    message_id varchar(64) NOT NULL,
    type varchar(16) NOT NULL,
    made_at datetime(6) NOT NULL,
    attempts integer NOT NULL,
    next_attempt datetime(6) NOT NULL,
    ended_at datetime(6),
    outcome varchar(16),
    PRIMARY KEY (message_id),
    KEY alert_messages_due (ended_at, next_attempt)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- One row: since when alerts are told, when and up to when was looked last, and the gatherer that does it, until when.
CREATE TABLE IF NOT EXISTS alert_watch (
    name varchar(64) NOT NULL,
    began_at datetime(6) NOT NULL,
    looked_at datetime(6),
    looked_up_to datetime(6),
    leader varchar(64) NOT NULL,
    leader_until datetime(6) NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};
