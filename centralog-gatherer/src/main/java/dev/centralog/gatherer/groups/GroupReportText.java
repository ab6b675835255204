// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.Thrown;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.FamilySeen;
import dev.centralog.gatherer.stored.FieldValues;
import dev.centralog.gatherer.stored.FieldValues.Field;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.ProcessCount;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.Sparkline;
import dev.centralog.gatherer.text.StackTraceText;
import dev.centralog.gatherer.text.Table;
import dev.centralog.gatherer.text.Table.Cell;
import dev.centralog.gatherer.text.Terminal;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.TriageText;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A printer of a report as text. */
public final class GroupReportText {
    private static final String NOT_KNOWN = "(not known)";

    private final Terminal terminal;
    private final Times times;
    private final int limit;
    private final StringBuilder text = new StringBuilder();

    private GroupReportText(Terminal terminal, Times times, int limit) {
        // Nothing is cut here: what does not fit into a line goes on in the next one.
        this.terminal = new Terminal(terminal.colours(), terminal.isUnicode(), Integer.MAX_VALUE);
        this.times = times;
        this.limit = limit;
    }

    /**
     * Returns the lines, each ended by a line feed.
     *
     * @param limit the most lines or values of a kind
     */
    public static String of(GroupReport report, Terminal terminal, Times times, int limit) {
        GroupReportText of = new GroupReportText(terminal, times, limit);
        of.addGroup(report);
        of.addSlices(report);
        of.addProcesses(report);
        of.addValues(report);
        of.addSamples(report);
        Thrown thrown = report.thrown();
        if (thrown != null) {
            of.title("the latest stack trace");
            of.text.append(StackTraceText.of(thrown));
        }
        return of.text.toString();
    }

    private void addGroup(GroupReport report) {
        FamilyReport family = report.family();
        if (family == null) {
            addIdentity(report.groups().get(0));
        } else {
            addIdentity(family);
        }
        TriageText triage = new TriageText(times);
        if (report.triage() != null) {
            line("state", triage.of(report.triage()));
        }
        line("first seen", times.second(report.firstSeen()) + ", of all that was ever stored");
        line("last seen", times.second(report.lastSeen()));
        line(
                "shown",
                GroupText.range(report.slices(), times)
                        + (times.isUtc() ? "" : "; times are of the zone " + times.zone()));
        line("repeats", report.repeats() + within(report) + "; " + report.kept() + " in all hours that are kept");
        line("trend", Sparkline.of(report.counts(), terminal));
        if (report.history().size() > 1) {
            title("what was decided, the last decision first");
            report.history().forEach(each -> text.append(triage.of(each)).append('\n'));
        }
        if (family != null) {
            addSeen(family);
            addTexts(family);
            title("its groups, " + report.groups().size() + " in all");
            text.append(new GroupTable(terminal, times).table(family.most()));
        }
    }

    private void addIdentity(GroupInfo group) {
        LogEvent event = group.event();
        line("group", group.groupId());
        if (group.familyId() != null) {
            line("family", group.familyId());
        }
        line("template", GroupText.of(group));
        Thrown thrown = event.thrown();
        if (thrown != null) {
            line("thrown", thrown.className() + (thrown.message() == null ? "" : ": " + thrown.message()));
        }
        addLevel(event.level());
        line("logger", event.logger() == null ? "-" : event.logger());
        line("app", GroupText.app(group));
        SourceLocation place = event.location();
        if (place != null) {
            line("place", place.toStackTraceElement().toString());
        }
    }

    private void addIdentity(FamilyReport report) {
        FamilyInfo family = report.info();
        line("family", family.id());
        line("why", report.why());
        line("template", family.template());
        if (family.thrownClasses() != null) {
            line("thrown", family.thrownClasses());
        }
        addLevel(family.level());
        line("logger", family.logger() == null ? "-" : family.logger());
        line("app", family.app());
        if (family.method() != null) {
            line("place", family.method());
        }
    }

    private void addLevel(Level level) {
        text.append(terminal.colours().bold(String.format("%-11s", "level")))
                .append(' ')
                .append(terminal.colours()
                        .colour(Colours.ofSeverity(level.severity()), TerminalText.line(level.name())))
                .append('\n');
    }

    private void addSeen(FamilyReport family) {
        title("seen in releases, of all that was ever stored");
        Table table = new Table(terminal, List.of("RELEASE", "ENVIRONMENT", "FIRST SEEN", "LAST SEEN"));
        for (FamilySeen each :
                family.seen().subList(0, Math.min(limit, family.seen().size()))) {
            table.add(List.of(
                    Cell.of(known(each.release())),
                    Cell.of(each.environment().isEmpty() ? "-" : each.environment()),
                    Cell.of(times.second(each.first())),
                    Cell.of(times.second(each.last()))));
        }
        text.append(table.text());
        addMore(family.seen().size(), "releases");
    }

    private void addTexts(FamilyReport family) {
        if (family.texts().isEmpty()) {
            return;
        }
        title("its families, " + family.texts().size() + " in all");
        Table table = new Table(terminal, List.of("FAMILY", ">REPEATS", "TEMPLATE"));
        family.texts().stream()
                .limit(limit)
                .forEach(each -> table.add(List.of(
                        Cell.of(each.info().id()),
                        Cell.of(each.repeats()),
                        Cell.of(each.info().template()))));
        text.append(table.text());
        addMore(family.texts().size(), "families");
    }

    /** Returns when the first and the last event of the range occurred. */
    private String within(GroupReport report) {
        List<ProcessCount> processes = report.processes();
        if (processes.isEmpty()) {
            return "";
        }
        Instant first =
                Collections.min(processes.stream().map(ProcessCount::first).toList());
        Instant last =
                Collections.max(processes.stream().map(ProcessCount::last).toList());
        return ", the first at " + times.second(first) + ", the last at " + times.second(last);
    }

    private void line(String name, String value) {
        text.append(terminal.colours().bold(String.format("%-11s", name)))
                .append(' ')
                .append(TerminalText.lines(value))
                .append('\n');
    }

    private void title(String title) {
        text.append('\n').append(terminal.colours().bold(title)).append('\n');
    }

    private void addSlices(GroupReport report) {
        title("how it went");
        Slices slices = report.slices();
        Table table = new Table(terminal, List.of("FROM", ">REPEATS", ""));
        long highest = Collections.max(report.counts());
        for (int i = 0; i < report.counts().size(); i++) {
            long count = report.counts().get(i);
            table.add(List.of(
                    Cell.of(times.minute(slices.start(i))),
                    Cell.of(count),
                    Cell.of(Sparkline.bar(count, highest, terminal))));
        }
        text.append(table.text());
    }

    private void addProcesses(GroupReport report) {
        long missing = report.repeats() - report.repeatsOfRows();
        if (missing > 0) {
            text.append('\n')
                    .append("The rows of " + missing + " of the repeats are deleted; what follows is of the others.\n");
        }
        by("RELEASE", report, each -> each.info().release());
        by("HOST", report, each -> each.info().host());
        List<ProcessCount> processes = report.processes();
        title("by process");
        Table table = new Table(
                terminal, List.of("PROCESS", ">REPEATS", "HOST", ">PID", "INSTANCE", "RELEASE", "FIRST", "LAST"));
        for (ProcessCount each : processes.subList(0, Math.min(limit, processes.size()))) {
            ProcessInfo info = each.info();
            table.add(List.of(
                    Cell.of(each.processId()),
                    Cell.of(each.repeats()),
                    Cell.of(known(info.host())),
                    Cell.of(info.pid() == 0 ? "-" : info.pid()),
                    Cell.of(info.instance().isEmpty() ? "-" : info.instance()),
                    Cell.of(known(info.release())),
                    Cell.of(times.second(each.first())),
                    Cell.of(times.second(each.last()))));
        }
        text.append(table.text());
        addMore(processes.size(), "processes");
    }

    private void by(String what, GroupReport report, Function<ProcessCount, String> key) {
        Map<String, ProcessCount> sums = new LinkedHashMap<>();
        for (ProcessCount each : report.processes()) {
            sums.merge(key.apply(each), each, ProcessCount::plus);
        }
        title("by " + what.toLowerCase(Locale.ROOT));
        Table table = new Table(terminal, List.of(what, ">REPEATS", "FIRST", "LAST"));
        sums.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, ProcessCount> each) ->
                                each.getValue().repeats())
                        .reversed())
                .limit(limit)
                .forEach(each -> table.add(List.of(
                        Cell.of(known(each.getKey())),
                        Cell.of(each.getValue().repeats()),
                        Cell.of(times.second(each.getValue().first())),
                        Cell.of(times.second(each.getValue().last())))));
        text.append(table.text());
        addMore(sums.size(), what.toLowerCase(Locale.ROOT) + "s");
    }

    private void addMore(int all, String plural) {
        if (all > limit) {
            text.append("and " + (all - limit) + " more " + plural + ", see --limit\n");
        }
    }

    private static String known(String name) {
        return name.isEmpty() ? NOT_KNOWN : name;
    }

    private void addValues(GroupReport report) {
        FieldValues values = report.values();
        if (values.fields().isEmpty()) {
            return;
        }
        title("the values of " + values.read() + " events in full of " + report.repeats() + " in all: "
                + (report.isComplete() ? "complete" : "not complete, the others may have further values"));
        for (Field field : values.fields()) {
            String shown = field.values().stream()
                    .limit(limit)
                    .map(each -> TerminalText.line(each.text()) + (each.events() == 1 ? "" : " ×" + each.events()))
                    .collect(Collectors.joining(", "));
            int more = field.values().size() - limit;
            text.append(terminal.colours().colour("\u001b[36m", name(field)))
                    .append(": " + field.values().size() + " different in " + field.events() + " events: ")
                    .append(shown)
                    .append(more > 0 ? ", and " + more + " more, see --limit" : "")
                    .append('\n');
        }
    }

    private static String name(Field field) {
        String name = TerminalText.line(field.name());
        return switch (field.kind()) {
            case ARGUMENT -> "argument " + name;
            case MDC -> "mdc " + name;
            case KEY_VALUE -> "key " + name;
        };
    }

    private void addSamples(GroupReport report) {
        if (report.samples().isEmpty()) {
            return;
        }
        title("the latest " + report.samples().size() + " of " + report.values().inFull() + " events in full");
        Map<String, ProcessCount> processes = report.processes().stream()
                .collect(Collectors.toMap(ProcessCount::processId, each -> each, (some, more) -> some));
        for (GatheredSample each : report.samples()) {
            LogEvent event = each.event();
            String thread = event.thread().name();
            String host = host(processes.get(each.process()), event);
            text.append(terminal.colours().dim(times.milli(event.time())))
                    .append(host.isEmpty() ? "" : " " + TerminalText.line(host))
                    .append(thread == null ? "" : " [" + TerminalText.line(thread) + "]")
                    .append(' ')
                    .append(TerminalText.line(String.valueOf(event.message())));
            append("arguments", event.arguments());
            append(
                    "mdc",
                    event.mdc().entrySet().stream()
                            .map(of -> of.getKey() + "=" + of.getValue())
                            .toList());
            append(
                    "keys",
                    event.keyValues().stream()
                            .map(of -> of.key() + "=" + of.value())
                            .toList());
            text.append('\n');
        }
    }

    private static String host(@Nullable ProcessCount process, LogEvent event) {
        return process == null ? event.origin().host() : process.info().host();
    }

    private void append(String what, List<? extends @Nullable Object> values) {
        if (!values.isEmpty()) {
            text.append(' ')
                    .append(terminal.colours()
                            .dim(TerminalText.line(what + " {"
                                    + values.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "}")));
        }
    }
}
