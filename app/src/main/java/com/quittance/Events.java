package com.quittance;

import static com.quittance.audit.AuditTrail.JOB;

import com.quittance.audit.OperatorActed;
import com.quittance.billing.application.listener.ExecuteRefund;
import com.quittance.billing.application.listener.GenerateInvoicePdf;
import com.quittance.billing.application.listener.HandlePaymentFailure;
import com.quittance.billing.application.listener.LogPaymentEvent;
import com.quittance.billing.application.listener.NotifyAccountant;
import com.quittance.billing.application.listener.SendInvoiceAgain;
import com.quittance.billing.application.listener.SendInvoiceNotification;
import com.quittance.billing.application.listener.SendOverdueReminder;
import com.quittance.billing.application.listener.SendRefundNotice;
import com.quittance.billing.application.listener.SendVoidNotice;
import com.quittance.billing.application.listener.TellOfFailedRefund;
import com.quittance.billing.application.listener.UpdateInvoiceStatus;
import com.quittance.billing.domain.BillingEvent;
import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.domain.BillingEvent.InvoiceSendRequested;
import com.quittance.billing.domain.BillingEvent.InvoiceVoided;
import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.domain.BillingEvent.PaymentRefunded;
import com.quittance.billing.domain.BillingEvent.RefundFailed;
import com.quittance.billing.domain.BillingEvent.RefundRequested;
import com.quittance.billing.domain.ClientEvent;
import com.quittance.billing.domain.ClientEvent.ClientAdded;
import com.quittance.billing.domain.ClientEvent.ClientChanged;
import com.quittance.billing.domain.DraftEvent;
import com.quittance.billing.domain.DraftEvent.DraftAdded;
import com.quittance.billing.domain.DraftEvent.DraftChanged;
import com.quittance.billing.domain.DraftEvent.DraftDeleted;
import com.quittance.billing.domain.PaymentStep;
import com.quittance.billing.domain.PaymentStep.PaymentMismatched;
import com.quittance.billing.domain.PaymentStep.PaymentStarted;
import com.quittance.people.PeopleEvent;
import com.quittance.people.PeopleEvent.PasswordChanged;
import com.quittance.people.PeopleEvent.PasswordResetRequested;
import com.quittance.people.PeopleEvent.RecoveryCodeUsed;
import com.quittance.people.PeopleEvent.RecoveryCodesRenewed;
import com.quittance.people.PeopleEvent.ResetAsked;
import com.quittance.people.PeopleEvent.SecondFactorDisabled;
import com.quittance.people.PeopleEvent.SecondFactorEnabled;
import com.quittance.people.PeopleEvent.SessionEnded;
import com.quittance.people.PeopleEvent.SignedIn;
import com.quittance.people.SendInvitation;
import com.quittance.people.SendResetLink;
import com.quittance.people.SendSignInNotice;
import com.quittance.people.SendTokenNotice;
import com.quittance.relay.EventMap;
import com.quittance.tenancy.TenancyEvent;
import com.quittance.tenancy.TenancyEvent.DeliveryRetried;
import com.quittance.tenancy.TenancyEvent.EventReplayed;
import com.quittance.tenancy.TenancyEvent.InvitationDue;
import com.quittance.tenancy.TenancyEvent.LogoChanged;
import com.quittance.tenancy.TenancyEvent.MemberAdded;
import com.quittance.tenancy.TenancyEvent.MemberChanged;
import com.quittance.tenancy.TenancyEvent.MemberRemoved;
import com.quittance.tenancy.TenancyEvent.MemberRenamed;
import com.quittance.tenancy.TenancyEvent.TenantChanged;
import com.quittance.tenancy.TenancyEvent.TenantCreated;
import com.quittance.tenancy.TenancyEvent.TokenCreated;
import com.quittance.tenancy.TenancyEvent.TokenNoticeDue;
import com.quittance.tenancy.TenancyEvent.TokenRevoked;
import com.quittance.webhook.QueueWebhooks;
import com.quittance.webhook.SendWebhook;
import com.quittance.webhook.TellOfDisabledWebhook;
import com.quittance.webhook.WebhookEvent;
import com.quittance.webhook.WebhookEvent.WebhookDue;
import com.quittance.webhook.WebhookEvent.WebhookEndpointAdded;
import com.quittance.webhook.WebhookEvent.WebhookEndpointChanged;
import com.quittance.webhook.WebhookEvent.WebhookEndpointDisabled;
import com.quittance.webhook.WebhookEvent.WebhookEndpointRemoved;
import com.quittance.webhook.WebhookEvent.WebhookReplayed;
import com.quittance.webhook.WebhookEvent.WebhookSecretRotated;
import com.quittance.webhook.WebhookEvent.WebhookTested;
import java.util.List;

/** Who hears what. */
record Events(
    SendInvoiceNotification sendInvoiceNotification,
    GenerateInvoicePdf generateInvoicePdf,
    SendInvoiceAgain sendInvoiceAgain,
    SendVoidNotice sendVoidNotice,
    UpdateInvoiceStatus updateInvoiceStatus,
    SendOverdueReminder sendOverdueReminder,
    LogPaymentEvent logPaymentEvent,
    NotifyAccountant notifyAccountant,
    HandlePaymentFailure handlePaymentFailure,
    ExecuteRefund executeRefund,
    SendRefundNotice sendRefundNotice,
    TellOfFailedRefund tellOfFailedRefund,
    QueueWebhooks queueWebhooks,
    SendWebhook sendWebhook,
    TellOfDisabledWebhook tellOfDisabledWebhook,
    SendResetLink sendResetLink,
    SendSignInNotice sendSignInNotice,
    SendTokenNotice sendTokenNotice,
    SendInvitation sendInvitation) {

  /** Empty: the listeners come when the transactions they need are there. */
  static EventMap<Object> map() {
    return EventMap.of(Object.class, Events::tags);
  }

  private static List<String> tags(Object event) {
    return switch (event) {
      case BillingEvent billing -> billing.tags();
      case DraftEvent draft -> draft.tags();
      case ClientEvent client -> client.tags();
      case PaymentStep step -> step.tags();
      case TenancyEvent tenancy -> tenancy.tags();
      case PeopleEvent people -> people.tags();
      case WebhookEvent webhook -> webhook.tags();
      case OperatorActed operator -> operator.tags();
      default -> throw new IllegalArgumentException("no event: " + event.getClass().getName());
    };
  }

  EventMap<Object> listenOn(EventMap<Object> map) {
    return map.on(
            "InvoiceCreated", 1, InvoiceCreated.class, sendInvoiceNotification, generateInvoicePdf)
        .on("InvoiceSendRequested", 1, InvoiceSendRequested.class, sendInvoiceAgain)
        .on("InvoiceVoided", 1, InvoiceVoided.class, sendVoidNotice)
        .on("InvoicePaid", 1, InvoicePaid.class, updateInvoiceStatus)
        .on("InvoiceOverdue", 1, InvoiceOverdue.class, sendOverdueReminder)
        .on("PaymentReceived", 1, PaymentReceived.class, logPaymentEvent, notifyAccountant)
        .on("PaymentFailed", 1, PaymentFailed.class, handlePaymentFailure)
        .on(JOB + "SendWebhook", 1, WebhookDue.class, sendWebhook)
        .on("WebhookEndpointDisabled", 1, WebhookEndpointDisabled.class, tellOfDisabledWebhook)
        .on("RefundRequested", 1, RefundRequested.class, executeRefund)
        .on("PaymentRefunded", 1, PaymentRefunded.class, sendRefundNotice)
        .on("RefundFailed", 1, RefundFailed.class, tellOfFailedRefund)
        .on(JOB + "SendResetLink", 1, ResetAsked.class, sendResetLink)
        .on("PasswordChanged", 1, PasswordChanged.class, sendSignInNotice)
        .on("SecondFactorEnabled", 1, SecondFactorEnabled.class, sendSignInNotice)
        .on("SecondFactorDisabled", 1, SecondFactorDisabled.class, sendSignInNotice)
        .on("RecoveryCodeUsed", 1, RecoveryCodeUsed.class, sendSignInNotice)
        .on("RecoveryCodesRenewed", 1, RecoveryCodesRenewed.class, sendSignInNotice)
        .on(JOB + "SendTokenNotice", 1, TokenNoticeDue.class, sendTokenNotice)
        .on(JOB + "SendInvitation", 1, InvitationDue.class, sendInvitation)
        // Heard by nobody; the audit log chains these like all the others.
        .on("ClientAdded", 1, ClientAdded.class)
        .on("ClientChanged", 1, ClientChanged.class)
        .on("DraftAdded", 1, DraftAdded.class)
        .on("DraftChanged", 1, DraftChanged.class)
        .on("DraftDeleted", 1, DraftDeleted.class)
        .on("PaymentStarted", 1, PaymentStarted.class)
        .on("PaymentMismatched", 1, PaymentMismatched.class)
        .on("TenantCreated", 1, TenantCreated.class)
        .on("TenantChanged", 1, TenantChanged.class)
        .on("EventReplayed", 1, EventReplayed.class)
        .on("DeliveryRetried", 1, DeliveryRetried.class)
        .on("TokenCreated", 1, TokenCreated.class)
        .on("TokenRevoked", 1, TokenRevoked.class)
        .on("LogoChanged", 1, LogoChanged.class)
        .on("MemberAdded", 1, MemberAdded.class)
        .on("MemberChanged", 1, MemberChanged.class)
        .on("MemberRenamed", 1, MemberRenamed.class)
        .on("MemberRemoved", 1, MemberRemoved.class)
        .on("SignedIn", 1, SignedIn.class)
        .on("SessionEnded", 1, SessionEnded.class)
        .on("PasswordResetRequested", 1, PasswordResetRequested.class)
        .on("WebhookEndpointAdded", 1, WebhookEndpointAdded.class)
        .on("WebhookEndpointChanged", 1, WebhookEndpointChanged.class)
        .on("WebhookEndpointRemoved", 1, WebhookEndpointRemoved.class)
        .on("WebhookSecretRotated", 1, WebhookSecretRotated.class)
        .on("WebhookTested", 1, WebhookTested.class)
        .on("WebhookReplayed", 1, WebhookReplayed.class)
        .on("OperatorActed", 1, OperatorActed.class)
        // What others can be told of.
        .hearAll(queueWebhooks, BillingEvent.class, ClientEvent.class);
  }
}
