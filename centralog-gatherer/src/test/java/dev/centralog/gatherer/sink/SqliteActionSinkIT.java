// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteActionSinkIT extends ActionSinkContract {
    @TempDir
    Path directory = Path.of("");

    private int databases;

    @Override
    protected String emptyDatabase() {
        return Sinks.jdbcUrl(directory.resolve(databases++ + ".db").toString());
    }

    @Override
    protected void refuse(String payload) {
        Sql.execute(
                url(),
                "CREATE TRIGGER refuse BEFORE INSERT ON actions WHEN new.payload_last = '" + payload
                        + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END");
    }

    @Override
    protected void allowAll() {
        Sql.execute(url(), "DROP TRIGGER refuse");
    }

    @Override
    protected void assertSum(BigDecimal stored, BigDecimal exact) {
        assertThat(stored.subtract(exact).abs()).isLessThanOrEqualTo(exact.abs().movePointLeft(14));
    }
}
