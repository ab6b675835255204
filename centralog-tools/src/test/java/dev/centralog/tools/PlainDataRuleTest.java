// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** Tests that input from outside is only data and never names a class, in the main classes of all published modules. */
class PlainDataRuleTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("dev.centralog");

    @Test
    void classes_ofAllModules_areSeen() {
        for (String name :
                new String[] {"Centralog", "log4j2.CentralogAppender", "logback.CentralogAppender", "gatherer.Main"}) {
            assertThat(OURS.contain("dev.centralog." + name)).as(name).isTrue();
        }
    }

    @Test
    void objects_areNotReadFromStreams() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.beans.XMLDecoder")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.Externalizable")
                .check(OURS);
    }

    /**
     * Checks that JSON and YAML are read token by token: without data binding, JSON can't name types either, by
     * JsonTypeInfo or by default typing.
     */
    @Test
    void json_isReadTokenByToken() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.databind..",
                        "com.fasterxml.jackson.annotation..",
                        "org.yaml.snakeyaml.constructor..")
                .check(OURS);
    }

    @Test
    void nothing_isSerializableThatNeedNotBe() {
        classes()
                .that(new DescribedPredicate<JavaClass>("declare themselves serializable") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getRawInterfaces().stream()
                                .anyMatch(each -> each.isEquivalentTo(Serializable.class));
                    }
                })
                .should()
                .beAssignableTo(Throwable.class)
                .allowEmptyShould(true)
                .check(OURS);
    }
}
