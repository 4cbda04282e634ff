package com.quittance.billing.infrastructure.web;

import com.quittance.billing.infrastructure.pdf.Logo;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.TenancyEvent.LogoChanged;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The picture on the tenant's invoices. */
@RestController
@RequestMapping("/api/v1/tenant/logo")
public final class LogoController {

  private static final Set<String> TYPES = Set.of("image/png", "image/jpeg");

  private final Transactions transactions;

  public LogoController(Transactions transactions) {
    this.transactions = transactions;
  }

  @GetMapping(produces = {MediaType.IMAGE_PNG_VALUE, "application/problem+json"})
  @Needs(Ability.TENANT_READ)
  ResponseEntity<byte[]> get(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var logo = transactions.in(caller.scope(), tx -> new Tenants(tx).withLogo().logo());
    if (logo == null) {
      throw Problem.of(Type.NOT_FOUND, "There is no logo.");
    }
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"logo.png\"")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .body(logo);
  }

  /** The picture is drawn anew first: of what was sent nothing else is kept. */
  @PutMapping
  @Needs(Ability.TENANT_WRITE)
  ResponseEntity<Void> put(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var scope = caller.scope();
    requirePicture(http.getContentType());
    try {
      change(scope, Logo.redrawn(JsonBody.bytes(http)));
    } catch (Logo.Unusable unusable) {
      throw Problem.of(
          Type.PICTURE_UNUSABLE, "Expected %s.".formatted(unusable.getMessage()), unusable);
    }
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping
  @Needs(Ability.TENANT_WRITE)
  ResponseEntity<Void> delete(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    change(caller.scope(), null);
    return ResponseEntity.noContent().build();
  }

  private static void requirePicture(@Nullable String type) {
    if (type == null || !TYPES.contains(type.strip().toLowerCase(Locale.ROOT))) {
      throw Problem.of(
          Type.UNSUPPORTED_MEDIA_TYPE,
          "Send the picture itself with the header Content-Type: image/png or image/jpeg.");
    }
  }

  private void change(Scope scope, byte @Nullable [] logo) {
    transactions.run(
        scope,
        tx -> {
          var changed = new Tenants(tx).changeLogo(logo);
          if (!changed.isNothing()) {
            tx.announce(
                new LogoChanged(new TenantId(tx.tenant()), changed.before(), changed.after()));
          }
        });
  }
}
