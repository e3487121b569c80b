package dev.peruser.it;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** What CONTRIBUTING.md says about the structure, as rules over all modules. */
@AnalyzeClasses(
        packages = "dev.peruser",
        importOptions = {ImportOption.DoNotIncludeTests.class, WrittenClasses.class})
class ArchitectureTest {

    @ArchTest
    static final ArchRule core_knowsNoFramework = noClasses()
            .that()
            .resideInAnyPackage("dev.peruser", "dev.peruser.store", "dev.peruser.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.springframework..", "java.sql..", "javax.sql..", "org.slf4j..");

    /** The packages of the core; each knows those before it only. */
    private static final List<String> LAYERS = List.of(
            "dev.peruser.internal.values",
            "dev.peruser.store",
            "dev.peruser",
            "dev.peruser.internal.codec",
            "dev.peruser.internal.record",
            "dev.peruser.internal.merge",
            "dev.peruser.internal.session",
            "dev.peruser.internal.storage",
            "dev.peruser.internal.commit",
            "dev.peruser.internal.signin",
            "dev.peruser.internal.visit",
            "dev.peruser.internal");

    @ArchTest
    static void core_isMadeOfLayers(JavaClasses classes) {
        Set<String> ofTheCore = classes.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> LAYERS.contains(name) || name.startsWith("dev.peruser.internal"))
                .collect(Collectors.toSet());
        assertThat(ofTheCore).containsExactlyInAnyOrderElementsOf(LAYERS);
        for (int layer = 0; layer < LAYERS.size() - 1; layer++) {
            noClasses()
                    .that()
                    .resideInAPackage(LAYERS.get(layer))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(LAYERS.subList(layer + 1, LAYERS.size()).toArray(new String[0]))
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule insides_ofTheCore_areItsOwn = noClasses()
            .that()
            .resideOutsideOfPackages("dev.peruser", "dev.peruser.store", "dev.peruser.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.peruser.internal..");

    @ArchTest
    static final ArchRule stores_knowNothingOfMergingOrServlets = noClasses()
            .that()
            .resideInAPackage("dev.peruser.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.peruser.servlet..", "dev.peruser.spring..", "tools.jackson..");

    @ArchTest
    static final ArchRule servlet_knowsNoSpring = noClasses()
            .that()
            .resideInAPackage("dev.peruser.servlet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "dev.peruser.spring..",
                    "dev.peruser.store.jdbc..",
                    "dev.peruser.store.redis..");

    @ArchTest
    static final ArchRule testsWithoutAServer_needNoSpring = noClasses()
            .that()
            .resideInAnyPackage("dev.peruser.test", "dev.peruser.test.junit", "dev.peruser.test.assertions")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "dev.peruser.spring..", "dev.peruser.servlet..");

    @ArchTest
    static final ArchRule modules_haveNoCycles = slices().matching(
                    "dev.peruser.(servlet|spring|nearcache|migration|store.jdbc|store.redis|store.tck|test)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_usesJavaSerialization = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectOutputStream");

    @ArchTest
    static final ArchRule nobody_printsOrReadsTheClockPastTheEngine = noClasses()
            .that()
            .resideInAnyPackage("dev.peruser", "dev.peruser.store", "dev.peruser.internal..", "dev.peruser.servlet")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule state_isNeverStatic = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("dev.peruser.shop..")
            .should(haveModifier(JavaModifier.FINAL));

    @ArchTest
    static final ArchRule names_sayWhatThingsAre = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils");

    @ArchTest
    static final ArchRule packages_areNullMarked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    @ArchTest
    static final ArchRule publicClassesOfTheLibrary_areFinal = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .resideOutsideOfPackages("dev.peruser.shop..", "dev.peruser.store.tck..")
            .and()
            .doNotHaveSimpleName("ForwardingSessionStore") // made to be extended
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "exceptions and Spring configurations", ArchitectureTest::isExceptionOrConfiguration)))
            .should()
            .haveModifier(JavaModifier.FINAL);

    private static boolean isExceptionOrConfiguration(JavaClass type) {
        return type.isAssignableTo(Throwable.class) || type.getSimpleName().endsWith("AutoConfiguration");
    }

    /** One slice for each package. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith("dev.peruser") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
