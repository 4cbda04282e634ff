package com.quittance;

import com.quittance.billing.application.listener.GenerateInvoicePdf;
import com.quittance.billing.application.listener.HandlePaymentFailure;
import com.quittance.billing.application.listener.LogPaymentEvent;
import com.quittance.billing.application.listener.NotifyAccountant;
import com.quittance.billing.application.listener.SendInvoiceNotification;
import com.quittance.billing.application.listener.SendOverdueReminder;
import com.quittance.billing.application.listener.UpdateInvoiceStatus;
import com.quittance.billing.domain.BillingEvent;
import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.relay.EventMap;

/** Who hears what. */
record Events(
    SendInvoiceNotification sendInvoiceNotification,
    GenerateInvoicePdf generateInvoicePdf,
    UpdateInvoiceStatus updateInvoiceStatus,
    SendOverdueReminder sendOverdueReminder,
    LogPaymentEvent logPaymentEvent,
    NotifyAccountant notifyAccountant,
    HandlePaymentFailure handlePaymentFailure) {

  /** Empty: the listeners come when the transactions they need are there. */
  static EventMap<BillingEvent> map() {
    return EventMap.of(BillingEvent.class, BillingEvent::tags);
  }

  EventMap<BillingEvent> listenOn(EventMap<BillingEvent> map) {
    return map.on(
            "InvoiceCreated", 1, InvoiceCreated.class, sendInvoiceNotification, generateInvoicePdf)
        .on("InvoicePaid", 1, InvoicePaid.class, updateInvoiceStatus)
        .on("InvoiceOverdue", 1, InvoiceOverdue.class, sendOverdueReminder)
        .on("PaymentReceived", 1, PaymentReceived.class, logPaymentEvent, notifyAccountant)
        .on("PaymentFailed", 1, PaymentFailed.class, handlePaymentFailure);
  }
}
