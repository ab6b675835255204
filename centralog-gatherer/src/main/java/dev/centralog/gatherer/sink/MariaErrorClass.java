// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.SQLException;
import org.mariadb.jdbc.export.MaxAllowedPacketException;

/** The classes of the errors of MariaDB and MySQL, by their numbers, or by their SQLSTATE if the number is not known. */
final class MariaErrorClass {
    private MariaErrorClass() {}

    static SqlErrorClass of(SQLException error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof MaxAllowedPacketException) { // found by the driver, before the server cuts the line
                return SqlErrorClass.POISON;
            }
        }
        return switch (error.getErrorCode()) {
            case 3, // can't write a file
                    1020, // changed since it was read
                    1021, // disk full
                    1026, // can't write a file
                    1030, // storage engine, such as no space left
                    1037, // memory
                    1038, // memory to sort
                    1040, // too many connections
                    1041, // memory
                    1047, // not ready: a node of a cluster that is not in sync
                    1053, // shutting down
                    1105, // unknown: a proxy whose servers are unavailable
                    1114, // table full
                    1129, // this host has failed too often
                    1135, // can't make a thread
                    1180, // commit failed
                    1203, // too many connections of this user
                    1205, // waited too long for a lock
                    1206, // too many locks
                    1213, // deadlock
                    1226, // a user's limit of resources
                    1290, // an option of the server forbids it: read-only
                    1317, // interrupted
                    1637, // too many transactions
                    1792, // read-only transaction
                    1815, // internal: MaxScale, whose servers are unavailable
                    1836, // read-only
                    1927, // connection killed
                    1969, // statement took longer than the server allows
                    3024, // statement took longer than the server allows
                    3032, // offline
                    3100, // not replicated
                    4031, // idle for too long
                    9001, // ProxySQL: no server reached in time
                    9002 // ProxySQL: too many tries to reach one
            -> SqlErrorClass.PASSING;
            case 1044, // access to the database
                    1045, // user or password
                    1130, // not from this host
                    1142, // right on a table
                    1143, // right on a column
                    1227, // administrator's right
                    1698, // no password to log in by
                    1820, // password to be changed
                    1862, // password expired
                    3118, // account locked
                    4151 // account locked
            -> SqlErrorClass.REFUSED;
            case 1118, // row too large
                    1153, // packet too large
                    1300, // no text in this character set
                    1364, // no value
                    1366, // wrong value
                    1406, // too long
                    3819, // CHECK
                    4025 // CHECK
            -> SqlErrorClass.POISON;
            default -> ofState(error.getSQLState());
        };
    }

    private static SqlErrorClass ofState(String state) {
        if (state == null || state.length() < 2) {
            return SqlErrorClass.PASSING;
        }
        return switch (state.substring(0, 2)) {
            case "08", "40" -> SqlErrorClass.PASSING; // connection; rolled back
            case "22", "23", "45" -> SqlErrorClass.POISON; // data; constraint; signal of a trigger
            case "28" -> SqlErrorClass.REFUSED; // log in
            default -> SqlErrorClass.BROKEN;
        };
    }
}
