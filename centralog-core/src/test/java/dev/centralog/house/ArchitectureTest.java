// SPDX-License-Identifier: Apache-2.0
package dev.centralog.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Rules about which packages and classes of core may depend on which. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("dev.centralog");

    private static final String ROOT = "dev.centralog";

    @Test
    void classes_ofCore_areAllSeen() {
        assertThat(CORE).hasSizeGreaterThan(80);
    }

    @Test
    void lettuce_isKnownToItsTwoPackagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.centralog.internal.redis", "dev.centralog.lettuce")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce..")
                .check(CORE);
    }

    @Test
    void nettyAndReactor_areKnownToSix() {
        noClasses()
                .that()
                // OwnClient disconnects; RedisAddress takes credentials out of a Mono.
                .haveNameNotMatching(
                        ".*\\.redis\\.(ScheduledTimer|ClientThreads|OwnClient|FirstReply|RedisAddress|AnyAddressResolverGroup)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "reactor..", "org.reactivestreams..")
                .check(CORE);
    }

    @Test
    void loggingApis_areKnownToNobody() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.slf4j..",
                        "ch.qos.logback..",
                        "org.apache.logging..",
                        "org.apache.log4j..",
                        "java.util.logging..")
                .check(CORE);
    }

    /** Keeps Jackson out of every application. */
    @Test
    void jackson_isKnownToNobody() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CORE);
    }

    @Test
    void internals_haveNoCycles() {
        slices().matching("dev.centralog.internal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void foldingAndShipping_knowNothingOfRedis() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.centralog.internal.fold", "dev.centralog.internal.ship")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.centralog.internal.redis..")
                .check(CORE);
    }

    @Test
    void folding_knowsNothingOfShipping() {
        noClasses()
                .that()
                .resideInAPackage("dev.centralog.internal.fold")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.centralog.internal.ship", "dev.centralog.internal.spill")
                .check(CORE);
    }

    /** Keeps the one place where an entry's push meets the closing in the base class, for events and actions. */
    @Test
    void queueingAndItsListener_areTheFoldersBaseClassBusiness() {
        noClasses()
                .that()
                .resideInAPackage("dev.centralog.internal.fold")
                .and()
                .haveNameNotMatching(".*\\.(Folder|EnqueueListener)(\\$.*)?")
                .should()
                .dependOnClassesThat(describe("queues between threads, or who is told of them", type -> type.getName()
                        .matches(".*\\.(ConcurrentLinkedQueue|EnqueueListener(\\$.*)?)")))
                .check(CORE);
    }

    @Test
    void givingUpEntries_isTheBaseClassesBusiness() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.centralog.internal.fold.Folder")
                .and()
                .doNotHaveFullyQualifiedName("dev.centralog.internal.fold.Drain")
                .should()
                .callMethodWhere(describe(
                        "an entry is given up",
                        call -> call.getTarget().getName().equals("giveUp")
                                && call.getTargetOwner().isAssignableTo("dev.centralog.internal.fold.PendingEntry")))
                .check(CORE);
    }

    @Test
    void shipping_knowsOfFoldingWhatItDrains() {
        noClasses()
                .that()
                .resideInAPackage("dev.centralog.internal.ship")
                .and()
                .haveNameNotMatching(".*\\.Producer(\\$.*)?") // it wires the two
                .should()
                .dependOnClassesThat(named(
                        "folding's own business",
                        "internal.fold",
                        "DrainSource|PendingEntry|EventEntry|BatchLine|LineSamples|EventSample"
                                + "|ProducerCounters|StripedCounter|ClosableCounter"))
                .check(CORE);
    }

    @Test
    void redis_knowsOfShippingWhatTheTransportNeeds() {
        noClasses()
                .that()
                .resideInAPackage("dev.centralog.internal.redis")
                .should()
                .dependOnClassesThat(named(
                        "shipping's own business",
                        "internal.ship",
                        "BatchTransport|BatchReply|Batch|BatchNumber|Sender|Standing|ProducerStates|Marker"))
                .check(CORE);
    }

    @Test
    void wire_knowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("dev.centralog.internal.wire")
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("other internals") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getPackageName().startsWith("dev.centralog.internal.")
                                && !type.getPackageName().equals("dev.centralog.internal.wire");
                    }
                })
                .check(CORE);
    }

    /** Returns the classes of a package, except for some and the classes nested in those. */
    private static DescribedPredicate<JavaClass> named(String description, String packageName, String butFor) {
        return new DescribedPredicate<>(description) {
            @Override
            public boolean test(JavaClass type) {
                return type.getPackageName().equals("dev.centralog." + packageName)
                        && !type.getName().matches(".*\\.(" + butFor + ")(\\$.*)?");
            }
        };
    }

    @Test
    void clocksAndThreads_areTheTimePackagesBusiness() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.centralog.internal.time")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(Thread.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .check(CORE);
    }

    @Test
    void publicClasses_areFinalUnlessMadeToBeExtended() {
        classes()
                .that()
                .resideInAnyPackage(ROOT, "dev.centralog.lettuce")
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveFullyQualifiedName("dev.centralog.CentralogException")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CORE);
    }
}
