package com.quittance.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
    "172.16.0.0/12, 172.16.0.0, 172.31.255.255, 172.15.255.255, 172.32.0.0",
    "198.51.100.7/32, 198.51.100.7, 198.51.100.7, 198.51.100.6, 198.51.100.8",
    "fd00::/8, fd00::, fdff:ffff::1, fcff::1, fe00::",
    "2001:db8:8000::/33, 2001:db8:8000::, 2001:db8:ffff::1, 2001:db8:7fff::1, 2001:db9::",
    "::1/128, ::1, ::1, ::, ::2"
  })
  void aNetworkEndsWhereItEnds(
      String network, String first, String last, String before, String after) {
    var range = Network.parse(network);
    assertThat(range.contains(InetAddress.ofLiteral(first))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral(last))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral(before))).isFalse();
    assertThat(range.contains(InetAddress.ofLiteral(after))).isFalse();
  }

  @Test
  void everythingOfOneKindIsANetwork() {
    assertThat(Network.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8"))).isTrue();
    assertThat(Network.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(Network.parse("::/0").contains(InetAddress.ofLiteral("8.8.8.8"))).isFalse();
    assertThat(Network.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0/8",
        "010.0.0.0/8",
        "10.0.0.256/32",
        "fd00::1/8",
        "::/129",
        "fe80::1%lo/128",
        "localhost/8",
        "10.0.0.0/8 ",
        "10.0.0.0/-1"
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1",
        "2a00:1450:4001::1",
        "2001:200::1",
        "2003::1",
        "2001:db7::1",
        "2620:4f:8001::1",
        "2606:4700::5eff:0:1",
        "2606:4700::100:5efe:7f00:1",
        "3ff0::1"
      })
  void theNeighboursOfSpecialRangesArePublic(String address) {
    assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void portsAreNumbersAndRanges() {
    var ports = Ports.parse("443, 8443,30000-32767");
    assertThat(ports).hasToString("443, 8443, 30000-32767");
    assertThat(ports.contains(443) && ports.contains(30_000) && ports.contains(32_767)).isTrue();
    assertThat(ports.contains(80) || ports.contains(444) || ports.contains(32_768)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "443,", "a", "20-10", "-5", "443;8443"})
  void whatAreNoPortsIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ports.parse(text));
  }
}
