package com.quittance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.House;
import com.quittance.TestHouse;
import com.quittance.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is older than its audit log. */
class AuditBeganTest {

  @Test
  void chainsOfTenantsThatWereThereBeginWithTheMigration(@TempDir Path folder) {
    try (var house = TestHouse.open(folder)) {
      house.createInvoice(1_000);
      house
          .sql()
          .sql(
              """
              drop function audit_append, audit_hash; drop table audit_entry;
              drop function audit_entry_stays;
              delete from flyway_schema_history where script like '%__audit_%.sql'
              """)
          .update();

      var settings = SettingsLoader.in(folder).environment(house.environment()).load();
      try (var upgraded = House.open(settings)) {
        var chain = house.tenant().id().value();
        var result = upgraded.auditChains().verify(chain, List.of());
        assertThat(result.findings()).isEmpty();
        assertThat(result.entries()).isOne();
        upgraded.addClient().add(house.scope(), client());
        assertThat(upgraded.auditChains().verify(chain, List.of()).findings()).isEmpty();
        assertThat(upgraded.auditChains().verify(chain, List.of()).entries()).isEqualTo(2);
      }
    }
  }

  private static com.quittance.billing.application.AddClient.Request client() {
    return new com.quittance.billing.application.AddClient.Request(
        "Awa", "awa@ndiaye.example", null, null, null);
  }
}
