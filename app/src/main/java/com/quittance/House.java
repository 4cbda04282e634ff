package com.quittance;

import com.quittance.billing.application.AddClient;
import com.quittance.billing.application.CheckOverdueInvoices;
import com.quittance.billing.application.CreateInvoice;
import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.application.ManualGateway;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.application.AnalyticsSink;
import com.quittance.billing.application.listener.AdminAlert;
import com.quittance.billing.application.listener.GenerateInvoicePdf;
import com.quittance.billing.application.listener.HandlePaymentFailure;
import com.quittance.billing.application.listener.LogPaymentEvent;
import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.application.listener.NotifyAccountant;
import com.quittance.billing.application.listener.SendInvoiceNotification;
import com.quittance.billing.application.listener.SendOverdueReminder;
import com.quittance.billing.application.listener.UpdateInvoiceStatus;
import com.quittance.billing.infrastructure.analytics.HttpAnalytics;
import com.quittance.billing.infrastructure.analytics.LogAnalytics;
import com.quittance.billing.infrastructure.mail.EmlFolderTransport;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.mail.MailTransport;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.billing.infrastructure.mail.SmtpTransport;
import com.quittance.billing.infrastructure.pdf.InvoicePdf;
import com.quittance.billing.infrastructure.stripe.StripeGateway;
import com.quittance.database.Database;
import com.quittance.relay.Relay;
import com.quittance.relay.Transactions;
import com.quittance.schedule.Schedule;
import com.quittance.settings.Settings;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.Tenancy;
import java.time.Clock;
import java.util.List;

/** Everything that stands between the database and the doors, put together once. No framework. */
public final class House implements AutoCloseable {
