-- SPDX-License-Identifier: Apache-2.0
-- Words of groups and of stack traces. Their texts stay in groups and throwables alone, so what changes there is changed here by
-- triggers. They leave all updates alone that do not name one of these columns, such as those of last_seen.
CREATE VIRTUAL TABLE groups_text USING fts5(
    logger, template, message, thrown_class, thrown_message, class_name, method_name, content = 'groups', content_rowid = 'id'
);

CREATE TRIGGER groups_text_insert AFTER INSERT ON groups BEGIN
    INSERT INTO groups_text (rowid, logger, template, message, thrown_class, thrown_message, class_name, method_name)
    VALUES (new.id, new.logger, new.template, new.message, new.thrown_class, new.thrown_message, new.class_name, new.method_name);
END;

CREATE TRIGGER groups_text_delete AFTER DELETE ON groups BEGIN
    INSERT INTO groups_text (
        groups_text, rowid, logger, template, message, thrown_class, thrown_message, class_name, method_name
    )
    VALUES (
        'delete', old.id, old.logger, old.template, old.message, old.thrown_class, old.thrown_message, old.class_name, old.method_name
    );
END;

CREATE TRIGGER groups_text_update
AFTER UPDATE OF id, logger, template, message, thrown_class, thrown_message, class_name, method_name ON groups BEGIN
    INSERT INTO groups_text (
        groups_text, rowid, logger, template, message, thrown_class, thrown_message, class_name, method_name
    )
    VALUES (
        'delete', old.id, old.logger, old.template, old.message, old.thrown_class, old.thrown_message, old.class_name, old.method_name
    );
    INSERT INTO groups_text (rowid, logger, template, message, thrown_class, thrown_message, class_name, method_name)
    VALUES (new.id, new.logger, new.template, new.message, new.thrown_class, new.thrown_message, new.class_name, new.method_name);
END;

INSERT INTO groups_text (groups_text) VALUES ('rebuild');

CREATE VIRTUAL TABLE throwables_text USING fts5(text, content = 'throwables', content_rowid = 'id');

CREATE TRIGGER throwables_text_insert AFTER INSERT ON throwables BEGIN
    INSERT INTO throwables_text (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER throwables_text_delete AFTER DELETE ON throwables BEGIN
    INSERT INTO throwables_text (throwables_text, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER throwables_text_update AFTER UPDATE OF id, text ON throwables BEGIN
    INSERT INTO throwables_text (throwables_text, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO throwables_text (rowid, text) VALUES (new.id, new.text);
END;

INSERT INTO throwables_text (throwables_text) VALUES ('rebuild');
