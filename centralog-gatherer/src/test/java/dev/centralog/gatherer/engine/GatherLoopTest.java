// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.gatherer.sink.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatherLoopTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeRedis redis = new FakeRedis();
    private final FakeSink sink = new FakeSink();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<String> said = new ArrayList<>();
    private final StatusListener status = (severity, message, cause) -> said.add(severity + " " + message);
    private final GatherLoop<EventWindow, SealedWindow> loop = new GatherLoop<>(
            new Pipeline<>(
                    this::open,
                    Pipeline::readWindow,
                    "windows",
                    EventWindow::delivery,
                    EventWindow::windowStart,
                    sink,
                    true),
            status,
            new Outages(status, () -> 0),
            stop);

    private boolean draining;

    private FakeRedis open(boolean drain) {
        draining = drain;
        return redis;
    }

    @Test
    void drain_holdsNothingOpenForLateOnes_asRunDoes() throws Exception {
        loop.drain(SECOND);
        assertThat(draining).isTrue();
        stop.countDown();

        loop.run();

        assertThat(draining).isFalse();
    }

    @Test
    void drain_windowsThere_areStoredThenAcknowledged() throws Exception {
        redis.due.addAll(List.of("0/1:1", "0/2:1"));
        sink.onStore = () -> assertThat(redis.acknowledged).hasSameSizeAs(sink.stored);

        assertThat(loop.drain(SECOND)).isTrue();

        assertThat(redis.acknowledged).containsExactly("0/1:1", "0/2:1");
        assertThat(redis.released).isEmpty();
        assertThat(redis.closed).isTrue();
        assertThat(loop.stats())
                .returns(2L, StreamStats::claimed)
                .returns(2L, StreamStats::read)
                .returns(2L, StreamStats::windows)
                .returns(new Stored(2, 6, 0, 0, Map.of(), Map.of()), StreamStats::stored);
    }

    @Test
    void drain_databaseAway_triesAgainAsALaterAttempt() throws Exception {
        redis.due.add("0/1:1");
        sink.failures.add(SinkException.Kind.AWAY);

        assertThat(loop.drain(SECOND)).isTrue();

        assertThat(sink.stored).extracting(SealedWindow::attempts).containsExactly(2);
        assertThat(redis.acknowledged).hasSize(1);
        assertThat(said).anyMatch(line -> line.contains("the database is AWAY; trying again"));
    }

    @Test
    void drain_databaseAwayForTooLong_givesUpAndLeavesTheWindow() {
        redis.due.add("0/1:1");
        sink.onStore = () -> sink.failures.add(SinkException.Kind.AWAY);

        assertThatThrownBy(() -> loop.drain(Duration.ZERO))
                .isInstanceOf(AwayException.class)
                .hasMessageContaining("the database is AWAY");

        assertThat(redis.acknowledged).isEmpty();
        assertThat(redis.released).containsExactly("0/1:1");
    }

    @Test
    void run_databaseRefuses_endsAndLeavesTheWindow() {
        redis.due.add("0/1:1");
        sink.failures.add(SinkException.Kind.REFUSED);

        assertThatThrownBy(loop::run).isInstanceOf(SinkException.class);

        assertThat(redis.acknowledged).isEmpty();
        assertThat(redis.released).containsExactly("0/1:1");
        assertThat(redis.closed).isTrue();
    }

    @Test
    void run_stoppedWhileTheDatabaseIsAway_leavesTheWindow() throws Exception {
        redis.due.add("0/1:1");
        sink.failures.add(SinkException.Kind.AWAY);
        sink.onStore = stop::countDown;

        loop.run();

        assertThat(sink.stored).isEmpty();
        assertThat(redis.released).containsExactly("0/1:1");
    }

    @Test
    void run_stoppedWhileStoring_finishesWhatItHasClaimed() throws Exception {
        redis.due.addAll(List.of("0/1:1", "0/2:1", "0/3:1"));
        CountDownLatch ahead = new CountDownLatch(2);
        redis.onRead = window -> ahead.countDown();
        sink.onStore = () -> {
            await(ahead);
            stop.countDown();
        };

        loop.run();

        assertThat(redis.acknowledged).containsExactly("0/1:1", "0/2:1");
        assertThat(redis.due).containsExactly("0/3:1");
    }

    @Test
    void drain_whileAWindowIsStored_theNextIsReadAndNoMore() throws Exception {
        redis.due.addAll(List.of("0/1:1", "0/2:1", "0/3:1"));
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ahead = new CountDownLatch(2);
        List<List<String>> readWhenStored = new ArrayList<>();
        redis.onRead = window -> {
            read.add(window);
            ahead.countDown();
        };
        sink.onStore = () -> {
            await(ahead);
            readWhenStored.add(List.copyOf(read));
        };

        loop.drain(SECOND);

        assertThat(readWhenStored.get(0)).containsExactly("0/1:1", "0/2:1");
        assertThat(sink.stored)
                .extracting(SealedWindow::delivery)
                .containsExactly("fake:0/1:1", "fake:0/2:1", "fake:0/3:1");
    }

    @Test
    void drain_windowThatCameMeanwhileWasReadAhead_isStoredToo() throws Exception {
        redis.due.add("0/1:1");
        CountDownLatch ahead = new CountDownLatch(2);
        redis.onRead = window -> {
            if (window.equals("0/1:1")) {
                redis.due.add("0/2:1");
            }
            ahead.countDown();
        };
        sink.onStore = () -> await(ahead);

        assertThat(loop.drain(SECOND)).isTrue();

        assertThat(redis.acknowledged).containsExactly("0/1:1", "0/2:1");
        assertThat(redis.leased).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void drain_stopped_saysSo() throws Exception {
        redis.due.addAll(List.of("0/1:1", "0/2:1", "0/3:1"));
        sink.onStore = stop::countDown;

        assertThat(loop.drain(SECOND)).isFalse();
    }

    @Test
    void drain_redisAway_triesAgain() throws Exception {
        redis.due.add("0/1:1");
        redis.failures = 1;

        assertThat(loop.drain(SECOND)).isTrue();

        assertThat(redis.acknowledged).hasSize(1);
    }

    @Test
    void run_contentNotReadable_leavesTheWindowToItsLease() throws Exception {
        redis.due.addAll(List.of("0/1:1", "0/2:1"));
        redis.readFailures.add(new CentralogException("Redis is away"));
        sink.onStore = stop::countDown;

        loop.run();

        assertThat(redis.released).containsExactly("0/1:1");
        assertThat(redis.acknowledged).containsExactly("0/2:1");
        assertThat(said).containsExactly("WARN can't read the fake:0/1:1");
    }

    @Test
    void run_anotherReaderHasStoredIt_leavesItWithoutAWord() throws Exception {
        redis.due.addAll(List.of("0/1:1", "0/2:1"));
        redis.readFailures.add(new DeliveryGoneException("gone"));
        sink.onStore = stop::countDown;

        loop.run();

        assertThat(redis.released).containsExactly("0/1:1");
        assertThat(redis.acknowledged).containsExactly("0/2:1");
        assertThat(said).isEmpty();
    }

    @Test
    void drain_slicesDueLaterThanItIsToWait_areLeftOpenAndSaid() throws Exception {
        redis.due.add("0/1:1");
        redis.notDue.addAll(List.of("0/8:1", "0/9:1"));
        redis.open = List.of(open(Duration.ofMinutes(7)), open(Duration.ofMinutes(17)));

        assertThat(loop.drain(SECOND)).isTrue();

        assertThat(redis.acknowledged).containsExactly("0/1:1");
        assertThat(said)
                .containsExactly(
                        "INFO 2 slices of actions are still open and stay open (setting 'giveUpAfter'); the last"
                                + " of them is"
                                + " due in 1020 s");
    }

    @Test
    void drain_slicesDueNow_areTakenThoughNoTimeIsLeft() throws Exception {
        redis.notDue.add("0/1:1");
        redis.open = List.of(open(Duration.ZERO), open(Duration.ofMinutes(17)));
        redis.claimsUntilAllIsDue = 3;

        assertThat(loop.drain(Duration.ZERO)).isTrue();

        assertThat(redis.acknowledged).containsExactly("0/1:1");
        assertThat(said).isEmpty();
    }

    @Test
    void drain_slicesDueInTime_areWaitedFor() throws Exception {
        redis.notDue.add("0/1:1");
        redis.open = List.of(open(Duration.ofMillis(10)), open(Duration.ofMinutes(17)));
        redis.claimsUntilAllIsDue = 3;

        assertThat(loop.drain(Duration.ofMinutes(1))).isTrue();

        assertThat(redis.acknowledged).containsExactly("0/1:1");
        assertThat(said).isEmpty();
    }

    @Test
    void drain_slicesDueLaterButOneIsHeldByAnother_waitsForThatOne() throws Exception {
        redis.leased.add("0/1:1");
        redis.notDue.add("0/9:1");
        redis.open = List.of(open(Duration.ofMinutes(17)));
        redis.claimsUntilAllIsDue = 3;
        sink.onStore = () -> redis.leased.remove("0/1:1");

        assertThat(loop.drain(SECOND)).isTrue();

        assertThat(redis.acknowledged).containsExactly("0/9:1");
    }

    private static OpenSlice open(Duration dueIn) {
        return new OpenSlice(Windows.SECOND, Duration.ofMinutes(10), dueIn);
    }
}
