// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The events that the page shows in tests, stored by the real sink. Not thread-safe. */
final class KnownEvents implements AutoCloseable {
    /** A text that would be obeyed as markup. */
    static final String MARKUP =
            "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>";

    /** A text with a bidi override, a zero-width space, a bell and an escape sequence. */
    static final String UNSEEN = "invoice \u202egnp.exe\u202c zero\u200bwidth bell\u0007 \u001b[31mred";

    /** The number of orders that have failed, each in a second of its own. */
    static final int FAILED_ORDERS = 150;

    /** The number of vouchers that were refused: three times three events, and seven more in the last second. */
    static final int VOUCHERS = 10;

    static final int PRODUCTS = 1000;

    private static final String DELIVERY = "c0ffee:0:1";
    private static final Runner OLD =
            new Runner("0000000000000001", new ProcessInfo("shop", "production", "1.0.0", "web-1", 4711, ""));
    private static final Runner NEW =
            new Runner("0000000000000002", new ProcessInfo("shop", "production", "1.1.0", "web-2", 4712, ""));

    private final Sinks sinks;
    private final Instant now;

    private record Runner(String id, ProcessInfo info) {}

    private KnownEvents(Sinks sinks, Instant now) {
        this.sinks = sinks;
        this.now = now;
    }

    /** Stores all of them in an empty database. */
    static void store(SinkTarget target, Instant now) {
        try (KnownEvents events = new KnownEvents(Sinks.open(target), now)) {
            new KnownExtremes(events.sinks, now).store();
            events.run(OLD, Duration.ofHours(6));
            events.run(NEW, Duration.ofHours(1));
            events.logOrders();
            events.logVouchers();
            events.log(Duration.ofMinutes(30), NEW, usual(Level.WARN, MARKUP).build(), 1);
            events.log(
                    Duration.ofMinutes(20),
                    NEW,
                    usual(Level.WARN, UNSEEN).mdc(Map.of("user", MARKUP)).build(),
                    1);
            events.log(
                    Duration.ofMinutes(10),
                    NEW,
                    usual(Level.INFO, "showed product {}").build(),
                    PRODUCTS);
            events.label();
        }
    }

    /** Stores the signs of a process; the last one is of now, so that it is alive as long as the tests take. */
    private void run(Runner process, Duration ago) {
        for (Duration each = ago; each.compareTo(Duration.ofMinutes(10)) >= 0; each = each.minusMinutes(10)) {
            sign(process, each, each.equals(ago) ? ProcessSign.Kind.START : ProcessSign.Kind.ALIVE);
        }
        sign(process, Duration.ZERO, ProcessSign.Kind.ALIVE);
    }

    private void sign(Runner process, Duration ago, ProcessSign.Kind kind) {
        ProcessSign sign = new ProcessSign(
                now.minus(ago),
                DELIVERY,
                process.id,
                kind,
                new ProcessSign.Content(process.info, "0.1.0", "17", "logback"));
        store(List.of(), new EventWindow.Processes(Map.of(process.id, process.info), List.of(sign)));
    }

    private void logOrders() {
        LogEvent event =
                usual(Level.ERROR, "order {} failed").thrown(declined()).build();
        for (int order = 0; order < FAILED_ORDERS; order++) {
            Duration ago = Duration.ofMinutes(2L * (FAILED_ORDERS - order));
            log(
                    ago,
                    ago.toMinutes() > 60 ? OLD : NEW,
                    event.toBuilder()
                            .arguments(order)
                            .message("order " + order + " failed")
                            .build(),
                    1);
        }
    }

    private void logVouchers() {
        LogEvent event = usual(Level.ERROR, "voucher {} could not be computed")
                .thrown(new NumberFormatException("For input string: \"HALF\""))
                .build();
        for (int each = 0; each < 3; each++) {
            Instant second = now.minus(Duration.ofMinutes(5L + each));
            LogEvent first = event.toBuilder()
                    .arguments("HALF-" + each)
                    .message("voucher HALF-" + each + " could not be computed")
                    .mdc(Map.of("user", "ann", "tenant", "acme", "trace_id", "4bf92f35 &" + each))
                    .build();
            LogEvent further = first.toBuilder()
                    .mdc(Map.of("user", "bob", "tenant", "acme"))
                    .thread(new ThreadRef("worker-2", 1, 5))
                    .build();
            GatheredSample sample = new GatheredSample(NEW.id, each + 1, at(further, second.plusMillis(100), NEW));
            int repeats = each == 0 ? VOUCHERS - 4 : 2;
            GatheredEvent row = new GatheredEvent(
                    second,
                    group(event),
                    DELIVERY,
                    counts(NEW, repeats),
                    at(first, second, NEW),
                    Flag.NONE,
                    new GatheredEvent.Samples(true, List.of(sample)));
            store(List.of(row), new EventWindow.Processes(Map.of(NEW.id, NEW.info), List.of()));
        }
    }

    private static IllegalStateException declined() {
        IllegalStateException thrown =
                new IllegalStateException("card declined", new java.io.IOException("bank did not answer"));
        StackTraceElement own = new StackTraceElement("com.example.shop.Checkout", "pay", "Checkout.java", 88);
        List<StackTraceElement> frames = new ArrayList<>(List.of(own));
        for (int frame = 0; frame < 12; frame++) {
            frames.add(new StackTraceElement("org.springframework.aop.Proxy", "invoke", "Proxy.java", frame + 1));
        }
        frames.add(new StackTraceElement("com.example.shop.Main", "main", "Main.java", 7));
        thrown.setStackTrace(frames.toArray(StackTraceElement[]::new));
        return thrown;
    }

    private static LogEvent.Builder usual(Level level, String template) {
        return LogEvent.builder()
                .time(Instant.EPOCH)
                .level(level)
                .logger("com.example.shop.Checkout")
                .thread(new ThreadRef("worker-1", 1, 5))
                .template(template)
                .message(template.replace("{}", "17"))
                .location(new SourceLocation("com.example.shop.Checkout", "pay", "Checkout.java", template.length()));
    }

    private static LogEvent at(LogEvent event, Instant time, Runner process) {
        return event.toBuilder()
                .time(time)
                .origin(new Origin("shop", process.info.environment(), process.info.host(), process.info.pid()))
                .build();
    }

    private static String group(LogEvent event) {
        return String.format("%032x", Integer.toUnsignedLong(Objects.hashCode(event.template())));
    }

    private static ProcessCounts counts(Runner process, long repeats) {
        return ProcessCounts.builder()
                .add(Long.parseLong(process.id, 16), repeats)
                .build();
    }

    private void log(Duration ago, Runner process, LogEvent event, long repeats) {
        Instant second = now.minus(ago);
        GatheredEvent row = new GatheredEvent(
                second, group(event), DELIVERY, counts(process, repeats), at(event, second, process), Flag.NONE);
        store(List.of(row), new EventWindow.Processes(Map.of(process.id, process.info), List.of()));
    }

    private void store(List<GatheredEvent> rows, EventWindow.Processes processes) {
        sinks.events()
                .store(new SealedWindow(DELIVERY, 1, new EventWindow.Content(rows, List.of(), List.of(), processes)));
    }

    /** Gives all groups their families, as the gatherer does a moment after storing. */
    private void label() {
        boolean more = true;
        while (more) {
            more = Objects.requireNonNull(sinks.upkeep()).labelFamilies();
        }
    }

    @Override
    public void close() {
        sinks.close();
    }
}
