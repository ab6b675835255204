// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.size;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import com.github.luben.zstd.ZstdOutputStream;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Seconds in which each statement logs the same number of events.
 *
 * @param first the first second
 * @param repeats the events of one statement in one second, so of one row
 */
record Traffic(Instant first, int seconds, int repeats) {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger - %msg%n%ex";
    private static final int ZSTD_LEVEL = 3;
    private static final long BUFFER_BYTES = 64L << 20;
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(2);

    /** The bytes of the same events as text, and of that text compressed. */
    record Texts(long plain, long gzip, long zstd) {}

    private interface Log {
        void log(Occurrence occurrence) throws IOException, InterruptedException;
    }

    /** Returns traffic that has just been. */
    static Traffic before(Instant now, int seconds, int repeats) {
        return new Traffic(now.truncatedTo(ChronoUnit.SECONDS).minusSeconds(seconds + 60L), seconds, repeats);
    }

    /** Returns the number of events. */
    long events() {
        return (long) seconds * Occurrence.GROUPS * repeats;
    }

    private void each(Log log) throws IOException, InterruptedException {
        long number = 0;
        int inSecond = Occurrence.GROUPS * repeats;
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < inSecond; i++) {
                Instant time = first.plusSeconds(second).plusNanos(i * (TimeUnit.SECONDS.toNanos(1) / inSecond));
                log.log(new Occurrence(time, i % Occurrence.GROUPS, number++));
            }
        }
    }

    /** Logs all events, and stores them in the database, which is empty; returns the number that was dropped. Blocks. */
    long store(MeasuredDatabase database) throws IOException, InterruptedException, SQLException {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            CentralogConfig config = CentralogConfig.defaults()
                    .with(Settings.REDIS, redis.uri())
                    .with(Settings.BUFFER_BYTES, BUFFER_BYTES);
            try (Centralog centralog = Centralog.open(config)) {
                each(occurrence -> {
                    centralog.log(occurrence.event());
                    while (centralog.stats().bufferedBytes() > BUFFER_BYTES / 2) {
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                });
                centralog.close(CLOSE_LIMIT);
            }
            database.gather(redis.uri());
        }
        return database.number("SELECT coalesce(sum(count), 0) FROM drops WHERE stream = 'events'");
    }

    /** Writes all events as text. */
    Texts texts() throws IOException, InterruptedException {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(PATTERN);
        layout.start();
        Counter gzip = new Counter();
        Counter zstd = new Counter();
        long[] plain = {0};
        try (GZIPOutputStream zipped = new GZIPOutputStream(gzip, 1 << 16);
                ZstdOutputStream packed = new ZstdOutputStream(zstd, ZSTD_LEVEL)) {
            each(occurrence -> {
                byte[] line = layout.doLayout(occurrence.ofLogback()).getBytes(StandardCharsets.UTF_8);
                plain[0] += line.length;
                zipped.write(line);
                packed.write(line);
            });
        }
        return new Texts(plain[0], gzip.bytes, zstd.bytes);
    }

    /** Counts the bytes that are written to it. */
    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int each) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes += length;
        }
    }
}
