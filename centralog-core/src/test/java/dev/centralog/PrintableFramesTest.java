// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableFramesTest {
    @Test
    void framesOfTheJvm_printTheSameWhenMadeAgain() {
        List<StackTraceElement> original = new ArrayList<>();
        List.of(1).forEach(each -> original.addAll(List.of(new Throwable().getStackTrace())));

        List<StackTraceElement> shown = PrintableFrames.of(original.toArray(StackTraceElement[]::new));

        assertThat(original).anyMatch(frame -> frame.getClassLoaderName() != null);
        assertThat(original).anyMatch(frame -> frame.getModuleVersion() != null);
        assertThat(shown.stream().map(PrintableFramesTest::again).map(Object::toString))
                .containsExactlyElementsOf(
                        original.stream().map(Object::toString).toList());
    }

    @Test
    void framesThatShowLoaderAndVersion_keepThem() {
        StackTraceElement[] made = {
            new StackTraceElement("web", "shop", "1.2", "a.B", "c", "B.java", 1),
            new StackTraceElement("web", "shop", null, "a.B", "c", "B.java", 1),
            new StackTraceElement("app", null, null, "a.B", "c", "B.java", 1),
            new StackTraceElement(null, "java.base", "17", "a.B", "c", "B.java", 1),
            new StackTraceElement("", "", "", "a.B", "c", "B.java", 1),
            new StackTraceElement("a.B", "c", null, -2)
        };

        List<StackTraceElement> shown = PrintableFrames.of(made);

        assertThat(shown.stream().map(Object::toString))
                .containsExactlyElementsOf(
                        List.of(made).stream().map(Object::toString).toList());
        assertThat(shown.subList(0, 4)).containsExactlyElementsOf(List.of(made).subList(0, 4));
    }

    private static StackTraceElement again(StackTraceElement frame) {
        return new StackTraceElement(
                frame.getClassLoaderName(),
                frame.getModuleName(),
                frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }
}
