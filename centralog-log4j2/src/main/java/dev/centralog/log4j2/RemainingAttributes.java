// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;

/**
 * Marks a builder's {@code Map<String, String>} that takes every attribute of the element which the appender's base
 * class does not: so {@link dev.centralog.Settings} alone says which there are, and one it does not know is a fault that
 * names the near one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@PluginVisitorStrategy(RemainingAttributesVisitor.class)
@interface RemainingAttributes {}
