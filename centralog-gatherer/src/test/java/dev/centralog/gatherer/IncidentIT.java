// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An incident: a checkout fails on two hosts, among other events. Its questions are answered by {@code groups} and {@code show}.
 */
class IncidentIT extends GatheringFixture {
    private static final int ON_FIRST = 25;
    private static final int ON_SECOND = 12;
    private static final int ALL = ON_FIRST + ON_SECOND;
    private static final int USERS = 9;
    private static final int CUSTOMERS = 4;

    private static LogEvent failed(int order) {
        IllegalStateException thrown = new IllegalStateException("card of order " + order, new Exception("refused"));
        return LogEvent.builder()
                .level(Level.ERROR)
                .logger("com.example.shop.Checkout")
                .template("checkout of order {} failed")
                .arguments(4700 + order)
                .message("checkout of order " + (4700 + order) + " failed")
                .mdc(Map.of(
                        "user", "user-" + order % USERS,
                        "customer", "customer-" + order % CUSTOMERS,
                        "trace_id", "trace-" + order))
                .thrown(thrown)
                .location(new SourceLocation("com.example.shop.Checkout", "pay", "Checkout.java", 88))
                .build();
    }

    private static LogEvent sold(int order) {
        return LogEvent.builder()
                .logger("com.example.shop.Shop")
                .template("order {} sold")
                .arguments(order)
                .message("order " + order + " sold")
                .location(new SourceLocation("com.example.shop.Shop", "sell", "Shop.java", 7))
                .build();
    }

    private String gathered(Kind kind) {
        String url = databases().empty(kind, directory);
        try (Centralog first =
                        Centralog.open(config().with(Settings.HOST, "web-1").with(Settings.RELEASE, "1.4.1"));
                Centralog second =
                        Centralog.open(config().with(Settings.HOST, "web-2").with(Settings.RELEASE, "1.4.2"))) {
            for (int n = 0; n < 900; n++) {
                (n % 3 == 0 ? first : second).log(sold(n));
            }
            for (int order = 0; order < ALL; order++) {
                (order < ON_FIRST ? first : second).log(failed(order));
            }
            assertThat(first.close(LIMIT)).isZero();
            assertThat(second.close(LIMIT)).isZero();
        }
        gatherOnce(url);
        return url;
    }

    private static String run(String... arguments) {
        Commands command = Commands.run(arguments);
        assertThat(command.err()).isEmpty();
        assertThat(command.code()).isZero();
        assertThat(command.out()).doesNotContain("\u001b");
        return command.out();
    }

    private static long sumOfSlices(String shown) {
        Matcher slice = Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\dZ +(\\d+)")
                .matcher(shown);
        return slice.results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
    }

    /** Returns a time that a query reads, cut to seconds, as it is shown. */
    private static String second(String url, String sql) {
        return Sql.rows(url, sql).get(0).replace('T', ' ').substring(0, 19);
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void incident_itsNineQuestions_areAnsweredByGroupsAndShow(Kind kind) {
        String url = gathered(kind);
        String firstSeen = second(url, "SELECT min(first_seen) FROM groups WHERE level = 'ERROR'");

        String groups = run("groups", "--database", url, "--since", "30m", "--level", "ERROR");

        assertThat(groups).hasLineCount(3);
        assertThat(groups.lines().skip(2))
                .singleElement()
                .asString()
                .as("which error, how often, since when, on how many hosts")
                .matches("[0-9a-f]{8} +[0-9a-f]{8} +" + ALL + " +\\S+ +ERROR +" + firstSeen
                        + "Z +\\S+ \\S+Z +2: web-1, web-2 +com.example.shop.Checkout"
                        + " +checkout of order \\{} failed \\(IllegalStateException\\)");
        assertThat(run("groups", "--database", url).lines().skip(2)).hasSize(2);

        String shown =
                run("show", groups.lines().skip(2).findFirst().orElseThrow().substring(0, 8), "--database", url);

        assertThat(shown)
                .as("which error")
                .contains("template    checkout of order {} failed\n")
                .containsPattern("thrown      java.lang.IllegalStateException: card of order \\d+\n")
                .contains("place       com.example.shop.Checkout.pay(Checkout.java:88)\n")
                .as("since when")
                .contains("first seen  " + firstSeen + "Z")
                .as("how often")
                .contains("repeats     " + ALL + ", the first at " + firstSeen + "Z")
                .as("on which host how often")
                .containsPattern("(?m)^web-1 +" + ON_FIRST + " ")
                .containsPattern("(?m)^web-2 +" + ON_SECOND + " ")
                .as("which release")
                .containsPattern("(?m)^1.4.1 +" + ON_FIRST + " ")
                .containsPattern("(?m)^1.4.2 +" + ON_SECOND + " ")
                .as("with which orders")
                .contains("argument 0: " + ALL + " different in " + ALL + " events: 4700, 4701,")
                .as("whose request")
                .contains("mdc user: " + USERS + " different in " + ALL + " events: user-0 ×5, user-1 ×4,")
                .as("how many customers")
                .contains("mdc customer: " + CUSTOMERS + " different in " + ALL + " events: customer-0 ×10,")
                .contains("the values of " + ALL + " events in full of " + ALL + " in all: complete\n")
                .contains("the latest 5 of " + ALL + " events in full\n")
                .contains("\tat ", "Caused by: java.lang.Exception: refused\n");
        assertThat(sumOfSlices(shown)).as("how it went").isEqualTo(ALL);

        String family = groups.lines().skip(2).findFirst().orElseThrow().split(" +", 3)[1];
        assertThat(run("show", family, "--database", url, "--no-stack"))
                .contains("family      " + family, "its groups, 1 in all\n", "repeats     " + ALL + ", ")
                .containsPattern("(?m)^1.4.2 +- +"
                        + second(
                                url,
                                "SELECT min(p.window_start) FROM event_processes p JOIN groups g ON g.group_id = p.group_id"
                                        + " WHERE g.level = 'ERROR' AND p.release = '1.4.2'")
                        + "Z");
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void tail_ofAnIncident_takesEachFilter(Kind kind) {
        String url = gathered(kind);
        String[] where = {"--database", url, "--no-stack"};

        String all = tail(where, "--level", "ERROR");
        assertThat(all).contains("checkout of order {} failed ×").doesNotContain("\tat ");
        assertThat(tail(where, "--host", "web-2", "--level", "ERROR")).contains("checkout");
        assertThat(tail(where, "--trace", "trace-3", "--samples")).contains("trace_id=trace-3");
        assertThat(tail(where, "--trace", "trace-" + (ALL - 1))).contains("checkout");
        for (String text : List.of("ORDER 4736 FAILED", "card of order 5", "Refused", "order {} failed")) {
            assertThat(tail(where, "--grep", text))
                    .as(text)
                    .contains("checkout")
                    .doesNotContain("sold");
        }
        for (String[] none : new String[][] {
            {"--grep", "%"},
            {"--grep", "order _ failed"},
            {"--grep", "\u202e'\"\\"},
            {"--host", "web-%"},
            {"--trace", "trace-"},
            {"--group", "gggg"},
            {"--environment", "'"},
            {"--until", "2026-01-01T00:00"}
        }) {
            Commands command = Commands.run("tail", none[0], none[1], "--database", url);
            assertThat(command.code()).as(none[1]).isZero();
            assertThat(command.out()).as(none[1]).isEmpty();
            assertThat(command.err()).startsWith("no stored events match ").doesNotContain("\u202e");
        }
    }

    private static String tail(String[] where, String... more) {
        return run(Stream.of(new String[] {"tail"}, where, more)
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }
}
