// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/** A process that takes the write lock of a SQLite file, prints that, and keeps the lock until it ends. Argument: the URL. */
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
