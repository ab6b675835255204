-- SPDX-License-Identifier: Apache-2.0
-- Words of groups and of stack traces, in columns of their own: the texts are compared letter by letter, and words are to be
-- found in capitals, too.
-- All statements may be run again, at whichever of them a migration broke off.
SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'groups' AND column_name = 'words') = 0,
    'ALTER TABLE `groups`
        ADD COLUMN words longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci GENERATED ALWAYS AS (
            concat_ws('' '', left(message, 32000), left(nullif(template, message), 4000), left(thrown_message, 4000),
                left(thrown_class, 4000), left(logger, 4000), left(class_name, 4000), left(method_name, 4000))
        ) STORED,
        ADD FULLTEXT KEY groups_words (words)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'throwables' AND column_name = 'words') = 0,
    'ALTER TABLE throwables
        ADD COLUMN words longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci GENERATED ALWAYS AS (
            left(text, 60000)
        ) STORED,
        ADD FULLTEXT KEY throwables_words (words)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;
