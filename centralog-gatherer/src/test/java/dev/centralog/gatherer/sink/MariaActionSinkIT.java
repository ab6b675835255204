// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.LocalMariaDb;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
class MariaActionSinkIT extends ActionSinkContract {
    @SuppressWarnings("NonFinalStaticField") // started once for the class
    private static @Nullable LocalMariaDb server;

    @BeforeAll
    static void startServer() {
        server = LocalMariaDb.start();
    }

    @AfterAll
    static void stopServer() {
        Objects.requireNonNull(server).close();
    }

    @Override
    protected String emptyDatabase() {
        return Objects.requireNonNull(server).createDatabase();
    }

    @Override
    protected void refuse(String payload) {
        Sql.execute(url(), "ALTER TABLE actions ADD CONSTRAINT refuse CHECK (payload_last <> '" + payload + "')");
    }

    @Override
    protected void allowAll() {
        Sql.execute(url(), "ALTER TABLE actions DROP CONSTRAINT refuse");
    }

    @Override
    protected void assertSum(BigDecimal stored, BigDecimal exact) {
        assertThat(stored).isEqualByComparingTo(exact);
    }
}
