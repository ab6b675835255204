// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A test, or a class of tests, that runs in the long form only, {@code mvn -Pfaults verify}: it takes long, and has rarely found what others
 * do not find. CONTRIBUTING has the rule by which tests are chosen.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf("dev.centralog.testkit.Faults#isLong")
public @interface LongForm {}
