// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;

/**
 * Marks a builder's {@code Map<String, String>} that receives all attributes of the element except those of the
 * appender's base class. So {@link dev.centralog.Settings} alone defines which attributes exist, and an unknown
 * attribute is a fault whose message suggests the nearest name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@PluginVisitorStrategy(RemainingAttributesVisitor.class)
@interface RemainingAttributes {}
