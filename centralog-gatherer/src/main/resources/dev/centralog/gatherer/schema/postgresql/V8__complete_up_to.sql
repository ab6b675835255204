-- SPDX-License-Identifier: Apache-2.0
-- The time up to which what is stored of a stream is complete, for each Redis that it comes from (its redis id).
CREATE TABLE complete_up_to (
    stream text COLLATE "C" NOT NULL,
    redis_id text COLLATE "C" NOT NULL,
    up_to timestamptz NOT NULL,
    PRIMARY KEY (stream, redis_id)
);
