// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages in the sources: what is said to a status listener or to a framework's own status, what ends a command, what
 * {@code status} finds, why the gatherer is not ready, and what is wrong with settings.
 */
final class SourceMessages {
    private static final List<String> MODULES = List.of(
            "centralog-core",
            "centralog-log4j2",
            "centralog-logback",
            "centralog-reader",
            "centralog-gatherer",
            "centralog-sink-kafka");

    /** The exceptions whose text is read by people, with the position of the text. */
    private static final Map<String, Integer> EXCEPTIONS = Map.of(
            "CentralogException", 0,
            "ConfigException", 0,
            "RedisRefusedException", 0,
            "AwayException", 0,
            "SinkException", 1,
            "SinkRefusedException", 0,
            "Finding", 1);

    /** The lists of texts that are said, or shown, one by one. */
    private static final Set<String> LISTS = Set.of("faults", "warnings");

    /** The same, of one package: elsewhere a list of that name holds other things. */
    private static final Map<String, String> LISTS_BY_PACKAGE =
            Map.of("refused", ".*\\.process", "reasons", ".*\\.(engine|web)");

    private final Map<String, String> placeByWords = new TreeMap<>();
    private final Set<String> withoutWords = new TreeSet<>();
    private final Wording wording;

    private SourceMessages(SourceTrees trees) {
        wording = new Wording(trees);
        trees.units().forEach(unit -> new Finder().scan(unit, null));
    }

    static SourceMessages read() throws IOException {
        return new SourceMessages(SourceTrees.of(MODULES));
    }

    /** Returns the words of all messages, each with a place where it is. */
    Map<String, String> placeByWords() {
        return placeByWords;
    }

    /** Returns the places whose message has no words that could be found. */
    Set<String> withoutWords() {
        return withoutWords;
    }

    private final class Finder extends TreePathScanner<@Nullable Void, @Nullable Void> {
        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
            int position = position(node, getCurrentPath());
            if (position >= 0) {
                TreePath text =
                        new TreePath(getCurrentPath(), node.getArguments().get(position));
                if (!isOfListener(text)) {
                    add(text);
                }
            }
            return super.visitMethodInvocation(node, null);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void none) {
            Integer position = EXCEPTIONS.get(node.getIdentifier().toString());
            if (SourceTrees.file(getCurrentPath()).equals("RedisErrors.java")
                    && node.getIdentifier().toString().equals("Known")) {
                wording.of(new TreePath(getCurrentPath(), node.getArguments().get(0)))
                        .forEach(each -> placeByWords.put(Wording.HOLE + each + Wording.HOLE, "RedisErrors.java"));
            }
            if (position != null && node.getArguments().size() > position) {
                add(new TreePath(getCurrentPath(), node.getArguments().get(position)));
            }
            return super.visitNewClass(node, null);
        }

        private void add(TreePath text) {
            Tree tree = text.getLeaf();
            if (tree instanceof MethodInvocationTree list
                    && list.getMethodSelect().toString().equals("List.of")) {
                list.getArguments().forEach(each -> add(new TreePath(text, each)));
                return;
            }
            String place = SourceTrees.file(text) + ": " + tree;
            if (isPassedOn(text)) {
                return;
            }
            Set<String> found = wording.of(text);
            if (found.isEmpty()) {
                withoutWords.add(place);
            }
            found.forEach(words -> placeByWords.putIfAbsent(words, place));
        }
    }

    /** Returns which argument of a call is a message; -1 for none. */
    private static int position(MethodInvocationTree call, TreePath path) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        String receiver = call.getMethodSelect() instanceof MemberSelectTree member
                ? member.getExpression().toString()
                : "";
        String packageName = String.valueOf(path.getCompilationUnit().getPackageName());
        boolean isGatherer = packageName.startsWith("dev.centralog.gatherer");
        return switch (SourceTrees.name(call)) {
            case "say" ->
                arguments.size() > 1 && arguments.get(0).toString().matches("(?s).*\\b(Severity\\.\\w+|severity)\\b.*")
                        ? 1
                        : -1;
            case "warn" -> !receiver.isEmpty() && arguments.size() == 3 ? 1 : receiver.equals("LOGGER") ? 0 : -1;
            case "error" -> receiver.equals("LOGGER") ? 0 : -1;
            case "info", "address" -> receiver.equals("log") && isGatherer ? 0 : -1;
            case "of" ->
                receiver.equals("List") && arguments.size() == 1 && isInMethod(path, "\\w*[wW]arnings") ? 0 : -1;
            case "accept" -> receiver.equals("told") ? 1 : -1;
            case "addInfo", "addWarn", "addError" -> 0;
            case "add" ->
                LISTS.contains(receiver) || packageName.matches(LISTS_BY_PACKAGE.getOrDefault(receiver, "none"))
                        ? 0
                        : -1;
            default -> -1;
        };
    }

    private static boolean isInMethod(TreePath path, String name) {
        TreePath method = SourceTrees.method(path);
        return method != null
                && ((MethodTree) method.getLeaf()).getName().toString().matches(name);
    }

    /** Returns whether a text is a message already: of an exception, of a list of texts, or what a listener was given. */
    private static boolean isPassedOn(TreePath text) {
        String tree = text.getLeaf().toString();
        if (SourceTrees.file(text).equals("ErrorLog.java") && tree.equals("message")) {
            return true;
        }
        if (tree.matches("[\\w.(]*\\bgetMessage\\(\\)\\)?") || LISTS.contains(tree)) {
            return true;
        }
        for (TreePath each = text; each != null; each = each.getParentPath()) {
            if (each.getLeaf() instanceof LambdaExpressionTree lambda
                    && each.getParentPath().getLeaf() instanceof MethodInvocationTree call
                    && call.getMethodSelect().toString().matches("(?s).*(warnings|faults)\\(.*\\)\\s*\\.forEach")
                    && tree.endsWith(lambda.getParameters().get(0).getName().toString())) {
                return true;
            }
        }
        return isOfListener(text);
    }

    /** Returns whether this is in a method that is given messages with their severity, to show them or to pass them on. */
    private static boolean isOfListener(TreePath text) {
        TreePath method = SourceTrees.method(text);
        return method != null
                && ((MethodTree) method.getLeaf())
                        .getParameters().stream()
                                .anyMatch(each -> String.valueOf(each.getType()).endsWith("Severity"));
    }
}
