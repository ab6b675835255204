// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/** Takes the write lock of a SQLite file, says so, and keeps it for as long as it lives. Argument: its URL. */
final class LockingProcess {
    static final String LOCKED = "locked";

    private LockingProcess() {}

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            System.out.println(LOCKED);
            new CountDownLatch(1).await();
        }
    }
}
