package dev.peruser.it;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** What CONTRIBUTING.md says about the structure, as rules over all modules. */
@AnalyzeClasses(packages = "dev.peruser", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule core_knowsNoFramework = noClasses()
            .that()
            .resideInAnyPackage("dev.peruser", "dev.peruser.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.springframework..", "java.sql..", "javax.sql..", "org.slf4j..");

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
    static final ArchRule modules_haveNoCycles = slices().matching(
                    "dev.peruser.(servlet|spring|nearcache|copy|store.jdbc|store.redis|store.tck)..")
            .should()
            .beFreeOfCycles();

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
            .resideInAnyPackage("dev.peruser", "dev.peruser.store", "dev.peruser.servlet")
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
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "exceptions and Spring configurations", ArchitectureTest::isExceptionOrConfiguration)))
            .should()
            .haveModifier(JavaModifier.FINAL);

    private static boolean isExceptionOrConfiguration(JavaClass type) {
        return type.isAssignableTo(Throwable.class) || type.getSimpleName().endsWith("AutoConfiguration");
    }
}
