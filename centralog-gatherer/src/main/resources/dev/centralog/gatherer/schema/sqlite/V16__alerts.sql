-- SPDX-License-Identifier: Apache-2.0
-- What is told by the webhook: one row for a family in an environment, a kind of change and a release (empty if not known), by a
-- digest of the four. message_id: the message in which it is told, position: its place there; null if it is known but not told.
-- content: what is told of it, as JSON. Rows of 30 days are kept.
CREATE TABLE alerts (
    alert_key text NOT NULL,
    family_id text NOT NULL,
    environment text NOT NULL,
    kind text NOT NULL,
    release text NOT NULL,
    found_at text NOT NULL,
    message_id text,
    position integer NOT NULL,
    content text,
    PRIMARY KEY (alert_key)
) WITHOUT ROWID;

CREATE INDEX alerts_family ON alerts (family_id);
CREATE INDEX alerts_message ON alerts (message_id, position);
CREATE INDEX alerts_found ON alerts (found_at);

-- The messages. type: alert or digest; ended_at: when the receiver had it, or it was given up (outcome: told, given up).
CREATE TABLE alert_messages (
    message_id text NOT NULL,
    type text NOT NULL,
    made_at text NOT NULL,
    attempts integer NOT NULL,
    next_attempt text NOT NULL,
    ended_at text,
    outcome text,
    PRIMARY KEY (message_id)
) WITHOUT ROWID;

CREATE INDEX alert_messages_due ON alert_messages (ended_at, next_attempt);

-- One row: since when alerts are told, when and up to when was looked last, and the gatherer that does it, until when.
CREATE TABLE alert_watch (
    name text NOT NULL,
    began_at text NOT NULL,
    looked_at text,
    looked_up_to text,
    leader text NOT NULL,
    leader_until text NOT NULL,
    PRIMARY KEY (name)
) WITHOUT ROWID;
