// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.news;

import dev.centralog.gatherer.change.Basis;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.change.FalseAlarms;
import dev.centralog.gatherer.change.Gone;
import dev.centralog.gatherer.change.Louder;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.ChangeReport;
import dev.centralog.gatherer.stored.FamilyDetails;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.StoredFamily;
import dev.centralog.gatherer.stored.StoredProcesses;
import dev.centralog.gatherer.stored.StoredRelease;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.FamilyTriage;
import dev.centralog.gatherer.triage.TriageText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text about what has changed, for people. Thread-safety: immutable. */
public final class ChangePrinter {
    private static final int MOST_HOSTS = 5;
    private static final int MOST_RELEASES = 5;
    private static final String INDENT = "        ";
    private static final double PERCENT = 100;

    private final Colours colours;
    private final Times times;

    /** Makes a printer. */
    public ChangePrinter(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    /** Returns the line that says what was asked, ended by a line feed. */
    public String title(ChangeQuery query) {
        ChangeQuery.Release release = query.release();
        String period = times.second(query.from()) + " to " + times.second(query.to());
        if (release == null) {
            return colours.bold(where(query.filter())) + ", " + period + '\n';
        }
        StoredRelease previous = release.previous();
        StringBuilder title = new StringBuilder(colours.bold(where(query.filter()) + " "
                + TerminalText.line(release.present().release())));
        title.append(", since ").append(times.second(query.from()));
        title.append(
                previous == null
                        ? ": no earlier release is known, so nothing is new"
                        : ", after " + TerminalText.line(previous.release()));
        Instant lastSeen = release.present().lastSeen();
        if (lastSeen.plus(StoredProcesses.SILENT_AFTER).isBefore(query.to())) {
            title.append("; no process of it was seen after ").append(times.second(lastSeen));
        }
        return title.append('\n').toString();
    }

    private static String where(ChangeQuery.Filter filter) {
        String app = filter.app();
        String environment = filter.environment();
        String named = app == null ? "all applications" : app.isEmpty() ? "(no app)" : TerminalText.line(app);
        return environment == null || environment.isEmpty()
                ? named
                : named + " (" + TerminalText.line(environment) + ")";
    }

    /** Returns the heading of the changes of a kind, ended by a line feed. */
    public String heading(ChangeKind kind, int count) {
        String name = kind.label().toUpperCase(Locale.ROOT);
        return count == 0 ? name + ": none\n" : colours.bold(name + ": " + count) + '\n';
    }

    /** Returns the lines about a family that has changed, each ended by a line feed. */
    public String text(Change change, FamilyDetails details) {
        FamilyInfo family = change.family().info();
        StringBuilder text = new StringBuilder("  ");
        text.append(colours.colour(
                Colours.ofSeverity(family.level().severity()),
                String.format("%-5s", TerminalText.line(family.level().name()))));
        text.append(' ').append(family.app().isEmpty() ? "" : TerminalText.line(family.app()) + " ");
        String logger = family.logger();
        text.append(colours.colour("\u001b[36m", logger == null ? "-" : TerminalText.line(logger)))
                .append(": ");
        text.append(family.isPlace() ? place(change.family()) : TerminalText.line(family.template()));
        text.append(colours.bold(" ×" + details.repeats())).append('\n');
        String thrown = family.thrownClasses();
        line(text, thrown == null ? null : "thrown " + TerminalText.line(thrown));
        line(text, judgement(change));
        line(
                text,
                "first seen " + times.second(change.family().firstSeen()) + ", last seen "
                        + times.second(details.lastSeen())
                        + names(", hosts ", details.hosts(), MOST_HOSTS)
                        + names(", releases ", details.releases(), MOST_RELEASES));
        String example = details.example();
        line(text, example == null ? null : "e.g. " + TerminalText.line(example));
        line(
                text,
                details.traceIds().isEmpty() ? null : "trace ids " + names("", details.traceIds(), Integer.MAX_VALUE));
        FamilyTriage triage = change.triage();
        line(text, triage == null ? null : new TriageText(times).of(triage));
        line(text, colours.dim("family " + family.id()));
        return text.toString();
    }

    private static void line(StringBuilder text, @Nullable String line) {
        if (line != null) {
            text.append(INDENT).append(line).append('\n');
        }
    }

    private static String place(StoredFamily family) {
        String method = family.info().method();
        String where = method == null ? "" : " in " + TerminalText.line(method);
        return "texts that vary" + where + " (" + family.texts() + " families)";
    }

    private static String names(String before, List<String> names, int most) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> shown = names.stream().limit(most).map(TerminalText::line).toList();
        return before
                + String.join(", ", shown)
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }

    private static @Nullable String judgement(Change change) {
        Louder louder = change.louder();
        if (louder != null) {
            Louder.Rates rates = louder.rates();
            String compared = String.format(
                    Locale.ROOT,
                    "%s an hour and process, %.1f times the mean of %d periods before (%s), the highest of which had %s",
                    rate(rates.present()),
                    rates.times(),
                    rates.periods(),
                    rate(rates.mean()),
                    rate(rates.highest()));
            return compared
                    + (louder.basis() == Basis.RATIO
                            ? "; too few periods to say how likely that is by chance"
                            : chance(louder.chance().orElse(1)));
        }
        Gone gone = change.gone();
        return gone == null
                ? null
                : "seen in " + gone.seen() + " of " + gone.periods() + " periods before"
                        + chance(gone.chance().orElse(1));
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, rate >= 100 ? "%,.0f" : rate >= 1 ? "%.1f" : "%.2g", rate);
    }

    private static String chance(double chance) {
        return String.format(Locale.ROOT, "; by chance in at most %.2g %% of cases", chance * PERCENT);
    }

    /** Returns the line that says how many changes are not shown, ended by a line feed; empty if all are. */
    public static String more(int hidden) {
        return hidden == 0 ? "" : "  and " + hidden + " more; --limit shows more\n";
    }

    /** Returns the line that says how many muted families have changed, ended by a line feed; empty if none has. */
    public static String muted(int hidden) {
        return hidden == 0
                ? ""
                : hidden + (hidden == 1 ? " muted family" : " muted families") + " not shown; --muted shows "
                        + (hidden == 1 ? "it\n" : "them\n");
    }

    /** Returns the lines about what was compared with what, each ended by a line feed. */
    public String basis(ChangeReport report) {
        int periods = report.baseline().starts().size();
        StringBuilder text = new StringBuilder();
        if (periods == 0) {
            text.append("LOUDER and GONE are not judged: nothing is stored of a period of ")
                    .append(length(report.compared().length()))
                    .append(" before\n");
        } else {
            FalseAlarms louder = report.louder();
            text.append("LOUDER and GONE compare ")
                    .append(times.minute(report.compared().from()))
                    .append(" to ")
                    .append(times.minute(report.compared().to()))
                    .append(" with ")
                    .append(periods)
                    .append(periods == 1 ? " period" : " periods")
                    .append(" of ")
                    .append(length(report.compared().length()))
                    .append(" before; ");
            text.append(
                    louder.judged() == 0 && louder.byRatioAlone() > 0
                            ? "with fewer than 5 the mean alone decides, and nothing is GONE\n"
                            : String.format(
                                    Locale.ROOT,
                                    "by chance at most %.2f of %d families are expected to be louder, and %.2f of %d gone%n",
                                    louder.expected(),
                                    louder.judged(),
                                    report.gone().expected(),
                                    report.gone().judged()));
        }
        return text.toString();
    }

    private static String length(Duration length) {
        if (length.toMinutesPart() == 0) {
            return length.toHours() + " h";
        }
        return length.toHours() == 0
                ? length.toMinutes() + " min"
                : length.toHours() + " h " + length.toMinutesPart() + " min";
    }
}
