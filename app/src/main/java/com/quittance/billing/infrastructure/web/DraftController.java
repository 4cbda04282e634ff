package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.KeepDraft;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.KeptDraft;
import com.quittance.billing.infrastructure.store.Drafts;
import com.quittance.billing.infrastructure.web.InvoiceJson.LineJson;
import com.quittance.billing.infrastructure.web.InvoiceJson.TaxJson;
import com.quittance.http.Caller;
import com.quittance.http.EntityTag;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is going to be billed. */
@RestController
@RequestMapping(path = "/api/v1/drafts", produces = MediaType.APPLICATION_JSON_VALUE)
public final class DraftController {

  private final Transactions transactions;
  private final Idempotency idempotency;
  private final KeepDraft keepDraft;

  public DraftController(Transactions transactions, Idempotency idempotency, KeepDraft keepDraft) {
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.keepDraft = keepDraft;
  }

  /** The published JSON. A change here is a change of the API. */
  record DraftJson(
      UUID id,
      UUID clientId,
      String currency,
      @Nullable LocalDate dueDate,
      long subtotal,
      long taxTotal,
      long total,
      List<LineJson> lines,
      List<TaxJson> taxes,
      Instant createdAt,
      Instant updatedAt) {

    static DraftJson of(KeptDraft kept, Tenant tenant) {
      var draft = kept.draft();
      var totals = draft.totals(tenant.currency());
      return new DraftJson(
          kept.id().value(),
          draft.client().value(),
          totals.total().currency().getCurrencyCode(),
          draft.dueDate(),
          totals.subtotal().minor(),
          totals.taxTotal().minor(),
          totals.total().minor(),
          draft.lines(tenant.currency()).stream().map(LineJson::of).toList(),
          totals.taxes().stream().map(TaxJson::of).toList(),
          kept.createdAt(),
          kept.updatedAt());
    }
  }

  @PostMapping
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<byte[]> create(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var body = JsonBody.bytes(http);
    var draft = InvoiceRequest.readDraft(JsonBody.of(http, body));
    return idempotency.once(
        caller.scope(),
        http,
        body,
        tx -> {
          var kept = keepDraft.add(tx, draft);
          return Answer.created("/api/v1/drafts/" + kept.id(), json(tx, kept));
        });
  }

  @GetMapping
  @Needs(Ability.INVOICES_READ)
  Page<DraftJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(name = "client_id", required = false) @Nullable String client) {
    var most = Page.limit(limit);
    var before = Page.cursor(cursor);
    var of = Page.filter("client_id", client);
    return transactions.in(
        caller.scope(),
        tx -> {
          var tenant = new Tenants(tx).current();
          return Page.of(
              new Drafts(tx).page(before, of, most),
              kept -> kept.id().value().toString(),
              shown -> shown.stream().map(kept -> DraftJson.of(kept, tenant)).toList());
        });
  }

  @GetMapping("/{id}")
  @Needs(Ability.INVOICES_READ)
  ResponseEntity<DraftJson> get(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var draft = id(id);
    return transactions.in(
        caller.scope(),
        tx -> {
          var kept = new Drafts(tx).get(draft);
          var tag = new EntityTag(kept.version());
          return tag.isKnownTo(http)
              ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag.text()).build()
              : ResponseEntity.ok().eTag(tag.text()).body(json(tx, kept));
        });
  }

  /** What is left out stays; null takes away. After RFC 7396. */
  @PatchMapping("/{id}")
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<DraftJson> change(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var draft = id(id);
    var change = InvoiceRequest.change(JsonBody.of(http));
    var kept = keepDraft.change(caller.scope(), draft, seenBy(http), change);
    return ResponseEntity.ok()
        .eTag(new EntityTag(kept.version()).text())
        .body(transactions.in(caller.scope(), tx -> json(tx, kept)));
  }

  @DeleteMapping("/{id}")
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<Void> delete(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    keepDraft.delete(caller.scope(), id(id), seenBy(http));
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/{id}/issue")
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<byte[]> issue(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var draft = id(id);
    var body = JsonBody.nothing(http);
    Idempotency.require(http);
    return idempotency.once(
        caller.scope(),
        http,
        body,
        tx -> {
          var invoice = keepDraft.issue(tx, draft, seenBy(http));
          return Answer.created(
              "/api/v1/invoices/" + invoice.id(), InvoiceJson.of(invoice, invoice.issueDate()));
        });
  }

  private static InvoiceId id(String id) {
    return new InvoiceId(Page.id(id, "draft"));
  }

  private static Consumer<KeptDraft> seenBy(HttpServletRequest http) {
    return kept -> new EntityTag(kept.version()).mustBeKnownTo(http);
  }

  private static DraftJson json(Tx tx, KeptDraft kept) {
    return DraftJson.of(kept, new Tenants(tx).current());
  }
}
