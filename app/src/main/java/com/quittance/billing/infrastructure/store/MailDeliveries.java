package com.quittance.billing.infrastructure.store;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** The delivery ledger of mail. */
public final class MailDeliveries {

  private final Tx tx;

  public MailDeliveries(Tx tx) {
    this.tx = tx;
  }

  /**
   * Notes that a mail is about to be handed to the server.
   *
   * @return false when the server has taken it before
   */
  public boolean begin(
      UUID job, String letter, String messageId, String recipient, String subject, Instant now) {
    return Sql.on(tx)
            .sql(
                """
                insert into mail_delivery as ledger
                  (tenant_id, job_id, letter, message_id, recipient, subject, state, first_tried_at)
                values (?, ?, ?, ?, ?, ?, 'sending', ?)
                on conflict (tenant_id, job_id, letter) do update set
                  state = 'sending',
                  possible_repeats = ledger.possible_repeats + (ledger.state = 'sending')::int
                where ledger.state <> 'sent'
                """)
            .params(
                tx.tenant(),
                job,
                letter,
                messageId,
                recipient,
                subject,
                now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** The server did not take it: trying again repeats nothing. */
  public void refused(UUID job, String letter) {
    Sql.on(tx)
        .sql(
            "update mail_delivery set state = 'refused' where job_id = ? and letter = ? and state = 'sending'")
        .params(job, letter)
        .update();
  }

  public void sent(UUID job, String letter, Instant at) {
    Sql.on(tx)
        .sql("update mail_delivery set state = 'sent', sent_at = ? where job_id = ? and letter = ?")
        .params(at.atOffset(ZoneOffset.UTC), job, letter)
        .update();
  }
}
