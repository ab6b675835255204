-- SPDX-License-Identifier: Apache-2.0
-- The time up to which what is stored of a stream is complete, for each Redis that it comes from (its redis id).
CREATE TABLE IF NOT EXISTS complete_up_to (
    stream varchar(16) NOT NULL,
    redis_id varchar(64) NOT NULL,
    up_to datetime(6) NOT NULL,
    PRIMARY KEY (stream, redis_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};
