// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogException;
import dev.centralog.gatherer.Databases;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteActionSinkIT extends ActionSinkContract {
    @TempDir
    Path directory = Path.of("");

    @Override
    protected String emptyDatabase() {
        return Databases.shared().empty(Databases.Kind.SQLITE, directory);
    }

    @Override
    protected String withoutTables() {
        return Databases.shared().withoutTables(Databases.Kind.SQLITE, directory);
    }

    /** Lets reading from Redis fail instead, because there is no connection to cut. */
    @Override
    protected void cutConnections() {
        throw new CentralogException("Redis is away");
    }

    @Override
    protected boolean hasOneWriter() {
        return true;
    }

    @Override
    protected void forbidLongIdling() {
        throw new UnsupportedOperationException("SQLite has no such limit");
    }

    @Override
    protected String inAnotherZone() {
        return "";
    }

    @Override
    protected void assertSum(BigDecimal stored, BigDecimal exact) {
        assertThat(stored.subtract(exact).abs()).isLessThanOrEqualTo(exact.abs().movePointLeft(14));
    }
}
