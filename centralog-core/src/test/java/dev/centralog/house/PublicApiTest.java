// SPDX-License-Identifier: Apache-2.0
package dev.centralog.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The signatures of the public packages, against public-api.txt: a change of them is then seen in review. When a change
 * is meant, copy target/public-api.txt over src/test/resources/dev/centralog/house/public-api.txt.
 */
class PublicApiTest {
    private static final Set<String> PACKAGES =
            Set.of("dev.centralog", "dev.centralog.gather", "dev.centralog.lettuce");

    @Test
    void signatures_areThoseWrittenDown() throws IOException {
        List<String> signatures = signatures();
        Path target = Path.of("target");
        if (Files.isDirectory(target)) {
            Files.write(target.resolve("public-api.txt"), signatures);
        }

        assertThat(signatures)
                .as("if the change is meant, copy target/public-api.txt over the one in src/test/resources")
                .containsExactlyElementsOf(writtenDown());
    }

    private static List<String> writtenDown() throws IOException {
        try (InputStream in = Objects.requireNonNull(PublicApiTest.class.getResourceAsStream("public-api.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<String> signatures() {
        List<String> all = new ArrayList<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.centralog").stream()
                        .filter(type -> PACKAGES.contains(type.getPackageName()))
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .sorted(java.util.Comparator.comparing(JavaClass::getName))
                        .map(JavaClass::reflect)
                        .filter(PublicApiTest::isPublic)
                        .forEach(type -> describe(type, all));
        return all;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static void describe(Class<?> type, List<String> all) {
        all.add(Modifier.toString(type.getModifiers() & ~Modifier.STATIC) + " " + type.getName()
                + (type.getSuperclass() == null
                        ? ""
                        : " extends " + type.getSuperclass().getName())
                + " implements "
                + Arrays.stream(type.getInterfaces())
                        .map(Class::getName)
                        .sorted()
                        .toList());
        Set<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isApi(field.getModifiers())) {
                members.add("  " + modifiers(field.getModifiers())
                        + field.getGenericType().getTypeName() + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isApi(constructor.getModifiers())) {
                members.add("  new" + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isApi(method.getModifiers()) && !method.isSynthetic()) {
                members.add("  " + modifiers(method.getModifiers())
                        + method.getGenericReturnType().getTypeName() + " " + method.getName() + parameters(method));
            }
        }
        all.addAll(members);
    }

    private static boolean isApi(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String modifiers(int modifiers) {
        return Modifier.isStatic(modifiers) ? "static " : "";
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes())
                .map(java.lang.reflect.Type::getTypeName)
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
