// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The syntax trees of the sources of some modules, as javac reads them, with what is declared and called there by its name. */
final class SourceTrees {
    private final List<CompilationUnitTree> units = new ArrayList<>();
    private final Map<String, List<TreePath>> methods = new TreeMap<>();
    private final Map<String, List<TreePath>> calls = new TreeMap<>();
    private final Map<String, List<TreePath>> fields = new TreeMap<>();

    private SourceTrees() {}

    static SourceTrees of(List<String> modules) throws IOException {
        SourceTrees trees = new SourceTrees();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            List<Path> files = new ArrayList<>();
            for (String module : modules) {
                try (Stream<Path> found = Files.walk(Path.of("..", module, "src/main/java"))) {
                    found.filter(each -> each.toString().endsWith(".java")).forEach(files::add);
                }
            }
            JavacTask task = (JavacTask) javac.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            task.parse().forEach(trees.units::add);
        }
        trees.units.forEach(each -> trees.index(each));
        return trees;
    }

    private void index(CompilationUnitTree unit) {
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree node, @Nullable Void none) {
                add(methods, node.getName().toString(), getCurrentPath());
                return super.visitMethod(node, null);
            }

            @Override
            public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
                add(calls, name(node), getCurrentPath());
                return super.visitMethodInvocation(node, null);
            }

            @Override
            public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
                if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
                    add(fields, node.getName().toString(), getCurrentPath());
                }
                return super.visitVariable(node, null);
            }
        }.scan(unit, null);
    }

    private static void add(Map<String, List<TreePath>> index, String name, TreePath path) {
        index.computeIfAbsent(name, first -> new ArrayList<>()).add(path);
    }

    List<CompilationUnitTree> units() {
        return units;
    }

    /** Returns the methods with that name and number of parameters; only those of the same file, where there are some. */
    List<TreePath> methods(String name, int parameters, CompilationUnitTree from) {
        return near(
                methods.getOrDefault(name, List.of()).stream()
                        .filter(each ->
                                ((MethodTree) each.getLeaf()).getParameters().size() == parameters)
                        .toList(),
                from);
    }

    /** Returns the calls by that name with that number of arguments. */
    List<TreePath> calls(String name, int arguments) {
        return calls.getOrDefault(name, List.of()).stream()
                .filter(each ->
                        ((MethodInvocationTree) each.getLeaf()).getArguments().size() == arguments)
                .toList();
    }

    /** Returns the fields with that name; only those of the same file, where there are some. */
    List<TreePath> fields(String name, CompilationUnitTree from) {
        return near(fields.getOrDefault(name, List.of()), from);
    }

    private static List<TreePath> near(List<TreePath> all, CompilationUnitTree from) {
        List<TreePath> same =
                all.stream().filter(each -> each.getCompilationUnit() == from).toList();
        return same.isEmpty() ? all : same;
    }

    /** Returns the name of the file that a place is in. */
    static String file(TreePath place) {
        String name = place.getCompilationUnit().getSourceFile().getName();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Returns the name of the method that is called. */
    static String name(MethodInvocationTree call) {
        ExpressionTree method = call.getMethodSelect();
        return method instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : method instanceof IdentifierTree identifier
                        ? identifier.getName().toString()
                        : "";
    }

    /** Returns the innermost method around a place; null if there is none. */
    static @Nullable TreePath method(TreePath place) {
        for (TreePath each = place; each != null; each = each.getParentPath()) {
            if (each.getLeaf() instanceof MethodTree) {
                return each;
            }
        }
        return null;
    }
}
