-- SPDX-License-Identifier: Apache-2.0
-- What is told by the webhook: one row for a family in an environment, a kind of change and a release (empty if not known), by a
-- digest of the four. message_id: the message in which it is told, position: its place there; null if it is known but not told.
-- content: what is told of it, as JSON. Rows of 30 days are kept.
CREATE TABLE alerts (
    alert_key text COLLATE "C" NOT NULL,
    family_id text COLLATE "C" NOT NULL,
    environment text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    release text COLLATE "C" NOT NULL,
    found_at timestamptz NOT NULL,
    message_id text COLLATE "C",
    position integer NOT NULL,
    content text COLLATE "C",
    PRIMARY KEY (alert_key)
);

CREATE INDEX alerts_family ON alerts (family_id);
CREATE INDEX alerts_message ON alerts (message_id, position);
CREATE INDEX alerts_found ON alerts (found_at);

-- The messages. type: alert or digest; ended_at: when the receiver had it, or it was given up (outcome: told, given up).
CREATE TABLE alert_messages (
    message_id text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    made_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    next_attempt timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text COLLATE "C",
    PRIMARY KEY (message_id)
);

CREATE INDEX alert_messages_due ON alert_messages (ended_at, next_attempt);

-- One row: since when alerts are told, when and up to when was looked last, and the gatherer that does it, until when.
CREATE TABLE alert_watch (
    name text COLLATE "C" NOT NULL,
    began_at timestamptz NOT NULL,
    looked_at timestamptz,
    looked_up_to timestamptz,
    leader text COLLATE "C" NOT NULL,
    leader_until timestamptz NOT NULL,
    PRIMARY KEY (name)
);
