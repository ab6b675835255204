// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import dev.centralog.internal.wire.ClassNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of an event that say which family it belongs to. Environment, release, file and line are none of them.
 *
 * @param app the application's name
 * @param logger the logger's name
 * @param level the level's name
 * @param className the class of the log statement, or null if it is not known
 * @param methodName the method of the log statement, or null if it is not known
 * @param thrownClasses the classes of the throwable and its causes, the outermost first; empty without a throwable
 * @param template the template, or the message where there is none; null if neither is known
 * @param isVarying whether the event stands for a place whose texts vary
 */
public record FamilySource(
        String app,
        String logger,
        String level,
        @Nullable String className,
        @Nullable String methodName,
        List<String> thrownClasses,
        @Nullable String template,
        boolean isVarying) {
    /** Makes a source. Names of generated classes and methods lose the numbers that change from run to run. */
    public FamilySource {
        logger = ClassNames.stable(logger);
        className = className == null ? null : ClassNames.stable(className);
        methodName = methodName == null ? null : ClassNames.stableMethod(methodName);
        thrownClasses = thrownClasses.stream().map(ClassNames::stable).toList();
    }
}
