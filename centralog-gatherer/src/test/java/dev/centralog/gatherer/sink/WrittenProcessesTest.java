// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.ProcessSign.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenProcessesTest {
    private static final Instant SECOND = Windows.SECOND;

    private final WrittenProcesses written = new WrittenProcesses();

    private static ProcessRow row(int process, Instant second, String release) {
        return ProcessRow.of(
                String.format("%016x", process), new ProcessInfo("shop", "test", release, "host", 1, ""), second);
    }

    private List<ProcessRow> commit(ProcessRow... rows) {
        List<ProcessRow> toWrite = written.toWrite(List.of(rows));
        written.committed();
        return toWrite;
    }

    @Test
    void row_thatSaysNothingNew_isNotWritten() {
        ProcessRow row = row(1, SECOND, "1.0");

        assertThat(commit(row)).containsExactly(row);
        assertThat(commit(row)).isEmpty();
        assertThat(commit(row(1, SECOND.plusSeconds(29), "1.0"))).isEmpty();
        assertThat(commit(row(1, SECOND.plusSeconds(29), "1.1"))).hasSize(1);
        assertThat(commit(row(1, SECOND.plusSeconds(29), "1.1"))).isEmpty();
        assertThat(commit(row(1, SECOND.minusSeconds(1), "1.1"))).hasSize(1);
        assertThat(commit(row(1, SECOND.minusSeconds(1), "1.1"))).isEmpty();
    }

    @Test
    void signs_ofStartAndEnd_areAlwaysWrittenAndVersionsOnce() {
        ProcessSign.Content content =
                new ProcessSign.Content(new ProcessInfo("shop", "test", "1.0", "host", 1, ""), "0.1.0", "17", "");
        String process = String.format("%016x", 1);
        commit(row(1, SECOND, "1.0"));

        for (Kind kind : Kind.values()) {
            ProcessRow row = ProcessRow.of(new ProcessSign(SECOND, "d", process, kind, content));
            commit(row);
            assertThat(commit(row)).hasSize(kind == Kind.ALIVE ? 0 : 1);
        }
        assertThat(commit(row(1, SECOND, "1.0"))).isEmpty();
        assertThat(commit(ProcessRow.of(new ProcessSign(SECOND, "d", process, Kind.ALIVE, null))))
                .isEmpty();
    }

    @Test
    void rows_ofOneWindow_areWrittenAgainWithinAMinuteButNotAllAtOnce() {
        ProcessRow[] first = new ProcessRow[1000];
        ProcessRow[] inHalfAMinute = new ProcessRow[1000];
        ProcessRow[] inAMinute = new ProcessRow[1000];
        for (int process = 0; process < first.length; process++) {
            first[process] = row(process, SECOND, "1.0");
            inHalfAMinute[process] = row(process, SECOND.plusSeconds(45), "1.0");
            inAMinute[process] = row(process, SECOND.plusSeconds(60), "1.0");
        }
        commit(first);

        int half = commit(inHalfAMinute).size();
        assertThat(half).isBetween(300, 700);
        assertThat(commit(inAMinute)).hasSize(1000 - half);
    }

    @Test
    void row_thatWasNotCommitted_isWrittenAgain() {
        ProcessRow row = row(1, SECOND, "1.0");
        written.toWrite(List.of(row)); // then the transaction fails

        assertThat(commit(row)).hasSize(1);
        written.forget();
        assertThat(commit(row)).hasSize(1);
        written.toWrite(List.of(row(2, SECOND, "1.0")));
        written.forget();
        written.committed();
        assertThat(commit(row(2, SECOND, "1.0"))).hasSize(1);
    }

    @Test
    void rows_beyondTheLimit_areForgottenTheOldestFirst() {
        List<ProcessRow> rows = new ArrayList<>();
        for (int process = 0; process <= WrittenProcesses.MOST; process++) {
            rows.add(row(process, SECOND, "1.0"));
        }
        commit(rows.toArray(new ProcessRow[0]));

        assertThat(commit(rows.get(1), rows.get(WrittenProcesses.MOST))).isEmpty();
        assertThat(commit(rows.get(0))).hasSize(1);
    }
}
