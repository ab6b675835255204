// SPDX-License-Identifier: Apache-2.0
package dev.centralog.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests of the packages of the reading side, and of which may use which. */
class ArchitectureTest {
    private static final JavaClasses READER = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void classes_ofTheReader_areAllSeen() {
        assertThat(READER).hasSizeGreaterThan(60);
    }

    @Test
    void lettuce_isKnownToItsPackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.centralog.internal.redis.read")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..")
                .check(READER);
    }

    @Test
    void jackson_isKnownToDecodingOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.centralog.internal.decode")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(READER);
    }

    @Test
    void loggingApis_areKnownToNobody() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "org.apache.logging..", "java.util.logging..")
                .check(READER);
    }

    @Test
    void foldingAndSpilling_areNoneOfTheReadersBusiness() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.centralog.internal.fold..", "dev.centralog.internal.spill..")
                .check(READER);
    }

    @Test
    void internals_haveNoCycles() {
        slices().matching("dev.centralog.internal.(**)")
                .should()
                .beFreeOfCycles()
                .check(READER);
    }

    @Test
    void clocksAndThreads_areTheTimePackagesBusiness() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .check(READER);
    }

    @Test
    void publicClasses_ofTheApi_areFinal() {
        classes()
                .that()
                .resideInAPackage("dev.centralog.gather")
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(READER);
    }
}
