// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

import dev.centralog.bench.application.ChildOutput;
import dev.centralog.bench.application.ConfiguredJvm;
import dev.centralog.bench.application.Framework;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.report.Median;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The starts of one framework's applications, each kind once a round. Not thread-safe. */
final class StartRounds {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Framework framework;
    private final String redisUri;
    private final String nowhereUri;
    private final Map<StartSubject, List<FirstEvent>> rounds = new EnumMap<>(StartSubject.class);

    StartRounds(Framework framework, String redisUri, String nowhereUri) {
        this.framework = framework;
        this.redisUri = redisUri;
        this.nowhereUri = nowhereUri;
        Arrays.stream(StartSubject.values()).forEach(each -> rounds.put(each, new ArrayList<>()));
    }

    Framework framework() {
        return framework;
    }

    void round() throws IOException {
        for (StartSubject subject : StartSubject.values()) {
            of(subject).add(start(subject));
        }
    }

    private FirstEvent start(StartSubject subject) throws IOException {
        try (ConfiguredJvm configured = new ConfiguredJvm(framework, List.of(subject.appender(redisUri, nowhereUri)));
                ForkedJvm jvm = configured
                        .builder(StartingApplication.class)
                        .arguments(framework.name(), Boolean.toString(subject != StartSubject.NO_REDIS))
                        .start()) {
            if (jvm.awaitExit(LIMIT) != 0) {
                throw new IllegalStateException("the application failed: " + jvm.standardError());
            }
            return FirstEvent.parse(ChildOutput.by(jvm).get(0));
        }
    }

    private List<FirstEvent> of(StartSubject subject) {
        return Objects.requireNonNull(rounds.get(subject));
    }

    private double[] sorted(StartSubject subject, ToLongFunction<FirstEvent> figure) {
        return of(subject).stream().mapToDouble(figure::applyAsLong).sorted().toArray();
    }

    double median(StartSubject subject) {
        return Median.of(sorted(subject, FirstEvent::millis));
    }

    /** Returns the median of the differences to the appender that does nothing, each within its round. */
    double medianDifference(StartSubject subject) {
        return Median.of(differences(subject, FirstEvent::millis));
    }

    private double[] differences(StartSubject subject, ToLongFunction<FirstEvent> figure) {
        return IntStream.range(0, of(subject).size())
                .mapToDouble(round -> figure.applyAsLong(of(subject).get(round))
                        - figure.applyAsLong(of(StartSubject.NO_OP).get(round)))
                .sorted()
                .toArray();
    }

    /** Returns the line of conservation of the applications that ship. */
    String conservation() {
        StartSubject subject = StartSubject.REDIS;
        long logged = of(subject).stream().mapToLong(FirstEvent::logged).sum();
        long acknowledged =
                of(subject).stream().mapToLong(FirstEvent::acknowledged).sum();
        long dropped = of(subject).stream().mapToLong(FirstEvent::dropped).sum();
        boolean holds = logged == of(subject).size() && logged == acknowledged + dropped;
        return String.format(
                Locale.ROOT,
                "%s, %s: %,d logged = %,d acknowledged + %,d dropped %s",
                framework.title(),
                subject.title(),
                logged,
                acknowledged,
                dropped,
                holds ? "OK" : "NOT SO");
    }

    static String table(List<StartRounds> all) {
        Markdown table = new Markdown(
                "application",
                "rounds",
                "ms to first event, median (range)",
                "over no-op",
                "over no-op, the thread's CPU");
        for (StartRounds each : all) {
            for (StartSubject subject : StartSubject.values()) {
                table.row(
                        each.framework.title() + ", " + subject.title(),
                        Integer.toString(each.of(subject).size()),
                        range(each.sorted(subject, FirstEvent::millis)),
                        range(each.differences(subject, FirstEvent::millis)),
                        range(each.differences(subject, FirstEvent::cpuMillis)));
            }
        }
        return table.toString();
    }

    private static String range(double[] sorted) {
        return String.format(
                Locale.ROOT, "%,.0f (%,.0f…%,.0f)", Median.of(sorted), sorted[0], sorted[sorted.length - 1]);
    }
}
