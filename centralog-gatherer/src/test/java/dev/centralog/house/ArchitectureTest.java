// SPDX-License-Identifier: Apache-2.0
package dev.centralog.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Tests of the packages of the gatherer, and of which may use which. */
class ArchitectureTest {
    private static final JavaClasses GATHERER = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void classes_ofTheGatherer_areAllSeen() {
        assertThat(GATHERER).hasSizeGreaterThan(400);
    }

    @Test
    void jetty_isKnownToThePagesServerAndToAlertsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.centralog.gatherer.web", "dev.centralog.gatherer.alert")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(GATHERER);
    }

    @Test
    void prometheus_isKnownToTheMetricsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.centralog.gatherer.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(GATHERER);
    }

    @Test
    void storing_knowsNothingOfReading() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.centralog.gatherer.sink", "dev.centralog.gatherer.engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.centralog.gatherer.stored..",
                        "dev.centralog.gatherer.page..",
                        "dev.centralog.gatherer.web..")
                .check(GATHERER);
    }

    @Test
    void views_knowNothingOfTheirServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.centralog.gatherer", "dev.centralog.gatherer.web")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.centralog.gatherer.web")
                .check(GATHERER);
    }

    @Test
    void reading_goesThroughQueries() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.centralog.gatherer.sink")
                .and()
                .haveNameNotMatching(".*\\.stored\\.(Queries|DeadLetters)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Statement.class)
                .check(GATHERER);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.centralog.gatherer.(**)")
                .should()
                .beFreeOfCycles()
                .check(GATHERER);
    }
}
