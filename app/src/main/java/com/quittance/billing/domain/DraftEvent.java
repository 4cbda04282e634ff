package com.quittance.billing.domain;

import com.quittance.tenancy.TenantId;
import java.util.List;

/** A fact of an invoice that is not issued yet. */
public sealed interface DraftEvent {

  TenantId tenant();

  InvoiceId draft();

  record DraftAdded(TenantId tenant, InvoiceId draft) implements DraftEvent {}

  record DraftChanged(TenantId tenant, InvoiceId draft) implements DraftEvent {}

  record DraftDeleted(TenantId tenant, InvoiceId draft) implements DraftEvent {}

  /** What the event is found by. */
  default List<String> tags() {
    var what =
        switch (this) {
          case DraftAdded _ -> "draft:added";
          case DraftChanged _ -> "draft:changed";
          case DraftDeleted _ -> "draft:deleted";
        };
    return List.of(what, "draft:" + draft(), "tenant:" + tenant());
  }
}
