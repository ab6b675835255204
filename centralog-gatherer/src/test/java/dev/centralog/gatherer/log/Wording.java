// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words that an expression of the sources can have, with {@code …} for what varies. What it finds by names alone is enough
 * for texts that are put together near the place where they are used; a place that it can't follow shows by having no words.
 */
final class Wording {
    static final String HOLE = "…";

    private static final int MOST = 40;
    private static final int DEPTH = 8;
    private static final Pattern CONVERSION = Pattern.compile("%[-,.\\d$]*[a-zA-Z]");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern PARAMETER = Pattern.compile("\u0001\\w+\u0002");

    /**
     * The way in which expressions are looked at.
     *
     * @param depth the number of steps that are followed from here
     * @param deep whether parts of a text that is put together are taken apart, too
     */
    private record Look(int depth, boolean deep) {
        Look next() {
            return new Look(depth - 1, deep);
        }

        Look shallow() {
            return new Look(depth, false);
        }
    }

    private final SourceTrees trees;

    Wording(SourceTrees trees) {
        this.trees = trees;
    }

    /** Returns whether words say something, beside what varies. */
    static boolean says(String words) {
        String text = PARAMETER.matcher(words).replaceAll(" ");
        return WORD.matcher(text).results().count() > 1 || text.matches("\\p{L}{3,}: .*");
    }

    /**
     * Returns the words of the expression, those that say nothing left out. What an expression is put together from is taken apart
     * only if the words between the parts say nothing; a parameter of the method around it then stands for what callers pass.
     */
    Set<String> of(TreePath expression) {
        Set<String> shallow = said(of(expression, new Look(DEPTH, false)));
        return shallow.isEmpty() ? said(of(expression, new Look(DEPTH, true))) : shallow;
    }

    private static Set<String> said(Set<String> texts) {
        Set<String> said = new TreeSet<>();
        texts.stream().filter(Wording::says).forEach(each -> said.add(collapsed(each)));
        said.removeIf(each ->
                said.stream().anyMatch(other -> !other.equals(each) && new Messages.Message("", other).isThat(each)));
        return said;
    }

    private Set<String> of(TreePath expression, Look look) {
        Set<String> all = new LinkedHashSet<>();
        for (String each : parts(expression, look)) {
            if (says(each) || !each.contains("\u0001") || look.depth() == 0) {
                all.add(PARAMETER.matcher(each).replaceAll(HOLE));
            } else {
                all.addAll(byCallers(each, expression, look.next()));
            }
        }
        return all;
    }

    private Set<String> byCallers(String text, TreePath expression, Look look) {
        TreePath path = SourceTrees.method(expression);
        Set<String> all = new LinkedHashSet<>();
        if (path != null) {
            MethodTree method = (MethodTree) path.getLeaf();
            List<? extends VariableTree> parameters = method.getParameters();
            for (TreePath call : trees.calls(method.getName().toString(), parameters.size())) {
                List<? extends ExpressionTree> arguments = ((MethodInvocationTree) call.getLeaf()).getArguments();
                Set<String> texts = Set.of(text);
                for (int i = 0; i < parameters.size(); i++) {
                    String token = token(parameters.get(i).getName().toString());
                    if (text.contains(token)) {
                        texts = replaced(texts, token, of(new TreePath(call, arguments.get(i)), look));
                    }
                }
                all.addAll(texts);
            }
        }
        return all.isEmpty() ? Set.of(PARAMETER.matcher(text).replaceAll(HOLE)) : all;
    }

    private static Set<String> replaced(Set<String> texts, String token, Set<String> by) {
        Set<String> all = new LinkedHashSet<>();
        texts.forEach(text -> by.forEach(each -> all.add(text.replace(token, each))));
        return all;
    }

    private static String token(String parameter) {
        return "\u0001" + parameter + "\u0002";
    }

    private static String collapsed(String text) {
        return text.replace('`', '\'').replace("{}", HOLE).replaceAll("(?:" + HOLE + ")+", HOLE);
    }

    /** Returns the words of an expression, with tokens for the parameters of the method around it. */
    private Set<String> parts(TreePath path, Look look) {
        Tree tree = path.getLeaf();
        if (look.depth() == 0) {
            return Set.of(HOLE);
        }
        if (tree instanceof LiteralTree literal) {
            return literal.getValue() == null ? Set.of() : Set.of(String.valueOf(literal.getValue()));
        }
        if (tree instanceof ParenthesizedTree inner) {
            return parts(new TreePath(path, inner.getExpression()), look);
        }
        if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
            return joined(
                    summand(new TreePath(path, sum.getLeftOperand()), look),
                    summand(new TreePath(path, sum.getRightOperand()), look));
        }
        if (tree instanceof ConditionalExpressionTree choice) {
            Set<String> both = new LinkedHashSet<>(parts(new TreePath(path, choice.getTrueExpression()), look));
            both.addAll(parts(new TreePath(path, choice.getFalseExpression()), look));
            return both;
        }
        if (tree instanceof SwitchExpressionTree choice) {
            Set<String> all = new LinkedHashSet<>();
            for (CaseTree each : choice.getCases()) {
                if (each.getBody() instanceof ExpressionTree value) {
                    all.addAll(parts(new TreePath(path, value), look));
                }
            }
            return all;
        }
        if (tree instanceof IdentifierTree name) {
            return named(name.getName().toString(), path, look);
        }
        if (tree instanceof MemberSelectTree member) {
            return constant(
                    member.getIdentifier().toString(), member.getExpression().toString(), path, look);
        }
        return tree instanceof MethodInvocationTree call ? called(call, path, look) : Set.of(HOLE);
    }

    private Set<String> summand(TreePath path, Look look) {
        Tree tree = path.getLeaf();
        boolean isPart = tree instanceof ConditionalExpressionTree
                || tree instanceof SwitchExpressionTree
                || tree instanceof MethodInvocationTree;
        if (tree instanceof ParenthesizedTree inner) {
            return summand(new TreePath(path, inner.getExpression()), look);
        }
        if (!look.deep() && isPart) {
            return Set.of(HOLE);
        }
        if (!look.deep() && tree instanceof IdentifierTree name) {
            Set<String> named = named(name.getName().toString(), path, look.shallow());
            boolean isKnown = named.stream()
                            .allMatch(each -> PARAMETER.matcher(each).matches())
                    || constant(name.getName().toString(), "", path, look).equals(named);
            return isKnown ? named : Set.of(HOLE);
        }
        Set<String> found = parts(path, look.shallow());
        return found.isEmpty() ? Set.of(HOLE) : found;
    }

    private static Set<String> joined(Set<String> left, Set<String> right) {
        Set<String> all = new LinkedHashSet<>();
        if (left.size() * right.size() > MOST) {
            return joined(left, Set.of(HOLE));
        }
        left.forEach(one -> right.forEach(other -> all.add(one + other)));
        return all;
    }

    private Set<String> named(String name, TreePath path, Look look) {
        for (TreePath each = path; each != null; each = each.getParentPath()) {
            if (each.getLeaf() instanceof LambdaExpressionTree lambda
                    && lambda.getParameters().stream()
                            .anyMatch(one -> one.getName().contentEquals(name))) {
                return Set.of(HOLE);
            }
        }
        TreePath method = SourceTrees.method(path);
        if (method != null) {
            if (((MethodTree) method.getLeaf())
                    .getParameters().stream().anyMatch(each -> each.getName().contentEquals(name))) {
                return Set.of(token(name));
            }
            List<TreePath> values = values(name, method);
            if (!values.isEmpty()) {
                return union(values, look.next());
            }
        }
        return constant(name, "", path, look);
    }

    private Set<String> union(List<TreePath> values, Look look) {
        Set<String> all = new LinkedHashSet<>();
        values.forEach(each -> all.addAll(parts(each, look)));
        return all;
    }

    /** Returns the values that a local variable is given. */
    private static List<TreePath> values(String name, TreePath method) {
        List<TreePath> values = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
                ExpressionTree first = node.getInitializer();
                if (node.getName().contentEquals(name) && first != null) {
                    values.add(new TreePath(getCurrentPath(), first));
                }
                return super.visitVariable(node, null);
            }

            @Override
            public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void none) {
                if (node.getVariable() instanceof IdentifierTree variable
                        && variable.getName().contentEquals(name)) {
                    values.add(new TreePath(getCurrentPath(), node.getExpression()));
                }
                return super.visitAssignment(node, null);
            }
        }.scan(method, null);
        return values;
    }

    /**
     * Returns the words of a text that a field is set to where it is declared.
     *
     * @param type the type that is named before it; empty if none is
     */
    private Set<String> constant(String name, String type, TreePath path, Look look) {
        List<TreePath> fields = trees.fields(name, path.getCompilationUnit()).stream()
                .filter(each -> {
                    VariableTree field = (VariableTree) each.getLeaf();
                    return field.getInitializer() != null
                            && (type.isEmpty() || SourceTrees.file(each).equals(type + ".java"))
                            && field.getType() != null
                            && field.getType().toString().equals("String");
                })
                .toList();
        if (fields.size() != 1) {
            return Set.of(HOLE);
        }
        ExpressionTree value = ((VariableTree) fields.get(0).getLeaf()).getInitializer();
        return value == null
                ? Set.of(HOLE)
                : parts(new TreePath(fields.get(0), value), look.next().shallow());
    }

    private Set<String> called(MethodInvocationTree call, TreePath path, Look look) {
        String name = SourceTrees.name(call);
        List<? extends ExpressionTree> arguments = call.getArguments();
        if (name.equals("format") && call.getMethodSelect().toString().equals("String.format")) {
            boolean hasLocale = arguments.get(0).toString().startsWith("Locale.");
            Set<String> all = new LinkedHashSet<>();
            parts(new TreePath(path, arguments.get(hasLocale ? 1 : 0)), look)
                    .forEach(each ->
                            all.add(CONVERSION.matcher(each).replaceAll(HOLE).replace("%%", "%")));
            return all;
        }
        if (name.equals("hidePassword") || name.equals("valueOf") || name.equals("requireNonNull")) {
            return parts(new TreePath(path, arguments.get(0)), look);
        }
        if (name.equals("getMessage")
                || (call.getMethodSelect() instanceof MemberSelectTree member && isOther(member))) {
            return Set.of(HOLE);
        }
        List<TreePath> methods = trees.methods(name, arguments.size(), path.getCompilationUnit()).stream()
                .filter(each -> {
                    Tree type = ((MethodTree) each.getLeaf()).getReturnType();
                    return type != null
                            && type.toString().replaceAll("@\\w+ ?", "").equals("String");
                })
                .toList();
        if (methods.isEmpty() || methods.size() > 3) {
            return Set.of(HOLE);
        }
        Set<String> all = new LinkedHashSet<>();
        for (TreePath each : methods) {
            all.addAll(returned(each, call, path, look.next()));
        }
        return all.isEmpty() ? Set.of(HOLE) : all;
    }

    /** Returns whether a call is of a method of the JDK, or of an object's own name. */
    private static boolean isOther(MemberSelectTree member) {
        String of = member.getExpression().toString();
        return of.startsWith("String") || of.startsWith("Setting");
    }

    private Set<String> returned(TreePath method, MethodInvocationTree call, TreePath from, Look look) {
        List<TreePath> values = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitReturn(ReturnTree node, @Nullable Void none) {
                if (node.getExpression() != null) {
                    values.add(new TreePath(getCurrentPath(), node.getExpression()));
                }
                return super.visitReturn(node, null);
            }

            @Override
            public @Nullable Void visitLambdaExpression(LambdaExpressionTree node, @Nullable Void none) {
                return null;
            }
        }.scan(method, null);
        Set<String> all = union(values, look);
        List<? extends VariableTree> parameters = ((MethodTree) method.getLeaf()).getParameters();
        for (int i = 0; i < parameters.size(); i++) {
            String token = token(parameters.get(i).getName().toString());
            if (all.stream().anyMatch(each -> each.contains(token))) {
                all = replaced(
                        all, token, parts(new TreePath(from, call.getArguments().get(i)), look));
            }
        }
        return all;
    }
}
