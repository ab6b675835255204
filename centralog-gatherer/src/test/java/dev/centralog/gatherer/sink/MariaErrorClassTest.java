// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mariadb.jdbc.export.MaxAllowedPacketException;

class MariaErrorClassTest {
    @ParameterizedTest
    @CsvSource({
        "0, 08000, PASSING",
        "1213, 40001, PASSING",
        "1205, HY000, PASSING",
        "1021, HY000, PASSING",
        "1114, HY000, PASSING",
        "1290, HY000, PASSING",
        "1836, HY000, PASSING",
        "1105, HY000, PASSING",
        "1135, HY000, PASSING",
        "1206, HY000, PASSING",
        "1815, HY000, PASSING",
        "3032, HY000, PASSING",
        "4031, HY000, PASSING",
        "9001, HY000, PASSING",
        "9002, HY000, PASSING",
        "1045, 28000, REFUSED",
        "1044, 42000, REFUSED",
        "1142, 42000, REFUSED",
        "1406, 22001, POISON",
        "1366, HY000, POISON",
        "1264, 22003, POISON",
        "1062, 23000, POISON",
        "3819, HY000, POISON",
        "4025, 23000, POISON",
        "1153, 08S01, POISON",
        "1644, 45000, POISON",
        "1049, 42000, BROKEN",
        "1146, 42S02, BROKEN"
    })
    void of_number_isWhatToDo(int number, String state, SqlErrorClass expected) {
        SQLException error = new SQLException("said", state, number);

        assertThat(MariaErrorClass.of(error)).isEqualTo(expected);
        assertThat(MariaErrorClass.of(new BatchUpdateException("said", state, number, new int[0], error)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"HZ000", "08000"})
    void of_packetThatTheDriverDoesNotSend_isPoison(String state) {
        SQLException error = new SQLException("too big", state, new MaxAllowedPacketException("too big", false));

        assertThat(MariaErrorClass.of(error)).isEqualTo(SqlErrorClass.POISON);
    }
}
