package com.quittance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {

  private static final String HOUSE = "com.quittance";
  private static final String PLANTED = "com.quittance.house.planted";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  private static final JavaClasses BREACHES = new ClassFileImporter().importPackages(PLANTED);

  @TestFactory
  Stream<DynamicTest> theHouseKeepsItsRules() {
    return HouseRules.all(HOUSE).entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(), () -> assertThat(failures(rule.getValue(), CLASSES)).isEmpty()));
  }

  /** A rule that cannot fail guards nothing: each is broken once, under the planted root. */
  @TestFactory
  Stream<DynamicTest> everyRuleBites() {
    return HouseRules.all(PLANTED).entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () -> assertThat(failures(rule.getValue(), BREACHES)).isNotEmpty()));
  }

  private static java.util.List<String> failures(ArchRule rule, JavaClasses classes) {
    return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
  }
}
