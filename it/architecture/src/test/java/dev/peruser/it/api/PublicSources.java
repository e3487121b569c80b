package dev.peruser.it.api;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The comments of what sources promise: public and protected types, methods, constructors and fields. A member is named
 * {@code dev.peruser.Attribute$Builder#counts(String,Bounds)}, with the erased types of its parameters. What overrides
 * something has the comment of that, and what the compiler adds has none; neither is here.
 */
final class PublicSources {
    static final String CONSTRUCTOR = "new";

    /** What a comment says. */
    record Comment(boolean isThere, Optional<String> since) {}

    private final Map<String, Comment> comments = new TreeMap<>();
    private final DocTrees trees;

    private PublicSources(DocTrees trees) {
        this.trees = trees;
    }

    static Map<String, Comment> read(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            PublicSources sources = new PublicSources(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                String prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared) {
                        sources.addType(new TreePath(unit), declared, prefix, Map.of(), false);
                    }
                }
            }
            return sources.comments;
        }
    }

    private void addType(
            TreePath parent, ClassTree type, String prefix, Map<String, Tree> variables, boolean isWithinInterface) {
        if (!isWithinInterface && !isPromised(type.getModifiers())) {
            return;
        }
        TreePath path = new TreePath(parent, type);
        String name = prefix + type.getSimpleName();
        comments.put(name, comment(path));
        Map<String, Tree> known = with(variables, type.getTypeParameters());
        boolean isInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        for (Tree member : type.getMembers()) {
            TreePath place = new TreePath(path, member);
            if (member instanceof ClassTree nested) {
                addType(path, nested, name + "$", known, isInterface);
            } else if (member instanceof MethodTree method
                    && (isInterface || isPromised(method.getModifiers()))
                    && trees.getSourcePositions().getStartPosition(path.getCompilationUnit(), method) >= 0
                    && !overrides(method)
                    && !isCompact(type, method)) {
                comments.put(name + "#" + signature(method, known), comment(place));
            } else if (member instanceof VariableTree field && (isInterface || isPromised(field.getModifiers()))) {
                comments.put(name + "#" + field.getName(), comment(place));
            }
        }
    }

    private static boolean isPromised(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC)
                || modifiers.getFlags().contains(Modifier.PROTECTED);
    }

    private static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    /** The constructor of a record, which has the comment of the record. */
    private static boolean isCompact(ClassTree type, MethodTree method) {
        return type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
    }

    private Comment comment(TreePath path) {
        DocCommentTree comment = trees.getDocCommentTree(path);
        if (comment == null) {
            return new Comment(false, Optional.empty());
        }
        return new Comment(
                true,
                comment.getBlockTags().stream()
                        .filter(SinceTree.class::isInstance)
                        .map(tag -> ((SinceTree) tag)
                                .getBody().stream().map(Object::toString).collect(Collectors.joining()))
                        .findFirst());
    }

    private static Map<String, Tree> with(Map<String, Tree> outer, List<? extends TypeParameterTree> parameters) {
        Map<String, Tree> known = new HashMap<>(outer);
        for (TypeParameterTree parameter : parameters) {
            known.put(
                    parameter.getName().toString(),
                    parameter.getBounds().isEmpty()
                            ? parameter
                            : parameter.getBounds().get(0));
        }
        return known;
    }

    private static String signature(MethodTree method, Map<String, Tree> variables) {
        Map<String, Tree> known = with(variables, method.getTypeParameters());
        String name =
                method.getReturnType() == null ? CONSTRUCTOR : method.getName().toString();
        return name
                + method.getParameters().stream()
                        .map(parameter -> erased(parameter.getType(), known))
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private static String erased(Tree type, Map<String, Tree> variables) {
        if (type instanceof AnnotatedTypeTree annotated) {
            return erased(annotated.getUnderlyingType(), variables);
        }
        if (type instanceof ParameterizedTypeTree parameterized) {
            return erased(parameterized.getType(), variables);
        }
        if (type instanceof ArrayTypeTree array) {
            return erased(array.getType(), variables) + "[]";
        }
        if (type instanceof MemberSelectTree qualified) {
            return qualified.getIdentifier().toString();
        }
        if (type instanceof TypeParameterTree) {
            return "Object";
        }
        if (type instanceof IdentifierTree identifier
                && variables.containsKey(identifier.getName().toString())) {
            return erased(
                    Objects.requireNonNull(variables.get(identifier.getName().toString())), variables);
        }
        return type.toString();
    }
}
