// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place in the code of a log statement.
 *
 * @param className the binary name of the class that holds the statement
 * @param methodName its method
 * @param fileName the source file's simple name, or null if the class file has none
 * @param lineNumber the line, or a negative number if the class file has none (-2: a native method)
 */
public record SourceLocation(
        String className, String methodName, @Nullable String fileName, int lineNumber) {
    /** Returns the location that a stack trace element names. */
    public static SourceLocation of(StackTraceElement element) {
        return new SourceLocation(
                element.getClassName(), element.getMethodName(), element.getFileName(), element.getLineNumber());
    }

    /** Compares all components; written out for the reasons given at {@link Origin#equals}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceLocation that
                && lineNumber == that.lineNumber
                && Objects.equals(methodName, that.methodName)
                && Objects.equals(className, that.className)
                && Objects.equals(fileName, that.fileName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(className, methodName, fileName, lineNumber);
    }

    /** Returns the stack trace element of this place, for frameworks that need one. */
    public StackTraceElement toStackTraceElement() {
        return new StackTraceElement(className, methodName, fileName, lineNumber);
    }
}
