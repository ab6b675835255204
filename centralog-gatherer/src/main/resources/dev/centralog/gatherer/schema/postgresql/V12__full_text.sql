-- SPDX-License-Identifier: Apache-2.0
-- Words of groups and of stack traces. The indexes are on expressions, and the views have the same ones. A column would make the rows
-- of groups larger: then what changes last_seen would not fit beside the row, and each index would be written.
-- What joins words to names, paths and numbers is replaced by spaces: else a class would be found by its full name alone. A tsvector
-- has room for 1 MiB, so no more than 60000 characters go into one; each takes some 5 bytes at most, and a text that does not fit
-- would not be stored.
CREATE VIEW groups_text AS
SELECT id, to_tsvector('simple', translate(
    left(coalesce(message, ''), 32000) || ' ' || left(coalesce(nullif(template, message), ''), 4000) || ' '
        || left(coalesce(thrown_message, ''), 4000) || ' ' || left(coalesce(thrown_class, ''), 4000) || ' '
        || left(coalesce(logger, ''), 4000) || ' ' || left(coalesce(class_name, ''), 4000) || ' '
        || left(coalesce(method_name, ''), 4000),
    './-_+&<', '       ')) AS words
FROM groups;
CREATE INDEX groups_words ON groups USING gin (to_tsvector('simple', translate(
    left(coalesce(message, ''), 32000) || ' ' || left(coalesce(nullif(template, message), ''), 4000) || ' '
        || left(coalesce(thrown_message, ''), 4000) || ' ' || left(coalesce(thrown_class, ''), 4000) || ' '
        || left(coalesce(logger, ''), 4000) || ' ' || left(coalesce(class_name, ''), 4000) || ' '
        || left(coalesce(method_name, ''), 4000),
    './-_+&<', '       ')));

CREATE VIEW throwables_text AS
SELECT id, to_tsvector('simple', translate(left(text, 60000), './-_+&<', '       ')) AS words
FROM throwables;
CREATE INDEX throwables_words ON throwables USING gin (to_tsvector('simple', translate(left(text, 60000), './-_+&<', '       ')));
