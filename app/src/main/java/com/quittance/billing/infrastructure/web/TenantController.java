package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.ChangeTenant;
import com.quittance.billing.application.ChangeTenant.Settings;
import com.quittance.http.Caller;
import com.quittance.http.EntityTag;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.money.Rate;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the company is and decides. */
@RestController
@RequestMapping(path = "/api/v1/tenant", produces = MediaType.APPLICATION_JSON_VALUE)
public final class TenantController {

  private final ChangeTenant changeTenant;

  public TenantController(ChangeTenant changeTenant) {
    this.changeTenant = changeTenant;
  }

  /** The published JSON. A change here is a change of the API. */
  record TenantJson(
      UUID id,
      String legalName,
      String email,
      @Nullable String address,
      @Nullable String taxId,
      @Nullable String registerId,
      String currency,
      String timeZone,
      String locale,
      int paymentTermsDays,
      String numberingPattern,
      List<String> taxRates,
      @Nullable String accountantEmail,
      @Nullable String adminEmail,
      long largePayment,
      List<Integer> reminderMilestones,
      int maxTokenDays,
      boolean secondFactorRequired,
      Instant createdAt) {

    static TenantJson of(Settings settings) {
      var tenant = settings.tenant();
      return new TenantJson(
          tenant.id().value(),
          tenant.legalName(),
          tenant.email(),
          tenant.address(),
          tenant.taxId(),
          tenant.registerId(),
          tenant.currency().getCurrencyCode(),
          tenant.timeZone().getId(),
          tenant.locale().toLanguageTag(),
          tenant.paymentTermsDays(),
          tenant.numberingPattern(),
          tenant.taxRates().stream().map(Rate::toString).toList(),
          tenant.accountantEmailSet(),
          tenant.adminEmailSet(),
          tenant.largePayment().minor(),
          tenant.reminderMilestones(),
          settings.terms().maxTokenDays(),
          settings.terms().secondFactorRequired(),
          tenant.createdAt());
    }
  }

  @GetMapping
  @Needs(Ability.TENANT_READ)
  ResponseEntity<TenantJson> get(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var settings = changeTenant.current(caller.scope());
    var tag = tag(settings);
    return tag.isKnownTo(http)
        ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag.text()).build()
        : answer(settings);
  }

  /** What is left out stays; null takes away what need not be there. After RFC 7396. */
  @PatchMapping
  @Needs(Ability.TENANT_WRITE)
  ResponseEntity<TenantJson> change(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var body = JsonBody.of(http);
    return answer(
        changeTenant.change(
            caller.scope(),
            before -> {
              tag(before).mustBeKnownTo(http);
              return TenantChange.apply(body, before);
            },
            body.names()));
  }

  private static EntityTag tag(Settings settings) {
    return new EntityTag(settings.terms().version());
  }

  private static ResponseEntity<TenantJson> answer(Settings settings) {
    return ResponseEntity.ok().eTag(tag(settings).text()).body(TenantJson.of(settings));
  }
}
