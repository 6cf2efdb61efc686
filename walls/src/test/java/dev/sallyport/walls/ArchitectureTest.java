package dev.sallyport.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls of the house: who may know whom. */
class ArchitectureTest {
    private static final List<String> SERVERS =
            List.of("auth", "resource", "frontend", "gateway", "files", "worker", "monitor");

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sallyport");
        assertThat(house.size()).as("classes seen").isGreaterThan(100);
    }

    @Test
    void the_domain_sees_only_the_jdk_and_no_sql() {
        check(classes()
                .that()
                .resideInAPackage("dev.sallyport.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sallyport.domain..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math..",
                        "java.nio..",
                        "java.io..",
                        "java.net",
                        "java.text..",
                        "java.security..",
                        "javax.crypto.."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "resource", "frontend", "gateway", "files", "worker", "monitor"})
    void a_server_knows_no_other_server_no_storage_and_no_app(String server) {
        String[] others = SERVERS.stream()
                .filter(s -> !s.equals(server))
                .map(s -> "dev.sallyport." + s + "..")
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage("dev.sallyport." + server + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
        check(noClasses()
                .that()
                .resideInAPackage("dev.sallyport." + server + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sallyport.storage..", "dev.sallyport.app..", "java.sql.."));
    }

    @Test
    void the_kit_knows_no_server_and_no_storage() {
        String[] others = SERVERS.stream().map(s -> "dev.sallyport." + s + "..").toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage("dev.sallyport.kit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sallyport.storage..", "dev.sallyport.app.."));
    }

    @Test
    void only_the_engine_knows_the_http_engine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.sallyport.kit.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
    }

    @Test
    void only_the_way_to_the_collector_knows_opentelemetry() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.sallyport.kit.trace.otlp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry.."));
    }

    @Test
    void only_storage_knows_sql() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.sallyport.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb.."));
    }

    @Test
    void only_app_asks_the_machine_for_time_and_chance() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.sallyport.app..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callConstructor(SecureRandom.class));
    }

    @Test
    void only_guards_makes_proofs() {
        for (String proof :
                List.of("BrowserSession", "PageVisitor", "BearerToken", "AuthenticatedClient", "Administrator")) {
            JavaClass type = house.get("dev.sallyport.kit.route." + proof);
            type.getConstructorCallsToSelf()
                    .forEach(call -> assertThat(call.getOriginOwner().getName())
                            .as("who makes a %s", proof)
                            .startsWith("dev.sallyport.kit.route.Guards"));
            assertThat(type.getConstructors())
                    .as("%s cannot be made outside its package", proof)
                    .noneMatch(c -> c.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC));
        }
    }

    @Test
    void the_two_credentials_share_no_supertype() {
        assertThat(house.get("dev.sallyport.kit.route.BrowserSession").getAllRawSuperclasses())
                .allMatch(c -> c.getName().equals("java.lang.Object"));
        assertThat(house.get("dev.sallyport.kit.route.BearerToken").getAllRawInterfaces())
                .isEmpty();
        assertThat(house.get("dev.sallyport.kit.route.BrowserSession").getAllRawInterfaces())
                .isEmpty();
    }

    @Test
    void T35_no_xml_is_parsed() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.sallyport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.xml..", "org.w3c.dom..", "org.xml.sax.."));
    }

    @Test
    void no_name_says_nothing() {
        check(noClasses().should().haveSimpleNameEndingWith("Util"));
        check(noClasses().should().haveSimpleNameEndingWith("Utils"));
        check(noClasses().should().haveSimpleNameEndingWith("Helper"));
        check(noClasses().should().haveSimpleNameEndingWith("Manager"));
        check(noClasses().should().haveSimpleNameEndingWith("Impl"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(house);
    }
}
