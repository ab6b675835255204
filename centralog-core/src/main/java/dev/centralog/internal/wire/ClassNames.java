// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.regex.Pattern;

/**
 * Names of classes without the parts that change from one run of a build to the next, and without the numbers of
 * synthetic classes: those of lambdas, proxies, hidden and anonymous classes, as Java, Kotlin, Scala, Groovy and the
 * usual frameworks make them. The rules, in their order, are those of docs/protocol.md, "The group key".
 *
 * <p>Thread-safety: stateless. Cost: a few searches, some microseconds, for a name that may be generated; a few quick
 * checks for others.
 */
public final class ClassNames {
    /** The suffixes that begin after the name of the class for which a class was generated. */
    private static final Pattern GENERATED = Pattern.compile(String.join(
            "|",
            "\\$\\$Lambda",
            "\\$\\$EnhancerBy",
            "\\$\\$FastClassBy",
            "\\$\\$KeyFactoryBy",
            "\\$\\$SpringCGLIB\\$\\$",
            "\\$\\$SpringProxy",
            "\\$\\$OwbNormalScopeProxy",
            "\\$\\$inlined\\$",
            "\\$ByteBuddy\\$",
            "\\$HibernateProxy",
            "\\$HibernateInstantiator",
            "\\$HibernateAccessOptimizer",
            "\\$MockitoMock\\$",
            "\\$Proxy\\$_\\$\\$_Weld",
            "_\\$\\$_jvst",
            "_\\$\\$_javassist"));

    private static final Pattern HIDDEN = Pattern.compile("[/+]0x[0-9a-fA-F]+$");
    private static final Pattern JDK_PROXY = Pattern.compile("^(.*\\.)?\\$Proxy[0-9]+$");
    private static final Pattern ACCESSOR =
            Pattern.compile("(Generated(?:Method|Constructor|SerializationConstructor)Accessor)[0-9]+$");
    private static final Pattern SCRIPT = Pattern.compile("(^|\\.)(?:[Ss]cript[0-9]+|Script_[0-9a-f]{32})(?=\\$|$)");
    private static final Pattern CLOSURE = Pattern.compile("_closure[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("\\$[0-9]+(?=\\$|$)");

    private static final Pattern LAMBDA_METHOD = Pattern.compile("^(lambda\\$.*)\\$[0-9]+$");
    private static final Pattern SCRIPT_FILE = Pattern.compile("^(?:[Ss]cript[0-9]+|Script_[0-9a-f]{32})\\.groovy$");

    private ClassNames() {}

    /**
     * Returns the name that the class has in every run of its build; a name of which nothing would remain is returned
     * unchanged.
     */
    public static String stable(String name) {
        if (!mayBeGenerated(name)) {
            return name;
        }
        String stable = cutFrom(GENERATED, name);
        stable = cutFrom(HIDDEN, stable);
        stable = JDK_PROXY.matcher(stable).replaceFirst("\\$Proxy");
        stable = ACCESSOR.matcher(stable).replaceFirst("$1");
        stable = SCRIPT.matcher(stable).replaceFirst("$1Script");
        stable = CLOSURE.matcher(stable).replaceAll("_closure");
        stable = NUMBER.matcher(stable).replaceAll("");
        return stable.isEmpty() ? name : stable;
    }

    /** Returns several names that are separated by a blank, each as {@link #stable} returns it. */
    public static String allStable(String names) {
        if (!mayBeGenerated(names)) {
            return names;
        }
        StringBuilder all = new StringBuilder();
        for (int from = 0; from <= names.length(); ) {
            int blank = names.indexOf(' ', from);
            int to = blank < 0 ? names.length() : blank;
            all.append(from == 0 ? "" : " ").append(stable(names.substring(from, to)));
            from = to + 1;
        }
        return all.toString();
    }

    /** Returns the name that a lambda's method has in every run; other names are returned unchanged. */
    public static String stableMethod(String name) {
        return LAMBDA_METHOD.matcher(name).replaceFirst("$1");
    }

    /** Returns the name of a source file, without the number in the name of a script that was not read from a file. */
    static String stableFile(String name) {
        return name.contains("cript") ? SCRIPT_FILE.matcher(name).replaceFirst("Script.groovy") : name;
    }

    /** Whether any rule may apply to the name. */
    private static boolean mayBeGenerated(String name) {
        return name.indexOf('$') >= 0
                || name.contains("0x")
                || name.contains("Accessor")
                || name.contains("cript")
                || name.contains("_closure");
    }

    private static String cutFrom(Pattern start, String name) {
        var found = start.matcher(name);
        return found.find() ? name.substring(0, found.start()) : name;
    }
}
