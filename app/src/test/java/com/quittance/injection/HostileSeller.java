package com.quittance.injection;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenancy.NewTenant;
import com.quittance.tenancy.Tenant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/**
 * A company whose every text is what somebody likes.
 *
 * @param http as its token
 */
record HostileSeller(Tenant tenant, Http http) {

  static HostileSeller named(String text, TestHouse house, WebServer server) {
    var tenancy = house.house().tenancy();
    var tenant =
        tenancy.createTenant(
            new NewTenant(
                text,
                "compta@sahel.example",
                Currency.getInstance("XOF"),
                ZoneId.of("Africa/Dakar"),
                Locale.FRENCH,
                text,
                text,
                text));
    var secret =
        tenancy.createToken(tenant.id(), "test", List.of("*"), Tenancy.TOKEN_LIFE).secret();
    return new HostileSeller(tenant, new Http(server.port(), secret.text()));
  }
}
