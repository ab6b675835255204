// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stack frames without what a stack trace does not show of them. The JVM marks its own frames not to show the names of
 * its class loaders and the versions of its modules, and no frame made later can be marked so: it would show them.
 */
final class PrintableFrames {
    private @Nullable String loader;
    private @Nullable String module;
    private @Nullable String version;
    private boolean showsLoader;
    private boolean showsVersion;

    private PrintableFrames() {}

    /**
     * Frames that print the same wherever they are made again, without those that are null, as a {@code getStackTrace()} of an
     * application's own may have them. Cost: one {@code toString} per run of one module.
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
