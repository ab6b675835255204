// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The search in a database's full-text index of groups. It finds texts whose first word is a whole one and whose last one may be the
 * beginning of one; so what it finds is looked at once more, and what it does not find may be there nevertheless.
 */
public enum WordIndex {
    /** Words of which the gatherer has not added to the index yet are those of any text. */
    SQLITE {
        @Override
        public @Nullable String sought(String text) {
            return WORD.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + "\" *" : null;
        }

        @Override
        public String groups() {
            return "SELECT id FROM (SELECT rowid AS id FROM groups_text WHERE groups_text MATCH ? ORDER BY rowid DESC LIMIT "
                    + MOST + ") UNION SELECT id FROM (SELECT id FROM groups_text_due ORDER BY id DESC LIMIT " + MOST
                    + ")";
        }
    },
    POSTGRESQL {
        @Override
        public @Nullable String sought(String text) {
            return WORD.matcher(text).find() ? text : null;
        }

        @Override
        public String groups() {
            return "SELECT id FROM groups_text WHERE words @@ (nullif(plainto_tsquery('simple', translate(?, './-_+&<',"
                    + " '       '))::text, '') || ':*')::tsquery ORDER BY id DESC LIMIT " + MOST;
        }
    },
    /** Words that the index has not are left out: those of one or two letters, very long ones, and the server's stop words. */
    MARIADB {
        @Override
        public @Nullable String sought(String text) {
            List<String> sought = new ArrayList<>();
            Matcher words = WORD.matcher(text);
            while (words.find()) {
                String word = words.group();
                int letters = word.codePointCount(0, word.length());
                if (letters >= SHORTEST_OF_MARIADB && letters <= LONGEST_OF_MARIADB && !isStopWord(word)) {
                    sought.add("+" + word + (words.end() == text.length() ? "*" : ""));
                }
            }
            return sought.isEmpty() ? null : String.join(" ", sought);
        }

        @Override
        public String groups() {
            return "SELECT id FROM `groups` WHERE MATCH (words) AGAINST (? IN BOOLEAN MODE) ORDER BY id DESC LIMIT "
                    + MOST;
        }
    };

    /** The most groups that are found: the latest. */
    public static final int MOST = 1_000;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]*[\\p{L}\\p{N}][\\p{L}\\p{N}_]*");
    private static final int SHORTEST_OF_MARIADB = 3;
    private static final int LONGEST_OF_MARIADB = 84;

    /** The words that InnoDB leaves out, of three letters or more ({@code information_schema.INNODB_FT_DEFAULT_STOPWORD}). */
    private static final Set<String> STOP_WORDS = Set.of(
            "about", "are", "com", "for", "from", "how", "that", "the", "this", "was", "what", "when", "where", "who",
            "will", "with", "und", "www");

    private static boolean isStopWord(String word) {
        return STOP_WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Returns what the index is asked for to find a text; null if it has no word that the index knows. */
    public abstract @Nullable String sought(String text);

    /** Returns the query for the ids of groups that have what is sought, which is its parameter; {@value #MOST} at most. */
    public abstract String groups();
}
