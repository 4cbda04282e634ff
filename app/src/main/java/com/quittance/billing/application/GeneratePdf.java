package com.quittance.billing.application;

import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.InvoiceStatus;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Gives an invoice's document. It is made once, by whoever needs it first, and its bytes are
 * frozen; copies marked paid or void are documents of their own. Rendering happens outside any
 * transaction: a queue of documents to be made holds no connection.
 */
public final class GeneratePdf {

  private record Document(InvoiceId invoice, Copy copy) {}

  private final Transactions transactions;
  private final InvoicePdf pdf;
  private final Clock clock;
  private final ConcurrentMap<Document, CompletableFuture<byte[]>> beingMade =
      new ConcurrentHashMap<>();

  public GeneratePdf(Transactions transactions, InvoicePdf pdf, Clock clock) {
    this.transactions = transactions;
    this.pdf = pdf;
    this.clock = clock;
  }

  /** The document that tells the invoice's present state. */
  public byte[] current(Scope scope, InvoiceId id) {
    var status = transactions.in(scope, tx -> new Invoices(tx).get(id).status());
    return of(
        scope,
        id,
        switch (status) {
          case DRAFT, SENT, PARTIALLY_PAID -> Copy.ISSUED;
          case PAID -> Copy.PAID;
          case VOID -> Copy.VOID;
        });
  }

  public byte[] of(Scope scope, InvoiceId id, Copy copy) {
    var stored = transactions.in(scope, tx -> new InvoicePdfs(tx).find(id, copy));
    return stored.isPresent() ? stored.get() : makeOnce(scope, new Document(id, copy));
  }

  /** Whoever comes while it is being made waits for it. */
  private byte[] makeOnce(Scope scope, Document document) {
    var mine = new CompletableFuture<byte[]>();
    var others = beingMade.putIfAbsent(document, mine);
    if (others != null) {
      return others.join();
    }
    try {
      var content = make(scope, document);
      mine.complete(content);
      return content;
    } catch (RuntimeException | Error failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      beingMade.remove(document);
    }
  }

  private byte[] make(Scope scope, Document document) {
    var content = render(scope, document);
    return transactions.in(scope, tx -> store(tx, document, content));
  }

  private byte[] render(Scope scope, Document document) {
    return transactions
        .<Supplier<byte[]>>in(
            scope,
            tx -> {
              var tenant = new Tenants(tx).withLogo();
              var invoice = new Invoices(tx).get(document.invoice());
              var client = new Clients(tx).get(invoice.client());
              var shown =
                  switch (document.copy()) {
                    case ISSUED -> invoice.asIssued();
                    case PAID -> in(InvoiceStatus.PAID, invoice);
                    case VOID -> in(InvoiceStatus.VOID, invoice);
                  };
              return () -> pdf.render(tenant, client, shown);
            })
        .get();
  }

  /** The copy is frozen: made too early it would be wrong for ever. */
  private static Invoice in(InvoiceStatus status, Invoice invoice) {
    if (invoice.status() != status) {
      throw new IllegalStateException(
          "invoice %s is not %s".formatted(invoice.id(), status.code()));
    }
    return invoice;
  }

  /** Another node may have been faster: then its document is the document. */
  private byte[] store(Tx tx, Document document, byte[] content) {
    var documents = new InvoicePdfs(tx);
    var sha256 = sha256(content);
    if (!documents.add(document.invoice(), document.copy(), content, sha256, clock.instant())) {
      return documents.find(document.invoice(), document.copy()).orElseThrow();
    }
    if (document.copy() == Copy.ISSUED) {
      new Invoices(tx).markPdf(document.invoice(), sha256);
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
