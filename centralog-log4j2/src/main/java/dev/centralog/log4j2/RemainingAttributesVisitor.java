// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Setting;
import dev.centralog.Settings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Moves an element's attributes into the map that is marked with {@link RemainingAttributes}. Log4j2 creates it by
 * reflection.
 */
public final class RemainingAttributesVisitor extends AbstractPluginVisitor<RemainingAttributes> {
    /** The attributes that the builder's base class reads later. */
    private static final Set<String> OF_ANY_APPENDER = Set.of("name", "ignoreExceptions");

    public RemainingAttributesVisitor() {
        super(RemainingAttributes.class);
    }

    @Override
    public Object visit(Configuration configuration, Node node, @Nullable LogEvent event, StringBuilder log) {
        Map<String, String> taken = new LinkedHashMap<>();
        Iterator<Map.Entry<String, String>> attributes =
                node.getAttributes().entrySet().iterator();
        while (attributes.hasNext()) {
            Map.Entry<String, String> attribute = attributes.next();
            if (isOurs(attribute.getKey())) {
                attributes.remove();
                Setting<?> setting = settingOf(attribute.getKey());
                String text = String.valueOf(substitutor.replace(event, attribute.getValue()));
                taken.put(setting == null ? attribute.getKey() : setting.name(), text);
                // An unknown attribute may be a password under a misspelt name.
                log.append(taken.size() == 1 ? "" : ", ")
                        .append(attribute.getKey())
                        .append("=\"")
                        .append(setting == null ? "?" : setting.shown(text))
                        .append('"');
            }
        }
        return taken;
    }

    private static boolean isOurs(String name) {
        for (String other : OF_ANY_APPENDER) {
            if (other.equalsIgnoreCase(name)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the setting of that name, or null. Log4j2 ignores the case of attribute names. */
    private static @Nullable Setting<?> settingOf(String name) {
        for (Setting<?> setting : Settings.ALL) {
            if (setting.name().equalsIgnoreCase(name)) {
                return setting;
            }
        }
        return null;
    }
}
