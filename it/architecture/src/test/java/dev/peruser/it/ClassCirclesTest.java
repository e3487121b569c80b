package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Classes that all reach each other can only be understood together: four at most. A nested class counts as its outer.
 */
@AnalyzeClasses(
        packages = "dev.peruser",
        importOptions = {ImportOption.DoNotIncludeTests.class, WrittenClasses.class})
class ClassCirclesTest {
    private static final int MOST = 4;
    /** The contract kit's entry class names its groups, and they ask it for the store. */
    private static final String KIT = "dev.peruser.store.tck.";

    @ArchTest
    static void circles_haveFourClassesAtMost(JavaClasses classes) {
        Map<String, Set<String>> dependencies = new TreeMap<>();
        classes.stream()
                .filter(type -> isOfTheLibrary(type) && !type.getName().startsWith(KIT))
                .forEach(type -> dependencies
                        .computeIfAbsent(outermost(type), name -> new TreeSet<>())
                        .addAll(dependenciesOf(type)));
        assertThat(dependencies).hasSizeGreaterThan(200);
        assertThat(new Circles(dependencies).all())
                .as("classes that all reach each other: break one of their dependencies")
                .filteredOn(circle -> circle.size() > MOST)
                .isEmpty();
    }

    private static List<String> dependenciesOf(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(ClassCirclesTest::isOfTheLibrary)
                .map(ClassCirclesTest::outermost)
                .toList();
    }

    private static boolean isOfTheLibrary(JavaClass type) {
        return type.getPackageName().startsWith("dev.peruser");
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
