package com.quittance.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.quittance.http.Guard;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The rules of the house, by name.
 *
 * <p>Each takes the root package, so that it can be tried on planted breaches that lie in the same
 * folders under another root.
 */
final class HouseRules {

  private static final String RELAY = "com.quittance.relay..";

  private HouseRules() {}

  static Map<String, ArchRule> all(String root) {
    var rules = new LinkedHashMap<String, ArchRule>();
    rules.put("the domain knows the JDK and money only", domainIsPure(root));
    rules.put("use cases reach domain, store, documents and relay only", useCasesStayInside(root));
    rules.put("listeners reach what use cases reach, and mail", listenersStayInside(root));
    rules.put("nobody depends on web", nobodyDependsOn(root, "billing.infrastructure.web"));
    rules.put("nobody depends on cli", nobodyDependsOn(root, "cli"));
    rules.put("relay knows no invoice", relayKnowsNoInvoice(root));
    rules.put("the client knows nothing of ours", clientKnowsNothingOfOurs(root));
    rules.put(
        "no circle between subjects", slices().matching(root + ".(*)..").should().beFreeOfCycles());
    rules.put("time and chance are injected", timeIsInjected(root));
    rules.put("money is never floating point", moneyIsExact(root));
    rules.put("names say something", namesSaySomething(root));
    rules.put("an interface is a seam", interfacesAreSeams(root));
    rules.put("relay is the only engine", relayIsTheOnlyEngine(root));
    rules.put("every route says who may enter", everyRouteSaysWhoMayEnter(root));
    return rules;
  }

  private static ArchRule domainIsPure(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".billing.domain..")
        .should()
        .onlyDependOnClassesThat(
            inAny(root + ".billing.domain..", root + ".money..", "java..", "org.jspecify..")
                .or(named("TenantId")));
  }

  private static ArchRule useCasesStayInside(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".billing.application")
        .should()
        .onlyDependOnClassesThat(useCasesReach(root));
  }

  private static ArchRule listenersStayInside(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".billing.application.listener")
        .should()
        .onlyDependOnClassesThat(
            useCasesReach(root)
                .or(
                    inAny(
                        root + ".billing.application..",
                        root + ".billing.infrastructure.mail..",
                        "org.slf4j..")));
  }

  private static DescribedPredicate<JavaClass> useCasesReach(String root) {
    return inAny(
        root + ".billing.application",
        root + ".billing.domain..",
        root + ".billing.infrastructure.store..",
        root + ".billing.infrastructure.pdf..",
        root + ".tenancy..",
        root + ".money..",
        RELAY,
        "java..",
        "org.jspecify..");
  }

  /** But for itself, the composition root, and the server that is told of it there. */
  private static ArchRule nobodyDependsOn(String root, String door) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(root + "." + door + "..", root)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + "." + door + "..");
  }

  private static ArchRule relayKnowsNoInvoice(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".relay..")
        .should()
        .onlyDependOnClassesThat(
            inAny(
                root + ".relay..",
                "com.cronutils..",
                "java..",
                "javax.sql..",
                "org.jspecify..",
                "org.postgresql..",
                "org.slf4j..",
                "tools.jackson.."));
  }

  private static ArchRule clientKnowsNothingOfOurs(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".client..")
        .should()
        .onlyDependOnClassesThat(
            inAny(
                root + ".client..",
                "com.fasterxml.jackson.annotation..",
                "java..",
                "javax.crypto..",
                "org.jspecify..",
                "tools.jackson.."));
  }

  private static ArchRule timeIsInjected(String root) {
    return noClasses()
        .that(inAny(root + "..").and(not("bench")))
        .should()
        .callMethodWhere(
            describe(
                "the present or chance is taken from nowhere",
                call ->
                    isAny(call, "java.time.Instant", "now")
                        || isAny(call, "java.time.LocalDate", "now")
                        || isAny(call, "java.time.LocalDateTime", "now")
                        || isAny(call, "java.time.ZonedDateTime", "now")
                        || isAny(call, "java.time.OffsetDateTime", "now")
                        || isAny(call, "java.lang.System", "currentTimeMillis")
                        || isAny(call, "java.util.UUID", "randomUUID")
                        || isAny(call, "java.lang.Thread", "sleep")));
  }

  private static boolean isAny(JavaAccess<?> call, String owner, String method) {
    return call.getTargetOwner().getFullName().equals(owner) && call.getName().equals(method);
  }

  private static ArchRule moneyIsExact(String root) {
    return noFields()
        .that()
        .areDeclaredInClassesThat(inAny(root + ".billing.domain..", root + ".money.."))
        .should()
        .haveRawType(
            describe(
                "floating point",
                type ->
                    Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                        .contains(type.getFullName())));
  }

  private static ArchRule namesSaySomething(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(".*(Impl|Mapper|Dto|DTO|Util|Utils|Helper|Manager)(\\$.*)?");
  }

  /** Seams whose second implementation is the simulation's, among the tests of relay. */
  private static final Set<String> SIMULATED =
      Set.of("QueueConnection", "Nodes", "Host", "Task", "Signal");

  private static ArchRule interfacesAreSeams(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .areInterfaces()
        .should(
            new ArchCondition<>("have two implementations, be sealed or be a function") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                var implementations =
                    type.getAllSubclasses().stream().filter(c -> !c.isInterface()).count();
                var fine =
                    implementations >= 2
                        || SIMULATED.contains(type.getSimpleName())
                        || type.isAnnotation()
                        || type.reflect().isSealed()
                        || type.isAnnotatedWith(FunctionalInterface.class)
                        || type.getSimpleName().equals("package-info");
                if (!fine) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type,
                          "%s has %d implementations".formatted(type.getName(), implementations)));
                }
              }
            });
  }

  private static ArchRule relayIsTheOnlyEngine(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.transaction.annotation.Transactional")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.scheduling.annotation.Async")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.scheduling.annotation.Scheduled")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.context.event.EventListener");
  }

  /** The running server shuts the others; here it is noticed before. */
  private static ArchRule everyRouteSaysWhoMayEnter(String root) {
    return methods()
        .that()
        .areDeclaredInClassesThat(inAny(root + ".."))
        .and()
        .areMetaAnnotatedWith(RequestMapping.class)
        .should(
            new ArchCondition<>("have one annotation of who may enter") {
              @Override
              public void check(JavaMethod route, ConditionEvents events) {
                if (Guard.ADMISSIONS.stream().filter(route::isAnnotatedWith).count() != 1) {
                  events.add(
                      SimpleConditionEvent.violated(
                          route, route.getFullName() + " does not say who may enter"));
                }
              }
            });
  }

  private static DescribedPredicate<JavaClass> inAny(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> named(String simpleName) {
    return JavaClass.Predicates.simpleName(simpleName);
  }

  private static DescribedPredicate<JavaClass> not(String subject) {
    return DescribedPredicate.not(inAny("com.quittance." + subject + ".."));
  }
}
