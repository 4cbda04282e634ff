package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

  private static final String EMAIL = "awa.ndiaye@sahel.example";

  private static boolean isFit(String password) {
    return Password.isFit(password, Password.about(EMAIL));
  }

  @Test
  void halfACharacterIsRefusedForItHasNoBytes() {
    assertThat(isFit("le chat boit du bissap " + (char) 0xd800)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kR4!x",
        "Tr0ub4d&3",
        "password",
        "Password2024!",
        "motdepasse1",
        "azertyuiop",
        "qwertyuiop",
        "1234567890",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcdefghijkl",
        "iloveyou123",
        "Soleil1234",
        "janvier2026",
        "passw0rd123",
        "0123456789a",
        "quittance2026",
        "ndiaye2026",
        "awa.ndiaye@sahel.example",
        "12/08/1984",
        "qazwsxedcrfv",
        "passwordpassword",
        "          ",
      })
  void theCommonAndTheShortAreRefused(String password) {
    assertThat(isFit(password)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery", "oiseau-jardin-pluie", "mon chat boit du thé", "jk3#fKq91z",
        "lelapinblancestvenu", "сорок два верблюда", "猫は茶を飲むのが好き", "🐫🌴🥁🌊🎣🛶🌶🥭🦁🐘",
      })
  void whateverElseIsLongEnoughIsTaken(String password) {
    assertThat(isFit(password)).isTrue();
  }

  @Test
  void aLongOneIsJudgedInTime() {
    var long200 = new StringBuilder();
    for (var i = 0; i < Password.MOST; i++) {
      long200.append((char) ('!' + (i * 37 + i * i * 11) % 90));
    }
    assertThat(isFit(long200.toString())).isTrue();
    assertThat(isFit(long200 + "x")).isFalse();
  }

  @Test
  void aHashIsArgon2idWithItsOwnSaltAndMatchesItsPasswordOnly() {
    var hashes = new PasswordHashes();
    var made = new ArrayList<String>();
    made.add(hashes.of("mon chat boit du thé"));
    made.add(hashes.of("mon chat boit du thé"));
    assertThat(made).allMatch(hash -> hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    assertThat(made.get(0)).isNotEqualTo(made.get(1));
    assertThat(hashes.matches("mon chat boit du thé", made.get(0))).isTrue();
    assertThat(hashes.matches("mon chat boit du the\u0301", made.get(0)))
        .as("the same letters, composed otherwise")
        .isTrue();
    assertThat(hashes.matches("mon chat boit du the", made.get(0))).isFalse();
    assertThat(hashes.matches("", null)).isFalse();
  }

  /** Or the time would tell who has a password. */
  @Test
  void whereThereIsNoHashOneOfTheSameCostIsCompared() {
    var hashes = new PasswordHashes();
    assertThat(hashes.isOutdated(PasswordHashes.ofNobody())).isFalse();
    var parameters = hashes.of("mon chat boit du thé").substring(0, 31);
    assertThat(PasswordHashes.ofNobody()).startsWith(parameters.substring(0, 30));
  }
}
