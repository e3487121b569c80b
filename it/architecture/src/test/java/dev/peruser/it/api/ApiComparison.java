package dev.peruser.it.api;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.JavadocLikePackageFilter;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiChangeStatus;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is different between the public packages of two versions.
 *
 * @param breaks what compiled or ran with the old version and may not with the new one, each as {@code where KIND}
 * @param additions the types and members that only the new version has, as {@link PublicSources} names them; the
 *     members of a new type are not named again
 */
record ApiComparison(Set<String> breaks, Set<String> additions) {
    private static final Set<AccessModifier> PROMISED = EnumSet.of(AccessModifier.PUBLIC, AccessModifier.PROTECTED);

    /** japicmp minds that an implementation may have a method of that name already, by accident. */
    private static final Set<JApiCompatibilityChangeType> HARMLESS = EnumSet.of(
            JApiCompatibilityChangeType.METHOD_NEW_DEFAULT,
            JApiCompatibilityChangeType.METHOD_NEW_STATIC_ADDED_TO_INTERFACE);

    private static final Set<JApiCompatibilityChangeType> FOR_IMPLEMENTORS = EnumSet.of(
            JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE,
            JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE);

    /**
     * What the policy excepts.
     *
     * @param implementedByPerUser interfaces that nobody else implements, so that they may get methods
     * @param madeBySpring types whose constructors, and those of the types in them, nobody else calls
     */
    record Exceptions(Set<String> implementedByPerUser, Set<String> madeBySpring) {
        boolean apply(String type, JApiCompatibilityChangeType change) {
            return FOR_IMPLEMENTORS.contains(change) && implementedByPerUser.contains(type)
                    || change == JApiCompatibilityChangeType.CONSTRUCTOR_REMOVED
                            && madeBySpring.contains(type.replaceFirst("\\$.*", ""));
        }
    }

    /**
     * @param packages the public ones; all others may change
     * @param exceptions what may change more than others
     */
    static ApiComparison of(List<Path> oldJars, List<Path> newJars, Set<String> packages, Exceptions exceptions) {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.setAccessModifier(AccessModifier.PROTECTED);
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
        packages.forEach(name -> options.getFilters().getIncludes().add(new JavadocLikePackageFilter(name, true)));
        List<JApiClass> classes = new JarArchiveComparator(options).compare(archives(oldJars), archives(newJars));

        ApiComparison found = new ApiComparison(new TreeSet<>(), new TreeSet<>());
        for (JApiClass type : classes) {
            found.look(type, exceptions);
        }
        List<String> newTypes = List.copyOf(found.additions);
        found.additions.removeIf(name -> newTypes.stream().anyMatch(type -> name.startsWith(type + "$")));
        return found;
    }

    private static List<JApiCmpArchive> archives(List<Path> jars) {
        return jars.stream().map(jar -> new JApiCmpArchive(jar.toFile(), "any")).toList();
    }

    private void look(JApiClass type, Exceptions exceptions) {
        String name = type.getFullyQualifiedName();
        if (!isPromised(type.getAccessModifier().getOldModifier().orElse(AccessModifier.PRIVATE))
                && !isPromised(type.getAccessModifier().getNewModifier().orElse(AccessModifier.PRIVATE))) {
            return;
        }
        if (type.getChangeStatus() == JApiChangeStatus.NEW) {
            additions.add(name);
            return;
        }
        addBreaks(name, type, exceptions);
        addBreaks(name, type.getSuperclass(), exceptions);
        type.getInterfaces().forEach(each -> addBreaks(name, each, exceptions));
        Stream.<JApiBehavior>concat(type.getMethods().stream(), type.getConstructors().stream())
                .forEach(each -> {
                    String where = name + "#" + signature(type, each);
                    addBreaks(where, each, exceptions);
                    if (each.getChangeStatus() == JApiChangeStatus.NEW
                            && isPromised(
                                    each.getAccessModifier().getNewModifier().orElseThrow())) {
                        additions.add(where);
                    }
                });
        for (JApiField field : type.getFields()) {
            String where = name + "#" + field.getName();
            addBreaks(where, field, exceptions);
            if (field.getChangeStatus() == JApiChangeStatus.NEW
                    && isPromised(field.getAccessModifier().getNewModifier().orElseThrow())) {
                additions.add(where);
            }
        }
    }

    private static boolean isPromised(AccessModifier modifier) {
        return PROMISED.contains(modifier);
    }

    private void addBreaks(String where, JApiCompatibility element, Exceptions exceptions) {
        for (JApiCompatibilityChange change : new ArrayList<>(element.getCompatibilityChanges())) {
            boolean isCompatible = change.isBinaryCompatible() && change.isSourceCompatible();
            boolean isForNobody = exceptions.apply(where.replaceFirst("#.*", ""), change.getType());
            if (!isCompatible && !isForNobody && !HARMLESS.contains(change.getType())) {
                breaks.add(where + " " + change.getType());
            }
        }
    }

    private static String signature(JApiClass type, JApiBehavior behavior) {
        String typeName = type.getFullyQualifiedName();
        boolean isConstructor = behavior.getName().equals(typeName.substring(typeName.lastIndexOf('.') + 1))
                || typeName.endsWith("$" + behavior.getName());
        return (isConstructor ? PublicSources.CONSTRUCTOR : behavior.getName())
                + behavior.getParameters().stream()
                        .map(parameter -> parameter.getType().replaceFirst(".*[.$]", ""))
                        .collect(Collectors.joining(",", "(", ")"));
    }
}
