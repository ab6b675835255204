// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A block of Java in the documentation. */
public record DocumentedJava(String block) {
    /** Returns the block of that page that contains that text. */
    public static DocumentedJava of(String page, String text) {
        return new DocumentedJava(DocumentedBlocks.with(text, page, "java"));
    }

    /** Returns the same block with longer waits, because test machines are slow. */
    public DocumentedJava patient() {
        return new DocumentedJava(block.replace("Duration.ofSeconds(5)", "Duration.ofSeconds(60)"));
    }

    /** Returns the same block with that Redis instead of the one on this machine. */
    public DocumentedJava at(String redis) {
        return new DocumentedJava(block.replace("redis://localhost:6379", redis));
    }

    /** Returns a static method with that parameter that runs the block; {@code config} stands for the defaults. */
    public Method compile(Path directory, String imports, String parameter)
            throws IOException, ReflectiveOperationException {
        String source = imported(imports)
                + "public class Documented {\n" + lines(true)
                + "public static void run(" + parameter + ") throws Exception {\n"
                + lines(false).replace("CentralogConfig.defaults()", "config") + "}}\n";
        return compiled(directory, "Documented", source).getDeclaredMethods()[0];
    }

    /** Returns the public class of that name that the block is. */
    public Class<?> compileClass(Path directory, String imports, String name)
            throws IOException, ReflectiveOperationException {
        return compiled(directory, name, imported(imports) + block);
    }

    private static String imported(String imports) {
        return Stream.of(imports.split(", "))
                .map(each -> "import " + each + ";\n")
                .collect(Collectors.joining());
    }

    private static Class<?> compiled(Path directory, String name, String source)
            throws IOException, ReflectiveOperationException {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "-proc:none",
                        "-cp",
                        Objects.requireNonNull(System.getProperty("java.class.path")),
                        "-d",
                        directory.toString(),
                        file.toString());
        if (failed != 0) {
            throw new AssertionError(said.toString(StandardCharsets.UTF_8));
        }
        ClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, DocumentedJava.class.getClassLoader());
        return loader.loadClass(name);
    }

    private String lines(boolean ofClass) {
        return block.lines()
                .filter(line -> line.startsWith("private static final ") == ofClass)
                .map(line -> line + '\n')
                .collect(Collectors.joining());
    }
}
