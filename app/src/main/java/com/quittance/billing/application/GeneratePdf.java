package com.quittance.billing.application;

import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.infrastructure.pdf.InvoicePdf;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.InvoicePdfs;
import com.quittance.billing.infrastructure.store.InvoicePdfs.Copy;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Tenants;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;

/**
 * Gives an invoice's document. It is made once, by whoever needs it first, and its bytes are
 * frozen; the copy marked paid is a document of its own.
 */
public final class GeneratePdf {

  private final Transactions transactions;
  private final InvoicePdf pdf;
  private final Clock clock;

  public GeneratePdf(Transactions transactions, InvoicePdf pdf, Clock clock) {
    this.transactions = transactions;
    this.pdf = pdf;
    this.clock = clock;
  }

  /** The document that tells the invoice's present state. */
  public byte[] current(Scope scope, InvoiceId id) {
    return transactions.in(
        scope,
        tx -> {
          var invoice = new Invoices(tx).get(id);
          return document(tx, invoice, invoice.isPaid() ? Copy.PAID : Copy.ISSUED);
        });
  }

  public byte[] of(Scope scope, InvoiceId id, Copy copy) {
    return transactions.in(scope, tx -> document(tx, new Invoices(tx).get(id), copy));
  }

  private byte[] document(Tx tx, Invoice invoice, Copy copy) {
    var documents = new InvoicePdfs(tx);
    var stored = documents.find(invoice.id(), copy);
    if (stored.isPresent()) {
      return stored.get();
    }
    documents.lock(invoice.id(), copy);
    return documents.find(invoice.id(), copy).orElseGet(() -> make(tx, documents, invoice, copy));
  }

  private byte[] make(Tx tx, InvoicePdfs documents, Invoice invoice, Copy copy) {
    var client = new Clients(tx).get(invoice.client());
    var shown =
        switch (copy) {
          case ISSUED -> invoice.asIssued();
          case PAID -> invoice;
        };
    var content = pdf.render(new Tenants(tx).current(), client, shown);
    var sha256 = sha256(content);
    documents.add(invoice.id(), copy, content, sha256, clock.instant());
    if (copy == Copy.ISSUED) {
      new Invoices(tx).markPdf(invoice.id(), sha256);
    }
    return content;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
