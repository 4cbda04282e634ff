package com.quittance;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.PaymentId;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.TenantId;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** How events are written down: records by their components, ids as plain text. */
final class EventJson {

  private EventJson() {}

  static JsonMapper mapper() {
    var ids = new SimpleModule("ids");
    add(ids, TenantId.class, TenantId::new);
    add(ids, PersonId.class, PersonId::new);
    add(ids, ClientId.class, ClientId::new);
    add(ids, InvoiceId.class, InvoiceId::new);
    add(ids, PaymentId.class, PaymentId::new);
    return JsonMapper.builder()
        .addModule(ids)
        .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(Visibility.NONE))
        .build();
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<UUID, T> make) {
    module.addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T id, JsonGenerator json, SerializationContext context) {
            json.writeString(id.toString());
          }
        });
    module.addDeserializer(
        type,
        new ValueDeserializer<T>() {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context) {
            return make.apply(UUID.fromString(json.getString()));
          }
        });
  }
}
