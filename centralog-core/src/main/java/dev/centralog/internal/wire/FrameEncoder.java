// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of stack frames as arrays: {@code [class, method, line, file, class loader, module, module version]}.
 * Null items at the end are left out. A null class is the class of the frame before. A file that is {@code true}, or
 * that is missing because the array ends before it, is the outermost class's simple name followed by {@code .java}.
 */
public final class FrameEncoder {
    private static final String SOURCE = ".java";
    private static final FrameJsonCache TEXTS = new FrameJsonCache();

    private FrameEncoder() {}

    static void writeAll(JsonOutput json, List<StackTraceElement> frames) {
        String lastClass = null;
        json.writeStartArray();
        for (StackTraceElement frame : frames) {
            json.writeArray(TEXTS.json(frame, frame.getClassName().equals(lastClass)));
            lastClass = frame.getClassName();
        }
        json.writeEndArray();
    }

    static void writeOne(JsonOutput json, StackTraceElement frame) {
        json.writeArray(TEXTS.json(frame, false));
    }

    static void write(JsonOutput json, StackTraceElement frame, boolean sameClass) {
        json.writeStartArray();
        String className = frame.getClassName();
        writeText(json, sameClass ? null : className);
        writeText(json, frame.getMethodName());
        json.writeNumber(frame.getLineNumber());
        String file = frame.getFileName();
        boolean derived = isSourceOf(className, file);
        int last = lastItem(frame);
        if (last > 0 || !derived) {
            if (derived) {
                json.writeBoolean(true);
            } else {
                writeText(json, file);
            }
        }
        if (last > 0) {
            writeText(json, frame.getClassLoaderName());
        }
        if (last > 1) {
            writeText(json, frame.getModuleName());
        }
        if (last > 2) {
            writeText(json, frame.getModuleVersion());
        }
        json.writeEndArray();
    }

    private static int lastItem(StackTraceElement frame) {
        if (frame.getModuleVersion() != null) {
            return 3;
        }
        if (frame.getModuleName() != null) {
            return 2;
        }
        return frame.getClassLoaderName() == null ? 0 : 1;
    }

    private static void writeText(JsonOutput json, @Nullable String text) {
        if (text == null) {
            json.writeNull();
        } else {
            json.writeText(text);
        }
    }

    /** Whether the file is the one that {@link #sourceOf} returns; creates no text for that. */
    private static boolean isSourceOf(String className, @Nullable String file) {
        int start = className.lastIndexOf('.') + 1;
        int nested = className.indexOf('$', start);
        int length = (nested <= start ? className.length() : nested) - start;
        return file != null
                && file.length() == length + SOURCE.length()
                && file.regionMatches(0, className, start, length)
                && file.endsWith(SOURCE);
    }

    /** Returns the outermost class's simple name followed by {@code .java}. */
    public static String sourceOf(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        int nested = simple.indexOf('$');
        return (nested <= 0 ? simple : simple.substring(0, nested)) + SOURCE;
    }
}
