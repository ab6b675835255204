// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A writer of a throwable's data in the form of {@link Throwable#printStackTrace()}. */
public final class StackTraceText {
    private static final Set<String> JAVA_LOADERS = Set.of("app", "platform", "boot");

    private final List<Thrown> byNumber = new ArrayList<>();
    private final Set<Integer> written = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    private StackTraceText() {}

    /** Returns the stack trace, every line ended by a line feed; harmless for a terminal. */
    public static String of(Thrown root) {
        StackTraceText writer = new StackTraceText();
        writer.number(root);
        writer.write(root, List.of(), new Place("", ""));
        return writer.text.toString();
    }

    private record Place(String indent, String caption) {}

    /** Adds the throwables in the order in which {@link Thrown} numbers them. */
    private void number(Thrown thrown) {
        if (thrown.reference() >= 0) {
            return;
        }
        byNumber.add(thrown);
        Thrown cause = thrown.cause();
        if (cause != null) {
            number(cause);
        }
        thrown.suppressed().forEach(this::number);
    }

    private int numberOf(Thrown thrown) {
        if (thrown.reference() >= 0) {
            return thrown.reference();
        }
        for (int number = 0; number < byNumber.size(); number++) {
            if (isSame(byNumber.get(number), thrown)) {
                return number;
            }
        }
        return -1;
    }

    @SuppressWarnings("ReferenceEquality") // two throwables may be equal in all their data
    private static boolean isSame(Thrown left, Thrown right) {
        return left == right;
    }

    private void write(Thrown standing, List<StackTraceElement> enclosing, Place place) {
        int number = numberOf(standing);
        // Java prints suppressed throwables before causes, so a reference here may be the first occurrence there.
        Thrown thrown = number >= 0 && number < byNumber.size() ? byNumber.get(number) : standing;
        text.append(place.indent).append(place.caption);
        if (!written.add(number)) {
            text.append("[CIRCULAR REFERENCE: ").append(title(thrown)).append("]\n");
            return;
        }
        text.append(title(thrown)).append('\n');
        List<StackTraceElement> frames = thrown.frames();
        int common = thrown.framesOmitted() == 0 ? common(frames, enclosing) : 0;
        for (StackTraceElement frame : frames.subList(0, frames.size() - common)) {
            text.append(place.indent)
                    .append("\tat ")
                    .append(TerminalText.line(text(frame)))
                    .append('\n');
        }
        int more = common + thrown.framesOmitted();
        if (more > 0) {
            text.append(place.indent).append("\t... ").append(more).append(" more\n");
        }
        for (Thrown each : thrown.suppressed()) {
            write(each, frames, new Place(place.indent + "\t", "Suppressed: "));
        }
        Thrown cause = thrown.cause();
        if (cause != null) {
            write(cause, frames, new Place(place.indent, "Caused by: "));
        }
    }

    private static int common(List<StackTraceElement> frames, List<StackTraceElement> enclosing) {
        int common = 0;
        while (common < frames.size()
                && common < enclosing.size()
                && frames.get(frames.size() - 1 - common).equals(enclosing.get(enclosing.size() - 1 - common))) {
            common++;
        }
        return common;
    }

    /**
     * Returns the frame's text as its own {@code toString} gives it in the process that it comes from: without the names of
     * Java's own class loaders and the versions of Java's own modules. A frame that was stored no longer knows which these are.
     */
    private static String text(StackTraceElement frame) {
        String loader = frame.getClassLoaderName();
        String module = frame.getModuleName();
        String version = frame.getModuleVersion();
        boolean ownLoader = loader != null && !loader.isEmpty() && !JAVA_LOADERS.contains(loader);
        boolean named = module != null && !module.isEmpty();
        boolean ownModule = named && !module.startsWith("java.") && !module.startsWith("jdk.");
        return new StackTraceElement(
                        ownLoader ? loader : null,
                        named ? module : null,
                        ownModule ? version : null,
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber())
                .toString();
    }

    private static String title(Thrown thrown) {
        String title = thrown.text();
        if (title == null) {
            title = thrown.message() == null ? thrown.className() : thrown.className() + ": " + thrown.message();
        }
        return TerminalText.lines(title);
    }
}
