// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The queries that the README and the page of tables tell their readers to run.
 *
 * @param docs the directory of the pages; the README is beside it
 */
record DocumentedQueries(Path docs) {
    private static final Pattern BLOCK = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    /** The days after the 28th January: of March in the pages, where the rows end with January. */
    private static final Pattern DAY_IN_MARCH = Pattern.compile("2026-03-0([1-3])");

    private static final int LAST_DAY_BEFORE = 28;

    /** A query, and the name of its page. */
    record Query(String page, String sql) {}

    /** Returns the queries in the words of a database; the days in them are days of the rows. */
    List<Query> in(Dialect dialect) {
        return Stream.of(docs.resolve("..").resolve("README.md"), docs.resolve("schema.md"))
                .flatMap(page -> blocks(page)
                        .filter(block -> block.startsWith("SELECT"))
                        .flatMap(block -> Stream.of(block.split(";")))
                        .map(String::strip)
                        .filter(sql -> !sql.isEmpty())
                        .map(sql -> new Query(page.getFileName().toString(), said(sql, dialect))))
                .toList();
    }

    private static Stream<String> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page)).results().map(block -> block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(String sql, Dialect dialect) {
        String ofRows = DAY_IN_MARCH
                .matcher(sql)
                .replaceAll(day -> "2026-01-" + (LAST_DAY_BEFORE + Integer.parseInt(day.group(1))));
        // MariaDB has a function in place of the operator that takes apart JSON, as the page says.
        return dialect == Dialect.MARIADB
                ? ofRows.replaceAll("(\\w+) ->> '(\\w+)'", "JSON_VALUE($1, '\\$.$2')")
                : ofRows;
    }
}
