-- SPDX-License-Identifier: Apache-2.0
-- Words of groups and of stack traces; their texts stay in groups and throwables alone. Finding words takes longer than storing
-- the texts, so triggers only note what is to be searched, and the gatherer adds the words a moment later. A group without
-- its event has no words yet; the event that a group shows never changes.
CREATE VIRTUAL TABLE groups_text USING fts5(
    logger, template, message, thrown_class, thrown_message, class_name, method_name, content = 'groups', content_rowid = 'id'
);
CREATE VIRTUAL TABLE throwables_text USING fts5(text, content = 'throwables', content_rowid = 'id');

-- The rows whose words are missing.
CREATE TABLE groups_text_due (id integer PRIMARY KEY);
CREATE TABLE throwables_text_due (id integer PRIMARY KEY);

CREATE TRIGGER groups_text_insert AFTER INSERT ON groups WHEN new.flag IN ('', 'otherTime', 'varying') BEGIN
    INSERT INTO groups_text_due (id) VALUES (new.id);
END;

CREATE TRIGGER groups_text_fill AFTER UPDATE OF flag ON groups
WHEN new.flag IN ('', 'otherTime', 'varying') AND old.flag NOT IN ('', 'otherTime', 'varying') BEGIN
    INSERT INTO groups_text_due (id) VALUES (new.id);
END;

CREATE TRIGGER groups_text_delete AFTER DELETE ON groups WHEN old.flag IN ('', 'otherTime', 'varying') BEGIN
    INSERT INTO groups_text (
        groups_text, rowid, logger, template, message, thrown_class, thrown_message, class_name, method_name
    )
    SELECT
        'delete', old.id, old.logger, old.template, old.message, old.thrown_class, old.thrown_message, old.class_name, old.method_name
    WHERE NOT EXISTS (SELECT 1 FROM groups_text_due WHERE id = old.id);
    DELETE FROM groups_text_due WHERE id = old.id;
END;

CREATE TRIGGER throwables_text_insert AFTER INSERT ON throwables BEGIN
    INSERT INTO throwables_text_due (id) VALUES (new.id);
END;

CREATE TRIGGER throwables_text_delete AFTER DELETE ON throwables BEGIN
    INSERT INTO throwables_text (throwables_text, rowid, text)
    SELECT 'delete', old.id, old.text WHERE NOT EXISTS (SELECT 1 FROM throwables_text_due WHERE id = old.id);
    DELETE FROM throwables_text_due WHERE id = old.id;
END;

INSERT INTO groups_text_due (id) SELECT id FROM groups WHERE flag IN ('', 'otherTime', 'varying');
INSERT INTO throwables_text_due (id) SELECT id FROM throwables;
