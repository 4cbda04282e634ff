package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.http.Browser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Somebody's app that makes codes, and the recovery codes they have written down. */
public final class Phone {

  static final String SECOND_FACTOR = "/api/v1/second-factor";

  private final TestHouse house;
  private final Totp totp;
  private final List<String> recoveryCodes = new ArrayList<>();

  private Phone(TestHouse house, Totp totp) {
    this.house = house;
    this.totp = totp;
  }

  /** What an app is told, before the first code. */
  public static Phone begun(TestHouse house, Browser browser) {
    var begun = browser.post(SECOND_FACTOR, password(Staff.PASSWORD)).is(200).json().get("secret");
    return new Phone(house, new Totp(begun.asString()));
  }

  /** Of somebody who signs in with it from now on. */
  public static Phone enrolled(TestHouse house, Browser browser) {
    var phone = begun(house, browser);
    var answer = browser.post(SECOND_FACTOR + "/confirmation", code(phone.code())).is(200);
    phone.write(answer.json());
    return phone;
  }

  void write(JsonNode answer) {
    recoveryCodes.clear();
    answer.get("recovery_codes").forEach(code -> recoveryCodes.add(code.asString()));
    assertThat(recoveryCodes).hasSize(RecoveryCode.AT_A_TIME).doesNotHaveDuplicates();
  }

  String secret() {
    return totp.base32();
  }

  public List<String> recoveryCodes() {
    return recoveryCodes;
  }

  public String code() {
    return code(0);
  }

  /** What it shows so many half minutes from now. */
  String code(int steps) {
    return totp.code(Totp.step(house.clock().instant()) + steps);
  }

  /** Waits for one that was not used. */
  String next() {
    house.advance(Duration.ofSeconds(30));
    return code();
  }

  /** None of now. */
  String wrong() {
    var near = List.of(code(-1), code(0), code(1));
    return List.of("000000", "111111", "222222", "333333").stream()
        .filter(code -> !near.contains(code))
        .findFirst()
        .orElseThrow();
  }

  static String password(String password) {
    return "{\"password\": \"%s\"}".formatted(password);
  }

  static String code(String code) {
    return "{\"code\": \"%s\"}".formatted(code);
  }

  static String both(String password, String code) {
    return "{\"password\": \"%s\", \"code\": \"%s\"}".formatted(password, code);
  }
}
