package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.InvoiceId;
import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** The frozen documents. */
public final class InvoicePdfs {

  /** The invoice as issued, as marked paid, or as marked void. */
  public enum Copy {
    ISSUED,
    PAID,
    VOID;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Tx tx;

  public InvoicePdfs(Tx tx) {
    this.tx = tx;
  }

  public Optional<byte[]> find(InvoiceId invoice, Copy copy) {
    return Sql.on(tx)
        .sql("select content from invoice_pdf where invoice_id = ? and copy = ?")
        .params(invoice.value(), copy.code())
        .query((row, _) -> row.getBytes(1))
        .optional();
  }

  /**
   * @return false when the document was there before
   */
  public boolean add(InvoiceId invoice, Copy copy, byte[] content, String sha256, Instant at) {
    return Sql.on(tx)
            .sql(
                """
            insert into invoice_pdf (tenant_id, invoice_id, copy, content, sha256, created_at)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
            .params(
                tx.tenant(),
                invoice.value(),
                copy.code(),
                content,
                sha256,
                at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }
}
