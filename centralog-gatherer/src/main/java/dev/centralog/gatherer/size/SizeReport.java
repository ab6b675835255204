// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import dev.centralog.gatherer.text.JsonLine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The needs of a fleet, as text and as JSON. */
public record SizeReport(Sizing sizing) {
    private static final List<String> BYTES = List.of("bytes", "kB", "MB", "GB", "TB", "PB", "EB");

    /** Returns it as lines for people. */
    public String text() {
        Amounts amounts = sizing.amounts();
        Workload workload = sizing.asked().workload();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "a second     %s events of %s groups by %s processes: %s pairs of group and process,"
                        + " sent by %s lines, are %s rows and %s samples%n",
                number(workload.events()),
                number(workload.groups()),
                number(workload.hosts()),
                number(amounts.of(Quantity.PAIRS)),
                number(amounts.of(Quantity.LINES)),
                number(amounts.of(Quantity.ROWS)),
                number(amounts.of(Quantity.SAMPLES))));
        text.append(String.format(
                Locale.ROOT,
                "Redis        %s, %s in all; each uses %s of a core, and needs %s of memory for an outage of %s%n",
                sizing.shards() == 1 ? "one server" : "a cluster of " + sizing.shards() + " primaries",
                count(sizing.partitions(), "partition"),
                percent(sizing.redisCores()),
                bytes(sizing.redisBytes()),
                time(sizing.asked().outage())));
        text.append(String.format(
                Locale.ROOT,
                "gathering    %s; each uses %s of a core%n",
                count(sizing.gatherers(), "gatherer"),
                percent(sizing.gathererCores())));
        text.append(String.format(
                Locale.ROOT,
                "database     %s: %s; needs %s of disk, events are kept for %s%n",
                sizing.asked().store().title(),
                sizing.asked().store() == Store.SQLITE
                        ? "a part of the gatherer"
                        : "uses " + cores(sizing.databaseCores()) + ", so give it "
                                + cores(sizing.databaseCores() / Sizing.AIM),
                bytes(sizing.diskBytes()),
                time(sizing.asked().keep())));
        text.append(String.format(
                Locale.ROOT,
                "network      Redis receives %s a second, and sends %s%n",
                bytes(sizing.received()),
                bytes(sizing.sent())));
        text.append(String.format(
                Locale.ROOT,
                "applications %s in all, %s of one for each process%n",
                cores(sizing.applicationCores()),
                percent(sizing.applicationCores() / workload.hosts())));
        text.append("most work    ").append(sizing.bottleneck()).append('\n');
        sizing.tooMuch()
                .forEach(each -> text.append("too much     ").append(each).append('\n'));
        text.append(
                "Half of each is free: of cores, memory and disk. Costs are those of the machine in docs/scaling.md; yours will differ.\n");
        return text.toString().replace("\r", "");
    }

    /** Returns it as one object; times are in parts of a core, sizes in bytes. */
    public String json() {
        Amounts amounts = sizing.amounts();
        return new JsonLine()
                .add("pairs_per_second", round(amounts.of(Quantity.PAIRS)))
                .add("lines_per_second", round(amounts.of(Quantity.LINES)))
                .add("rows_per_second", round(amounts.of(Quantity.ROWS)))
                .add("samples_per_second", round(amounts.of(Quantity.SAMPLES)))
                .add("redis_servers", sizing.shards())
                .add("partitions", sizing.partitions())
                .add("redis_cores_each", round(sizing.redisCores()))
                .add("redis_bytes_each", Math.round(sizing.redisBytes()))
                .add("gatherers", sizing.gatherers())
                .add("gatherer_cores_each", round(sizing.gathererCores()))
                .add("database_cores", round(sizing.databaseCores()))
                .add("disk_bytes", Math.round(sizing.diskBytes()))
                .add("received_bytes_per_second", Math.round(sizing.received()))
                .add("sent_bytes_per_second", Math.round(sizing.sent()))
                .add("application_cores", round(sizing.applicationCores()))
                .add("most_work", sizing.bottleneck())
                .add("too_much", sizing.tooMuch())
                .text();
    }

    private static double round(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number >= 100 || number == Math.rint(number) ? "%,.0f" : "%,.1f", number);
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, part >= 0.1 ? "%.0f %%" : part >= 0.01 ? "%.1f %%" : "%.2f %%", part * 100);
    }

    private static String cores(double cores) {
        return String.format(Locale.ROOT, cores >= 10 ? "%,.0f cores" : "%.2f cores", cores);
    }

    private static String bytes(double bytes) {
        int unit = 0;
        double number = bytes;
        while (number >= 1000 && unit < BYTES.size() - 1) {
            number /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit > 0 && number < 100 ? "%.1f %s" : "%.0f %s", number, BYTES.get(unit));
    }

    /** Returns a time as settings have it, in its largest whole unit. */
    private static String time(Duration time) {
        if (time.toSecondsPart() > 0 || time.isZero()) {
            return time.toSeconds() + "s";
        }
        if (time.toMinutesPart() > 0) {
            return time.toMinutes() + "m";
        }
        return time.toHoursPart() > 0 ? time.toHours() + "h" : time.toDays() + "d";
    }
}
