// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.SQLException;

/** The classes of the errors of PostgreSQL, by their SQLSTATE. */
final class PostgresErrorClass {
    private PostgresErrorClass() {}

    static SqlErrorClass of(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() < 2) {
            return SqlErrorClass.PASSING;
        }
        return switch (state.substring(0, 2)) {
            case "25" ->
                switch (state) {
                    // read-only: a standby that is not yet promoted; idle, or at work, for too long
                    case "25006", "25P03", "25P04" -> SqlErrorClass.PASSING;
                    default -> SqlErrorClass.BROKEN;
                };
            case "08", "40", "53", "55", "57", "58" -> SqlErrorClass.PASSING;
            case "21", "22", "23", "44", "54", "P0" -> SqlErrorClass.POISON;
            case "28" -> SqlErrorClass.REFUSED;
            default -> state.equals("42501") ? SqlErrorClass.REFUSED : SqlErrorClass.BROKEN;
        };
    }
}
