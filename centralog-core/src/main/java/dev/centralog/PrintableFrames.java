// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stack frames reduced to what a printed stack trace shows. The JVM marks its own frames so that they do not print
 * the names of its class loaders and the versions of its modules. A frame that is built later can't be marked so, and
 * would print them.
 *
 * <p>Thread-safety: none.
 */
final class PrintableFrames {
    private @Nullable String loader;
    private @Nullable String module;
    private @Nullable String version;
    private boolean showsLoader;
    private boolean showsVersion;

    private PrintableFrames() {}

    /**
     * Returns frames that print the same when they are built again. Null frames, which an application's own
     * {@code getStackTrace()} may contain, are left out. Cost: one {@code toString} per run of frames of one module.
     */
    static List<StackTraceElement> of(@Nullable StackTraceElement[] frames) {
        PrintableFrames shown = new PrintableFrames();
        StackTraceElement[] all = new StackTraceElement[frames.length];
        int size = 0;
        for (StackTraceElement frame : frames) {
            if (frame != null) {
                all[size++] = shown.shown(frame);
            }
        }
        return List.of(size == all.length ? all : Arrays.copyOf(all, size));
    }

    private StackTraceElement shown(StackTraceElement frame) {
        if (frame.getClassLoaderName() == null && frame.getModuleVersion() == null) {
            return frame;
        }
        if (!isOfTheSameModule(frame)) {
            loader = frame.getClassLoaderName();
            module = frame.getModuleName();
            version = frame.getModuleVersion();
            String text = frame.toString();
            showsLoader = loader != null && text.startsWith(loader + "/");
            showsVersion = text.startsWith((showsLoader ? loader + "/" : "") + module + "@" + version);
        }
        return new StackTraceElement(
                showsLoader ? loader : null,
                module,
                showsVersion ? version : null,
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }

    private boolean isOfTheSameModule(StackTraceElement frame) {
        return Objects.equals(loader, frame.getClassLoaderName())
                && Objects.equals(module, frame.getModuleName())
                && Objects.equals(version, frame.getModuleVersion());
    }
}
