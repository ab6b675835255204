// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.tools.OptionException;
import dev.centralog.tools.audit.LedgerFile.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that recorded calls are read back exactly. */
class LedgerTest {
    private static final Numbering NUMBERING = new Numbering("shop", "r1", 7, 20, 30, 600);

    @TempDir
    Path directory = Path.of("");

    private Path file() {
        return directory.resolve("ledger");
    }

    private static long calls(LedgerFile ledger, int thread) {
        return ledger.runs().stream()
                .filter(run -> run.thread() == thread)
                .mapToLong(Run::count)
                .sum();
    }

    @Test
    void calls_ofTwoThreads_areAllThere() throws IOException {
        try (Ledger ledger = Ledger.create(file(), NUMBERING, 2)) {
            Ledger.CallWriter first = ledger.writer(0);
            Ledger.CallWriter second = ledger.writer(1);
            for (int i = 0; i < 1000; i++) {
                first.call(() -> {});
            }
            second.call(() -> {});
        }

        LedgerFile read = LedgerFile.read(file());
        assertThat(read.numbering()).isEqualTo(NUMBERING);
        assertThat(calls(read, 0)).isEqualTo(1000);
        assertThat(calls(read, 1)).isEqualTo(1);
        assertThat(read.number(1, 4)).isEqualTo(9);
        assertThat(read.underWay()).isEmpty();
    }

    @Test
    void ledger_notClosed_hasWhatReturnedAndWhatMayBeUnderWay() throws IOException {
        Ledger ledger = Ledger.create(file(), NUMBERING, 2);
        Ledger.CallWriter writer = ledger.writer(0);
        writer.call(() -> {});
        writer.call(() -> assertThat(calls(LedgerFile.read(file()), 0)).isEqualTo(1));

        LedgerFile read = LedgerFile.read(file());
        assertThat(calls(read, 0)).isEqualTo(2);
        assertThat(read.underWay()).containsExactly(4L, 1L);
        ledger.close();
    }

    @Test
    void call_thatThrows_hasNotReturned() throws IOException {
        try (Ledger ledger = Ledger.create(file(), NUMBERING, 1)) {
            Ledger.CallWriter writer = ledger.writer(0);
            assertThatThrownBy(() -> writer.call(() -> {
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(LedgerFile.read(file()).runs()).isEmpty();
    }

    @Test
    void file_thatIsNone_isRefusedByName() throws IOException {
        Files.writeString(file(), "hello");

        assertThatThrownBy(() -> LedgerFile.read(file()))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(file().toString());
    }
}
